using System.Globalization;
using Bootstrap.Ecs;
using Bootstrap.Logging;
using Serilog;
using Serilog.Events;

namespace Bootstrap.Network;

/// <summary>Looks, decides and acts: the steps that touch the network, in their order.</summary>
internal sealed class NetworkSetup(INetwork network, TimeProvider time, Action<TimeSpan> sleep, ILogger log)
{
    /// <summary>The pause after the first look that showed no way out; it doubles after each further look.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Looks at the network until a plan can be made, at most for <paramref name="timeout"/>. In awsvpc mode the ECS
    /// agent attaches the network after the container has started, so every look reads all signs anew.
    /// </summary>
    public Plan MakePlan(TaskEnvironment environment, PlanOptions options, TimeSpan timeout)
    {
        var start = time.GetTimestamp();
        var pause = FirstPause;
        string? waitingFor = null;
        var logged = Array.Empty<string>();
        while (true)
        {
            var snapshot = network.Look();
            if (log.IsEnabled(LogEventLevel.Debug))
            {
                Log(snapshot, ref logged);
            }

            switch (Planner.Decide(snapshot, environment, options))
            {
                case Plan plan:
                    if (waitingFor is not null)
                    {
                        log.Say(Messages.NetworkReady, Seconds(time.GetElapsedTime(start)));
                    }

                    return plan;

                case NotYet notYet:
                    var left = timeout - time.GetElapsedTime(start);
                    if (left <= TimeSpan.Zero)
                    {
                        throw new BootstrapException(
                            Messages.NoNetwork, [WithoutArticle(notYet.Missing), Seconds(timeout)], notYet.Hint);
                    }

                    if (waitingFor != notYet.Missing)
                    {
                        waitingFor = notYet.Missing;
                        log.Say(Messages.NetworkAwaited, waitingFor, Seconds(left));
                    }

                    sleep(pause < left ? pause : left);
                    pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                    break;
            }
        }
    }

    /// <summary>
    /// Carries out a plan and looks again to confirm it. Each route is tried, whatever became of the one before; what
    /// failed and what did not is said in one line.
    /// </summary>
    public void Apply(Plan plan)
    {
        if (plan.ChangesNothing)
        {
            return;
        }

        var failures = new List<(PlannedRoute Route, BootstrapException Cause)>();
        foreach (var route in plan.Routes)
        {
            try
            {
                Apply(route);
            }
            catch (BootstrapException cause)
            {
                failures.Add((route, cause));
            }
        }

        if (failures.Count > 0)
        {
            var failed = failures.ConvertAll(failure => failure.Route);
            var rest = Destinations(plan.Routes.Except(failed));
            var cause = failures[0].Cause;
            throw new BootstrapException(
                Messages.RoutesNotSetUp,
                [$"{Destinations(failed)}{(rest.Length == 0 ? string.Empty : $" ({rest} is set up)")}", cause.Message],
                cause.Hint,
                cause);
        }

        Confirm(plan);
        foreach (var route in plan.Routes.Where(route => route.Action != RouteAction.Keep))
        {
            LogDone(route);
        }
    }

    private void LogDone(PlannedRoute route)
    {
        if (route.Action == RouteAction.Replace)
        {
            log.Say(Messages.RouteReplaced, route.Destination, route.NextHop, route.InterfaceIndex,
                route.Create ? "led" : "also led", PlannedRoute.Ways(route.Stale));
        }
        else
        {
            log.Say(Messages.RouteAdded, route.Destination, route.NextHop, route.InterfaceIndex);
        }
    }

    private void Apply(PlannedRoute route)
    {
        if (route.Create)
        {
            network.AddRoute(route.Destination, route.NextHop, route.InterfaceIndex);
        }

        // The old ones go last, so that there is no moment without a route.
        foreach (var stale in route.Stale)
        {
            network.RemoveRoute(stale);
        }
    }

    private void Confirm(Plan plan)
    {
        var routes = network.LookAtRoutes();
        var missing = plan.Routes.Where(planned => !routes.Any(planned.IsSatisfiedBy)).ToList();
        if (missing.Count > 0)
        {
            throw new BootstrapException(Messages.RouteNotConfirmed, [Destinations(missing)]);
        }

        var left = plan.Routes.SelectMany(planned => planned.Stale).Where(stale => routes.Any(route =>
            route.Destination.Equals(stale.Destination) && route.NextHop.Equals(stale.NextHop) && route.InterfaceIndex == stale.InterfaceIndex)).ToList();
        if (left.Count > 0)
        {
            throw new BootstrapException(
                Messages.StaleRouteLeft, [left[0].Destination, left[0].NextHop, left[0].InterfaceIndex]);
        }
    }

    private static string Destinations(IEnumerable<PlannedRoute> routes) => string.Join(" and ", routes.Select(route => route.Destination.ToString()));

    /// <summary>One line for each adapter and each route, when they are other than those logged before.</summary>
    private void Log(NetworkSnapshot snapshot, ref string[] logged)
    {
        string[] lines =
        [
            .. snapshot.Adapters.Select(adapter => $"adapter {adapter.Index} '{adapter.Alias}' ({adapter.Description}), {(adapter.IsUp ? "up" : "down")}"),
            .. snapshot.Routes.Select(route => $"route {route.Destination} via {route.NextHop} on interface {route.InterfaceIndex}, metric {route.RouteMetric} + {route.InterfaceMetric}"),
        ];
        if (!lines.SequenceEqual(logged))
        {
            logged = lines;
            foreach (var line in lines)
            {
                log.Debug("seen: {Seen:l}", line);
            }
        }
    }

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);

    private static string WithoutArticle(string phrase) => phrase.StartsWith("a ", StringComparison.Ordinal) ? phrase[2..] : phrase;
}
