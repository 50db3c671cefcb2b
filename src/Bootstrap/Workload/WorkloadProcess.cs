using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Bootstrap.Logging;
using Bootstrap.Windows;
using Microsoft.Win32.SafeHandles;
using Serilog;

namespace Bootstrap.Workload;

/// <summary>
/// The workload's first process and the job with its process tree. Without a job, if Windows refuses it, only the first
/// process receives stops, is waited for and is ended by <c>--stop-timeout</c>.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class WorkloadProcess : IWorkload
{
    /// <summary>
    /// The interval of checking the tree, if one of its processes cannot be opened and thus not be waited for.
    /// </summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    private readonly Job? _job;
    private readonly SafeProcessHandle _process;
    private readonly uint _processId;

    private WorkloadProcess(Job? job, SafeProcessHandle process, uint processId)
    {
        _job = job;
        _process = process;
        _processId = processId;
    }

    /// <summary>Starts the workload in a job, or without one if Windows refuses the job.</summary>
    /// <param name="command">The program and its command line.</param>
    /// <param name="log">The log.</param>
    /// <exception cref="BootstrapException">Exit code 126 or 127, with the Win32 error.</exception>
    public static WorkloadProcess Start(WorkloadCommand command, ILogger log)
    {
        var handles = StandardHandles.Read();
        var job = Job.Create();
        var start = StartWithFallback.Run(
            job.Problem,
            isInJob => ProcessStart.Start(command, handles, isInJob ? job.Job : null));
        if (start.Result.Process is not { } process)
        {
            job.Job?.Dispose();
            throw StartFailure.Of(command, start.Result.Call, start.Result.Error);
        }

        var workload = new WorkloadProcess(
            start.WhyWithoutJob is null ? job.Job : AssignLate(job.Job, process), process, start.Result.ProcessId
        );
        handles.CloseInputAndOutput();

        // At a shutdown Windows notifies processes with a higher level first, and waits for each. The workload has the
        // default level, 0x280. With one level less, our handler blocks only after the workload was notified. This is
        // set after the start, because the workload would inherit it.
        Kernel32.SetProcessShutdownParameters(0x27F, 0);
        if (start.WhyWithoutJob is { } reason)
        {
            log.Say(Messages.WorkloadWithoutJob, reason,
                workload._job is null
                    ? "without one: its child processes receive no stop and do not end with bootstrap"
                    : "and added to the job afterwards");
        }

        return workload;
    }

    public uint ExitCode =>
        Kernel32.GetExitCodeProcess(_process, out var exitCode)
            ? exitCode // Also 259 (STILL_ACTIVE): the wait for the handle has shown that the process has ended.
            : throw new InvalidOperationException(
                $"GetExitCodeProcess: {Win32Error.Describe(Marshal.GetLastPInvokeError())}"
            );

    public WaitOutcome WaitForFirstProcess(TimeSpan bound) => Wait(_process, bound);

    public WaitOutcome WaitForTree(TimeSpan bound)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var left = bound - Stopwatch.GetElapsedTime(start);
            var tree = Look();
            using var process = tree.First;
            if (process is null && tree.Unopened.Count == 0)
            {
                return WaitOutcome.Ended;
            }

            if (left <= TimeSpan.Zero)
            {
                return WaitOutcome.TimeOver;
            }

            // After one process has ended, check again: others may have started meanwhile.
            var pause = left < LookAgain ? left : LookAgain;
            var outcome = process is null ? StopEvents.WaitForStop(pause) : Wait(process.Handle, left);
            if (outcome == WaitOutcome.Stopped)
            {
                return outcome;
            }
        }
    }

    public IReadOnlyList<string> Running()
    {
        var names = new List<string>();
        foreach (var id in Ids().Ids)
        {
            var opened = JobProcess.Open(id, Kernel32.ProcessWaitAndName, _job);
            using var process = opened.Process;
            if (opened.Error is not null)
            {
                names.Add($"process {id}");
            }
            else if (process is { IsConsoleHost: false })
            {
                names.Add(process.Name);
            }
        }

        return names;
    }

    public string? Send(ConsoleEvent consoleEvent)
    {
        var processes = Ids();
        var sent = processes.Ids.Select(id => ConsoleSignal.Send(consoleEvent, id, _job));
        var problems = new[] { processes.Problem }.Where(problem => problem is not null);
        problems.AddRange(sent.Where(problem => problem is not null));
        return problems.Count == 0 ? null : string.Join("; ", problems);
    }

    public string? Terminate(uint exitCode)
    {
        var error = _job?.Terminate(exitCode);
        if (_job is not null && error is null)
        {
            return null;
        }

        // Without a job, or if that failed, end at least the first process.
        if (!Kernel32.TerminateProcess(_process.DangerousGetHandle(), exitCode))
        {
            return $"TerminateProcess: {Win32Error.Describe(Marshal.GetLastPInvokeError())}";
        }

        return error is { } jobError ? $"TerminateJobObject: {Win32Error.Describe(jobError)}" : null;
    }

    /// <summary>
    /// For a normal end: processes that the workload left running survive the end of bootstrap; the container runtime
    /// stops them. Returns null, or why they end with bootstrap.
    /// </summary>
    public string? ReleaseTree() =>
        _job?.ReleaseProcesses() is { } error ? $"SetInformationJobObject: {Win32Error.Describe(error)}" : null;

    /// <summary>The job if the process could be added to it, or null.</summary>
    private static Job? AssignLate(Job? job, SafeProcessHandle process)
    {
        if (job?.Assign(process) is null)
        {
            return job;
        }

        job.Dispose();
        return null;
    }

    private static unsafe WaitOutcome Wait(SafeProcessHandle process, TimeSpan bound)
    {
        var handles = stackalloc nint[2];
        handles[0] = process.DangerousGetHandle();
        handles[1] = StopEvents.Handle;
        var milliseconds =
            bound == Timeout.InfiniteTimeSpan ? Kernel32.Infinite : (uint)Math.Ceiling(bound.TotalMilliseconds);
        return Kernel32.WaitForMultipleObjects(2, handles, waitAll: false, milliseconds) switch
        {
            0 => WaitOutcome.Ended,
            1 => WaitOutcome.Stopped,
            Kernel32.WaitTimeout => WaitOutcome.TimeOver,
            _ => throw new InvalidOperationException(
                $"WaitForMultipleObjects: {Win32Error.Describe(Marshal.GetLastPInvokeError())}"
            ),
        };
    }

    private JobProcesses Ids() => _job?.Processes() ?? new JobProcesses([_processId], null);

    /// <summary>
    /// The first process of the tree that can be opened, and the ids of the processes that cannot.
    /// </summary>
    private (JobProcess? First, IReadOnlyList<uint> Unopened) Look()
    {
        if (_job is null)
        {
            return (null, []); // Only the first process is known, and it has ended.
        }

        var unopened = new List<uint>();
        foreach (var id in _job.Processes().Ids)
        {
            var opened = JobProcess.Open(id, Kernel32.ProcessWaitAndName, _job);
            if (opened.Process is { IsConsoleHost: false } process)
            {
                return (process, unopened);
            }

            opened.Process?.Dispose();
            if (opened.Error is not null)
            {
                unopened.Add(id);
            }
        }

        return (null, unopened);
    }
}
