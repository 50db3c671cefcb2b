using Bootstrap.Logging;
using Serilog;

namespace Bootstrap.Workload;

/// <summary>
/// Waits for the workload and applies the stop policy, both on the main thread: a stop needs no new thread, stops are
/// handled one after the other, and no log line is incomplete when the process ends.
/// </summary>
/// <param name="workload">The running workload.</param>
/// <param name="policy">What to do at a stop.</param>
/// <param name="nextStop">Takes the next stop from the queue; null if the queue is empty.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">The log.</param>
internal sealed class WorkloadWait(
    IWorkload workload, StopPolicy policy, Func<ConsoleEvent?> nextStop, TimeProvider clock, ILogger log
)
{
    /// <summary>After a stop: the longest wait for the rest of the tree when the first process has ended.</summary>
    public static readonly TimeSpan TreeBound = TimeSpan.FromSeconds(20);

    /// <summary>The longest wait for a terminated process: a process that hangs in a driver never ends.</summary>
    private static readonly TimeSpan TerminationBound = TimeSpan.FromSeconds(5);

    private readonly long _start = clock.GetTimestamp();
    private long? _firstStop;
    private bool _wasTerminated;

    /// <summary>Whether the time limit runs: it starts with the first stop.</summary>
    private bool HasTimeLimit => _firstStop is not null && policy.Timeout is not null;

    /// <summary>Waits until the workload has ended.</summary>
    public WorkloadEnd Run()
    {
        var code = WaitForFirstProcess();
        var lifetime = clock.GetElapsedTime(_start);

        // Also for a stop that came at the same moment: then wait for the rest of the tree.
        PassStopsOn();
        if (_firstStop is not null)
        {
            WaitForTree();
        }

        return new WorkloadEnd(code, lifetime, _firstStop is not null, _wasTerminated);
    }

    private uint WaitForFirstProcess()
    {
        while (true)
        {
            switch (workload.WaitForFirstProcess(HasTimeLimit ? LeftOfTimeLimit() : Timeout.InfiniteTimeSpan))
            {
                case WaitOutcome.Ended:
                    return workload.ExitCode;
                case WaitOutcome.Stopped:
                    PassStopsOn();
                    break;
                default:
                    Terminate();
                    return workload.WaitForFirstProcess(TerminationBound) == WaitOutcome.Ended
                        ? workload.ExitCode
                        : unchecked((uint)ExitCode.Stopped);
            }
        }
    }

    private void WaitForTree()
    {
        if (_wasTerminated)
        {
            return;
        }

        var firstProcessEnded = clock.GetTimestamp();
        while (true)
        {
            switch (workload.WaitForTree(HasTimeLimit ? LeftOfTimeLimit() : Left(TreeBound, firstProcessEnded)))
            {
                case WaitOutcome.Ended:
                    return;
                case WaitOutcome.Stopped:
                    PassStopsOn();
                    break;
                default:
                    if (HasTimeLimit)
                    {
                        Terminate();
                        workload.WaitForTree(TerminationBound);
                    }
                    else
                    {
                        log.Say(Messages.StopTreeLeft, TreeBound.TotalSeconds, Names(workload.Running()));
                    }

                    return;
            }
        }
    }

    /// <summary>
    /// Sends each queued stop once to the processes of the tree. Acts before logging, because stderr may block.
    /// </summary>
    private void PassStopsOn()
    {
        while (nextStop() is { } received)
        {
            _firstStop ??= clock.GetTimestamp();
#pragma warning disable CA1031 // While the workload runs, an exception in bootstrap must not end it.
            try
            {
                PassOn(received);
            }
            catch (Exception exception)
            {
                log.InternalError(Messages.StopFailed, exception);
            }
#pragma warning restore CA1031
        }
    }

    private void PassOn(ConsoleEvent received)
    {
        if (policy.EventFor(received) is not { } forward)
        {
            log.Say(Messages.StopKept, received.Name());
            return;
        }

        var problem = workload.Send(forward);
        log.Say(Messages.StopForwarded, received.Name(), forward.Name());
        if (problem is not null)
        {
            log.Say(Messages.StopNotForwarded, problem);
        }
    }

    private void Terminate()
    {
        _wasTerminated = true;
        var problem = workload.Terminate(unchecked((uint)ExitCode.Stopped));
        log.Say(Messages.StopTimedOut, policy.Timeout!.Value.TotalSeconds);
        if (problem is not null)
        {
            log.Say(Messages.StopTerminationFailed, problem);
        }
    }

    private TimeSpan LeftOfTimeLimit() => Left(policy.Timeout!.Value, _firstStop!.Value);

    private TimeSpan Left(TimeSpan bound, long start)
    {
        var left = bound - clock.GetElapsedTime(start);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static string Names(IReadOnlyList<string> processes)
    {
        const int most = 10;
        var names = string.Join(", ", [.. processes], 0, Math.Min(processes.Count, most));
        return processes.Count > most ? $"{names} and {processes.Count - most} more" : names;
    }
}
