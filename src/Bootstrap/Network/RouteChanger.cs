using System.Globalization;
using System.Net;
using Bootstrap.Ecs;
using Bootstrap.Logging;
using Bootstrap.Windows;
using Serilog;

namespace Bootstrap.Network;

/// <summary>Applies a plan, and reads the network again to confirm it.</summary>
/// <param name="network">The network.</param>
/// <param name="time">The clock.</param>
/// <param name="sleep">Waits at most this long; returns early if the network changes.</param>
/// <param name="log">The log.</param>
/// <param name="earlier">Changes that failed earlier; null if none did.</param>
internal sealed class RouteChanger(
    INetwork network, TimeProvider time, Action<TimeSpan> sleep, ILogger log, FailedChanges? earlier = null)
{
    /// <summary>The longest delay for a route that the workload can start without.</summary>
    private static readonly TimeSpan OptionalTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long to try again after ERROR_INVALID_PARAMETER. If it lasts longer, a parameter is really wrong.
    /// </summary>
    private static readonly TimeSpan InvalidParameterTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Why the routes could not be read after the last attempt; null if they were.</summary>
    private BootstrapException? _unread;

    /// <summary>Changes that failed.</summary>
    public FailedChanges Failed { get; } = earlier ?? new FailedChanges();

    /// <summary>The plan of the last attempt: the network may change between attempts. Null before the first.</summary>
    public Plan? LastPlan { get; private set; }

    /// <summary>The destinations of required routes that could not be set up.</summary>
    public IReadOnlyList<IPNetwork> Missing { get; private set; } = [];

    /// <summary>
    /// Applies a plan. Each route is tried, also after the failure of another one. After a transient failure the
    /// network is read again and a new plan is made, because the network may have changed. A route that Windows
    /// reported as added, but does not show, is tried once more by another backend if there is one.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="environment">The task's variables, for a new plan.</param>
    /// <param name="options">The plan options, for a new plan.</param>
    /// <param name="timeout">How long to try again after transient failures of required routes.</param>
    /// <exception cref="BootstrapException">A required route could not be set up.</exception>
    public void Apply(Plan plan, TaskEnvironment environment, PlanOptions options, TimeSpan timeout)
    {
        LastPlan = plan;
        if (plan.Routes.Count == 0)
        {
            return;
        }

        var start = time.GetTimestamp();
        var pause = new Pause();
        var done = new List<AppliedRoute>();
        var isSaid = false;
        while (true)
        {
            var backend = network.Backend;
            foreach (var applied in Attempt(plan))
            {
                var earlier = done.FindIndex(route => route.Planned.Destination.Equals(applied.Planned.Destination));
                if (earlier < 0)
                {
                    done.Add(applied);
                }
                else if (applied.Planned.Action != RouteAction.Keep || done[earlier].Failure is not null)
                {
                    // A kept route does not replace the result of an earlier attempt, which is more informative.
                    done[earlier] = applied;
                }
            }

            // A backend that changed during the attempt has not tried to add the route either.
            var isWithAnother = (Unconfirmed(done) ?? _unread) is { } unconfirmed
                && (network.FallBack(unconfirmed.Message) || network.Backend != backend);
            if (!isWithAnother)
            {
                var elapsed = time.GetElapsedTime(start);
                var left = LongestPatience(done, timeout) - elapsed;
                if (left <= TimeSpan.Zero)
                {
                    break;
                }

                if (!isSaid)
                {
                    isSaid = true;
                    var cause = done.Find(applied => Patience(applied, timeout) > elapsed)?.Failure;
                    log.Say(
                        Messages.RoutesRetried, left.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture),
                        cause?.Message
                    );
                }

                sleep(pause.Next(left));
            }

            LastPlan = plan = DecideAgain(plan, environment, options);
            if (plan.Mode != NetworkMode.Nat)
            {
                log.Say(Messages.NetworkMode, plan.Mode.Name(), plan.Reason);
                return;
            }
        }

        Remember(done);
        if (_unread is not null)
        {
            log.Say(Messages.RoutesNotRead, _unread.OneLine);
        }

        Report(done);
    }

    private void Remember(List<AppliedRoute> routes)
    {
        foreach (var route in routes)
        {
            if (route.Failure is { } cause)
            {
                Failed.NotSetUp[route.Planned.Key] = cause.Message;
            }
            else
            {
                Failed.NotSetUp.Remove(route.Planned.Key);
            }
        }
    }

    private static BootstrapException? Unconfirmed(List<AppliedRoute> routes) =>
        routes.Find(route => route.Failure?.EventName == Messages.RouteNotConfirmed.Name)?.Failure;

    private Plan DecideAgain(Plan plan, TaskEnvironment environment, PlanOptions options)
    {
        try
        {
            return Planner.Decide(network.Look(), environment, options, Failed).Match(anew => anew, _ => plan);
        }
        catch (BootstrapException cause)
        {
            log.Detail("the network could not be read again: {Why:l}", cause.Message);
            return plan;
        }
    }

    /// <summary>How long to try again after this result, measured from the start.</summary>
    private static TimeSpan Patience(AppliedRoute applied, TimeSpan timeout)
    {
        var bound = applied.Failure?.NativeCode switch
        {
            Win32Error.NotFound or Win32Error.NetworkUnreachable or Win32Error.HostUnreachable => timeout,
            Win32Error.InvalidParameter => Shorter(timeout, InvalidParameterTimeout),
            _ => TimeSpan.Zero,
        };
        return applied.Planned.IsRequired ? bound : Shorter(bound, OptionalTimeout);
    }

    private static TimeSpan LongestPatience(List<AppliedRoute> routes, TimeSpan timeout)
    {
        var longest = TimeSpan.Zero;
        foreach (var route in routes)
        {
            var patience = Patience(route, timeout);
            longest = patience > longest ? patience : longest;
        }

        return longest;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>Tries each change once, then reads the routes to confirm all changes.</summary>
    private List<AppliedRoute> Attempt(Plan plan)
    {
        _unread = null;
        var applied = plan.Routes.Select(Change);
        return plan.ChangesNothing ? applied : Confirm(applied);
    }

    private AppliedRoute Change(PlannedRoute route)
    {
        var left = new List<LeftRoute>();
        BootstrapException? notLowered = null;
        try
        {
            if (route.Metric is { } metric)
            {
                network.Add(route.Key, metric);
            }
        }
        catch (BootstrapException cause)
        {
            if (!IsThere(route.Key))
            {
                // The stale routes are kept, because they may work.
                return new AppliedRoute(route, cause, left);
            }

            // Only the metric could not be changed, and the workload can start with the route as it is.
            Failed.Unlowerable.Add(route.Key);
            notLowered = cause;
        }

        // The stale routes are removed last, so that there is always a route.
        foreach (var stale in route.Stale)
        {
            try
            {
                network.Remove(stale.Key);
            }
            catch (BootstrapException cause)
            {
                left.Add(new LeftRoute(stale, cause, IsOutranked: false));
            }
        }

        return new AppliedRoute(route, Failure: null, left, notLowered);
    }

    /// <summary>Whether the route exists; false if the routes cannot be read.</summary>
    private bool IsThere(RouteKey key)
    {
        try
        {
            return network.LookAtRoutes().Any(route => route.Key == key);
        }
        catch (BootstrapException cause)
        {
            log.Detail("the routes could not be read again: {Why:l}", cause.Message);
            return false;
        }
    }

    private List<AppliedRoute> Confirm(List<AppliedRoute> applied)
    {
        if (applied.All(route => route.Failure is not null || route.Planned.Action == RouteAction.Keep))
        {
            return applied;
        }

        try
        {
            var routes = network.LookAtRoutes();
            var isChanged = false;
            foreach (var route in applied.Where(route => route.Failure is null))
            {
                isChanged |= TryToOutrank(route.Planned, routes);
            }

            if (isChanged)
            {
                routes = network.LookAtRoutes();
            }

            return applied.Select(route => Confirm(route, routes));
        }
        catch (BootstrapException cause)
        {
            // Windows reported success, and a script would not read the routes again either.
            _unread = cause;
            return applied;
        }
    }

    /// <summary>
    /// Lowers the route's metric if a remaining stale route would win. Returns whether it was tried.
    /// </summary>
    private bool TryToOutrank(PlannedRoute planned, IReadOnlyList<Route> routes)
    {
        var own = routes.FirstOrDefault(route => route.Key == planned.Key);
        if (own is null || Failed.Unlowerable.Contains(own.Key)
            || Planner.MetricToLowerTo(own, StillThere(planned, routes)) is not { } metric)
        {
            return false;
        }

        try
        {
            network.Add(planned.Key, metric);
            return true;
        }
        catch (BootstrapException cause)
        {
            // The warning about the stale route explains the consequence. The routes are read again, because CIM
            // deletes the route to change its metric.
            Failed.Unlowerable.Add(planned.Key);
            log.Detail("the metric of {Route:l} could not be lowered: {Why:l}", planned.Key.ToString(), cause.Message);
            return true;
        }
    }

    private static List<Route> StillThere(PlannedRoute planned, IReadOnlyList<Route> routes) =>
        Route.InOrder(routes.Where(route =>
            planned.Stale.Any(old => old.Key == route.Key) || planned.Outranked.Any(old => old.Key == route.Key)));

    private AppliedRoute Confirm(AppliedRoute applied, IReadOnlyList<Route> routes)
    {
        var planned = applied.Planned;
        if (applied.Failure is not null || planned.Action == RouteAction.Keep)
        {
            return applied;
        }

        var own = routes.FirstOrDefault(route => route.Key == planned.Key);
        if (own is null)
        {
            return applied with
            {
                Failure = new BootstrapException(Messages.RouteNotConfirmed, [planned.Destination]),
            };
        }

        var left = new List<LeftRoute>();
        foreach (var route in StillThere(planned, routes))
        {
            var isStale = planned.Stale.Any(stale => stale.Key == route.Key);
            if (isStale)
            {
                Failed.Unremovable.Add(route.Key);
            }

            // The plan already has a warning about each route that it outranks.
            if (isStale || !own.Beats(route))
            {
                var cause = applied.Left.FirstOrDefault(old => old.Route.Key == route.Key)?.Cause;
                left.Add(new LeftRoute(route, cause, own.Beats(route)));
            }
        }

        return applied with { Left = left };
    }

    /// <summary>
    /// Logs one line for each route, in the order of the plan, and throws if a required route failed.
    /// </summary>
    private void Report(IReadOnlyList<AppliedRoute> applied)
    {
        var failed = applied.Where(route => route.Failure is not null);
        Missing = failed.Where(route => route.Planned.IsRequired).Select(route => route.Planned.Destination);
        var isFatal = Missing.Count > 0;
        foreach (var route in applied)
        {
            if (route.Failure is null)
            {
                SayDone(route);
            }
            else if (!isFatal)
            {
                log.Say(Messages.RouteNotSetUp, route.Planned.Key.ToString(), route.Failure.OneLine);
            }
        }

        if (isFatal)
        {
            var rest = Destinations(applied.Except(failed));
            var cause = failed[0].Failure;
            throw new BootstrapException(
                Messages.RoutesNotSetUp,
                [$"{Destinations(failed)}{(rest.Length == 0 ? string.Empty : $" ({rest} is set up)")}", cause?.Message],
                cause?.Hint,
                cause);
        }
    }

    private void SayDone(AppliedRoute applied)
    {
        var route = applied.Planned;
        var replaced = route.Stale.Where(stale => !applied.Left.Any(left => left.Route.Key == stale.Key));
        if (replaced.Count > 0)
        {
            var led = route.Metric is null || applied.NotLowered is not null ? "also led" : "led";
            log.Say(
                Messages.RouteReplaced, route.Destination, route.NextHop, route.InterfaceIndex, led,
                PlannedRoute.Targets(replaced));
        }
        else if (route.Action == RouteAction.Add && applied.NotLowered is null)
        {
            log.Say(Messages.RouteAdded, route.Destination, route.NextHop, route.InterfaceIndex);
        }
        else if (route.Metric is { } metric && applied.NotLowered is null)
        {
            log.Say(Messages.RouteMetricSet, route.Destination, route.NextHop, route.InterfaceIndex, metric);
        }
        else
        {
            log.Say(Messages.RouteKept, route.Destination, route.NextHop, route.InterfaceIndex, WhyKept(applied));
        }

        if (applied.NotLowered is { } failure && applied.Left.Any(left => !left.IsOutranked))
        {
            log.Say(Messages.MetricNotLowered, route.Key.ToString(), route.Metric, failure.OneLine);
        }

        foreach (var left in applied.Left)
        {
            var why = left.Cause is { } cause
                ? $"could not be removed: {cause.Message.TrimEnd('.')}"
                : "still exists";
            log.Say(
                left.IsOutranked ? Messages.StaleRouteOutranked : Messages.StaleRouteLeft, left.Route.Key.ToString(),
                why, route.NextHop
            );
        }
    }

    private static string WhyKept(AppliedRoute applied)
    {
        if (applied.Planned.Action == RouteAction.Keep)
        {
            return applied.Planned.Reason;
        }

        var isBeaten = applied.NotLowered is not null || applied.Left.Any(left => !left.IsOutranked);
        return isBeaten ? "exists" : PlannedRoute.AlreadyCorrect;
    }

    private static string Destinations(IEnumerable<AppliedRoute> routes) =>
        string.Join(" and ", routes.Select(route => route.Planned.Destination.ToString()));
}
