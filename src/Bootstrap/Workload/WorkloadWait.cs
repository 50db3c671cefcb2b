using Bootstrap.Logging;
using Serilog;

namespace Bootstrap.Workload;

/// <summary>
/// Waits for the workload and carries the stop policy out, all on the main thread: no thread has to be made when a stop
/// comes, stops are dealt with one after the other, and no line is still being written when the process ends.
/// </summary>
/// <param name="workload">The workload, which runs.</param>
/// <param name="policy">What is done at a stop.</param>
/// <param name="nextStop">Takes the next stop that has come; null when there is none.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">The log.</param>
internal sealed class WorkloadWait(
    IWorkload workload, StopPolicy policy, Func<ConsoleEvent?> nextStop, TimeProvider clock, ILogger log
)
{
    /// <summary>How long the rest of the tree is waited for after a stop, once the first process has ended.</summary>
    public static readonly TimeSpan TreeBound = TimeSpan.FromSeconds(20);

    /// <summary>How long a process that was ended by force may take: one that hangs in a driver never ends.</summary>
    private static readonly TimeSpan TerminationBound = TimeSpan.FromSeconds(5);

    private readonly long _start = clock.GetTimestamp();
    private long? _firstStop;
    private bool _wasTerminated;

    /// <summary>Whether the time limit counts from the first stop.</summary>
    private bool HasTimeLimit => _firstStop is not null && policy.Timeout is not null;

    /// <summary>Waits, however long the workload runs.</summary>
    public WorkloadEnd Run()
    {
        var code = WaitForFirstProcess();
        var lifetime = clock.GetElapsedTime(_start);

        // A stop at the same moment counts: what is left of the tree is then waited for.
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
    /// Sends each stop that has come to the processes of the tree, once. Acts before logging: stderr may block.
    /// </summary>
    private void PassStopsOn()
    {
        while (nextStop() is { } came)
        {
            _firstStop ??= clock.GetTimestamp();
#pragma warning disable CA1031 // Once the workload runs, an exception of ours must not take it down.
            try
            {
                PassOn(came);
            }
            catch (Exception exception)
            {
                log.InternalError(Messages.StopFailed, exception);
            }
#pragma warning restore CA1031
        }
    }

    private void PassOn(ConsoleEvent came)
    {
        if (policy.EventFor(came) is not { } forward)
        {
            log.Say(Messages.StopKept, came.Name());
            return;
        }

        var problem = workload.Send(forward);
        log.Say(Messages.StopForwarded, came.Name(), forward.Name());
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
