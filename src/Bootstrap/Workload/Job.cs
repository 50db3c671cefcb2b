using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Bootstrap.Windows;
using Microsoft.Win32.SafeHandles;

namespace Bootstrap.Workload;

/// <summary>
/// The job object with the workload's process and its child processes
/// (https://learn.microsoft.com/windows/win32/procthread/job-objects). When bootstrap.exe ends or is killed, Windows
/// closes the job and ends the processes in it. <see cref="ReleaseProcesses"/> prevents that for a normal end.
/// </summary>
/// <remarks>
/// A process may leave the job with CREATE_BREAKAWAY_FROM_JOB. Without that permission, tools that start helpers with
/// this flag fail with ERROR_ACCESS_DENIED (https://github.com/actions/runner/issues/595).
/// </remarks>
[SupportedOSPlatform("windows")]
internal sealed class Job : IDisposable
{
    private Job(SafeFileHandle handle) => Handle = handle;

    /// <summary>The job's handle, for the attribute list of a new process.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>Creates the job (CreateJobObjectW, SetInformationJobObject).</summary>
#pragma warning disable CA2000 // The result owns it.
    public static JobResult Create()
    {
        var handle = Kernel32.CreateJobObjectW(0, 0);
        if (handle.IsInvalid)
        {
            var problem = $"CreateJobObject: {Win32Error.Describe(Marshal.GetLastPInvokeError())}";
            handle.Dispose();
            return new JobResult(null, problem);
        }

        var job = new Job(handle);
        if (job.SetLimits(Kernel32.JobObjectLimitKillOnJobClose | Kernel32.JobObjectLimitBreakawayOk) is not { } error)
        {
            return new JobResult(job, null);
        }

        job.Dispose();
        return new JobResult(null, $"SetInformationJobObject: {Win32Error.Describe(error)}");
    }
#pragma warning restore CA2000

    /// <summary>
    /// Whether a process is in this job (IsProcessInJob); null on failure, with the Win32 error as the last error.
    /// </summary>
    public bool? Contains(SafeProcessHandle process) =>
        Kernel32.IsProcessInJob(process, Handle, out var isInJob) ? isInJob : null;

    /// <summary>
    /// Adds a running process to the job (AssignProcessToJobObject). Returns null, or the Win32 error.
    /// </summary>
    public int? Assign(SafeProcessHandle process) =>
        Kernel32.AssignProcessToJobObject(Handle, process) ? null : Marshal.GetLastPInvokeError();

    /// <summary>The running processes of the job, which do not include this process.</summary>
    public unsafe JobProcesses Processes()
    {
        // JOBOBJECT_BASIC_PROCESS_ID_LIST: two 32-bit counts (assigned, in this list), then pointer-sized ids.
        for (var capacity = 64; ; capacity *= 4)
        {
            var buffer = new nuint[capacity + 1];
            fixed (nuint* list = buffer)
            {
                if (Kernel32.QueryInformationJobObject(
                    Handle, Kernel32.JobObjectBasicProcessIdList, list, (uint)(buffer.Length * sizeof(nuint)), null))
                {
                    var count = Math.Min((int)((uint*)list)[1], capacity);
                    var ids = new uint[count];
                    for (var index = 0; index < count; index++)
                    {
                        ids[index] = (uint)buffer[index + 1];
                    }

                    return new JobProcesses(ids, null);
                }

                var error = Marshal.GetLastPInvokeError();
                if (error != Win32Error.MoreData)
                {
                    return new JobProcesses([], $"QueryInformationJobObject: {Win32Error.Describe(error)}");
                }
            }
        }
    }

    /// <summary>
    /// Ends every process of the job with this exit code (TerminateJobObject). Returns null, or the Win32 error.
    /// </summary>
    public int? Terminate(uint exitCode) =>
        Kernel32.TerminateJobObject(Handle, exitCode) ? null : Marshal.GetLastPInvokeError();

    /// <summary>
    /// The processes of the job keep running after the job is closed. Returns null, or the Win32 error.
    /// </summary>
    public int? ReleaseProcesses() => SetLimits(Kernel32.JobObjectLimitBreakawayOk);

    public void Dispose() => Handle.Dispose();

    private unsafe int? SetLimits(uint flags)
    {
        var limits = new Kernel32.JobObjectExtendedLimits { LimitFlags = flags };
        return Kernel32.SetInformationJobObject(
            Handle, Kernel32.JobObjectExtendedLimitInformation, &limits, (uint)sizeof(Kernel32.JobObjectExtendedLimits))
            ? null
            : Marshal.GetLastPInvokeError();
    }
}
