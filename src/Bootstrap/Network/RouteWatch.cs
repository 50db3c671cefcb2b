using Bootstrap.Ecs;
using Bootstrap.Logging;
using Serilog;
using Serilog.Events;

namespace Bootstrap.Network;

/// <summary>
/// Keeps a plan's routes while the workload runs (<c>--watch</c>). Each change of the network is answered by the same
/// decision as at the start, so a route that disappeared comes back, and one that has become stale is replaced.
/// Nothing that goes wrong here touches the workload.
/// </summary>
/// <param name="network">Reads and changes the routes.</param>
/// <param name="environment">The task's variables.</param>
/// <param name="options">What the user overrides.</param>
/// <param name="unremovable">Stale routes that could not be removed at the start.</param>
/// <param name="waitForChange">
/// Waits until something has changed, or for the time given at most; false ends the watch.
/// </param>
/// <param name="log">Says what was put back.</param>
internal sealed class RouteWatch(
    INetwork network,
    TaskEnvironment environment,
    PlanOptions options,
    IReadOnlyCollection<RouteKey> unremovable,
    Func<TimeSpan, bool> waitForChange,
    ILogger log)
{
    /// <summary>How long a failure is left alone before it is tried again without a change.</summary>
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(5);

    private string? _lastFailure;

    /// <summary>Watches until <c>waitForChange</c> says that it is over.</summary>
    public void Run()
    {
        var changer = new RouteChanger(network, TimeProvider.System, Thread.Sleep, log);

        // Once without a change: a route may have gone before anybody listened.
        while (waitForChange(Restore(changer) ? Timeout.InfiniteTimeSpan : RetryPause))
        {
        }
    }

    private bool Restore(RouteChanger changer)
    {
        try
        {
            // Without a default route there is nothing to decide; its return is a change, too.
            if (
                Planner.Decide(network.Look(), environment, options, [.. unremovable, .. changer.Unremovable]) is Plan
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

                // A failure is tried again after a pause, whichever route it is. The routes that are kept are not news.
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
            // Tried every few seconds: the same failure is said once.
            if (failure.Message != _lastFailure)
            {
                log.Failure(LogEventLevel.Warning, failure);
                _lastFailure = failure.Message;
            }

            return false;
        }
#pragma warning disable CA1031 // Once the workload runs, nothing of ours may take it down.
        catch (Exception exception)
        {
            log.InternalError(Messages.WatchFailed, exception);
            return false;
        }
#pragma warning restore CA1031
    }
}
