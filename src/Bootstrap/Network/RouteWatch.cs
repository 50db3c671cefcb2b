using Bootstrap.Ecs;
using Bootstrap.Logging;
using Serilog;
using Serilog.Events;

namespace Bootstrap.Network;

/// <summary>
/// Keeps the routes while the workload runs (<c>--watch</c>). After each change of the network a new plan is made and
/// applied: lost routes are added again, and stale routes are replaced. Failures here do not affect the workload.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="environment">The task's variables.</param>
/// <param name="options">The plan options.</param>
/// <param name="failed">Changes that failed at the start. It is updated.</param>
/// <param name="waitForChange">Waits for a change, at most for the given time; false ends the watch.</param>
/// <param name="log">The log.</param>
internal sealed class RouteWatch(
    INetwork network,
    TaskEnvironment environment,
    PlanOptions options,
    FailedChanges failed,
    Func<TimeSpan, bool> waitForChange,
    ILogger log)
{
    /// <summary>The pause before a new attempt after a failure, if the network does not change earlier.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);

    /// <summary>The pause doubles while the failures stay the same.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private TimeSpan _pause = FirstPause;
    private string? _lastFailure;

    /// <summary>Watches until <c>waitForChange</c> returns false.</summary>
    public void Run()
    {
        var changer = new RouteChanger(network, TimeProvider.System, Thread.Sleep, log, failed);

        // The first time without a change: a route may have been removed before the notifications were registered.
        while (waitForChange(Restore(changer) ? Timeout.InfiniteTimeSpan : _pause))
        {
        }
    }

    private bool Restore(RouteChanger changer)
    {
        var known = new Dictionary<RouteKey, string>(failed.NotSetUp);
        try
        {
            // Without a default route no plan is possible. A new default route is a change too.
            if (Planner.Decide(network.Look(), environment, options, failed) is Plan plan)
            {
                CarryOut(plan, changer);
            }

            _lastFailure = null;
            _pause = FirstPause;
            return true;
        }
        catch (BootstrapException failure)
        {
            // The attempts are repeated, so the same failure is logged once, at the start or here.
            var isKnown = failure.EventName == Messages.RoutesNotSetUp.Name
                ? failed.NotSetUp.All(route => known.GetValueOrDefault(route.Key) == route.Value)
                : failure.Message == _lastFailure;
            if (isKnown)
            {
                _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            }
            else
            {
                log.Failure(LogEventLevel.Warning, failure);
                _pause = FirstPause;
            }

            _lastFailure = failure.Message;
            return false;
        }
#pragma warning disable CA1031 // While the workload runs, an exception in bootstrap must not end it.
        catch (Exception exception)
        {
            log.InternalError(Messages.WatchFailed, exception);
            return false;
        }
#pragma warning restore CA1031
    }

    private void CarryOut(Plan plan, RouteChanger changer)
    {
        var changes = plan.Routes.Where(route => route.Action != RouteAction.Keep);
        foreach (var old in failed.NotSetUp.Where(old => !changes.Any(route => route.Key == old.Key)))
        {
            failed.NotSetUp.Remove(old.Key);
        }

        if (changes.Count == 0)
        {
            return;
        }

        // A route that could not be set up has not changed.
        var changed = changes.Where(route => !failed.NotSetUp.ContainsKey(route.Key));
        if (changed.Count > 0)
        {
            log.Say(
                Messages.RoutesChanged,
                string.Join(", ", changed.Select(route => $"{route.Destination} {route.Reason}")));
        }

        // Every failure leads to a new attempt after a pause. Kept routes are not logged.
        changer.Apply(
            plan with { Routes = changes.Select(route => route with { IsRequired = true }) },
            environment, options, TimeSpan.Zero);
    }
}
