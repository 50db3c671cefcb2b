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
/// <param name="failed">Changes that failed at the start, and are not tried again.</param>
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
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(5);

    private string? _lastFailure;

    /// <summary>Watches until <c>waitForChange</c> returns false.</summary>
    public void Run()
    {
        var changer = new RouteChanger(network, TimeProvider.System, Thread.Sleep, log, failed);

        // The first time without a change: a route may have been removed before the notifications were registered.
        while (waitForChange(Restore(changer) ? Timeout.InfiniteTimeSpan : RetryPause))
        {
        }
    }

    private bool Restore(RouteChanger changer)
    {
        try
        {
            // Without a default route no plan is possible. A new default route is a change too.
            if (
                Planner.Decide(network.Look(), environment, options, changer.Failed) is Plan
                {
                    ChangesNothing: false
                } plan
            )
            {
                // After a failed attempt nothing has changed, so do not warn again.
                if (_lastFailure is null)
                {
                    log.Say(
                        Messages.RoutesChanged,
                        string.Join(
                            ", ",
                            plan.Routes.Where(route => route.Action != RouteAction.Keep)
                                .Select(route => $"{route.Destination} {route.Reason}")
                        )
                    );
                }

                // Every failure leads to a new attempt after a pause. Kept routes are not logged.
                var changes = plan
                    .Routes.Where(route => route.Action != RouteAction.Keep)
                    .Select(route => route with { IsRequired = true });
                changer.Apply(plan with { Routes = [.. changes] }, environment, options, TimeSpan.Zero);
            }

            _lastFailure = null;
            return true;
        }
        catch (BootstrapException failure)
        {
            // The attempts are repeated every few seconds, so the same failure is logged once.
            if (failure.Message != _lastFailure)
            {
                log.Failure(LogEventLevel.Warning, failure);
                _lastFailure = failure.Message;
            }

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
}
