using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Bootstrap.Logging;
using Bootstrap.Windows;
using Microsoft.Win32.SafeHandles;

namespace Bootstrap.Workload;

/// <summary>
/// The workload's process. It inherits our standard handles and nothing else, and lives in a job that ends with us, so
/// that nothing of its tree outlives this process, however this process ends.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class WorkloadProcess : IDisposable
{
    private readonly SafeFileHandle _job;
    private readonly SafeProcessHandle _process;

    private WorkloadProcess(SafeFileHandle job, SafeProcessHandle process)
    {
        _job = job;
        _process = process;
    }

    /// <summary>
    /// Starts the workload with one call: the handle list and the job are attributes of the new process, so that
    /// there is no moment in which a handle could leak or the process be outside the job.
    /// </summary>
    /// <exception cref="BootstrapException">Exit code 126 or 127, with the Win32 error.</exception>
    public static WorkloadProcess Start(WorkloadCommand command)
    {
        var job = CreateJob();
        try
        {
            var process = new WorkloadProcess(job, Start(command, job));

            // At a shutdown Windows tells the processes of higher levels first, and waits for each. The workload has the
            // default level, 0x280: one below it, it is told before our handler blocks. Not before the start, lest the
            // workload inherit it.
            Kernel32.SetProcessShutdownParameters(0x27F, 0);
            return process;
        }
        catch
        {
            job.Dispose();
            throw;
        }
    }

    private static unsafe SafeProcessHandle Start(WorkloadCommand command, SafeFileHandle job)
    {
        var standard = stackalloc nint[3];
        for (var index = 0; index < 3; index++)
        {
            // STD_INPUT_HANDLE is -10, STD_OUTPUT_HANDLE -11, STD_ERROR_HANDLE -12.
            standard[index] = Kernel32.GetStdHandle(-10 - index);
        }

        var inherited = stackalloc nint[3];
        var inheritedCount = Inheritable(new ReadOnlySpan<nint>(standard, 3), new Span<nint>(inherited, 3));

        nuint size = 0;
        Kernel32.InitializeProcThreadAttributeList(null, 2, 0, &size);
        var list = NativeMemory.AllocZeroed(size);
        try
        {
            Require(Kernel32.InitializeProcThreadAttributeList(list, 2, 0, &size), "InitializeProcThreadAttributeList");
            var jobHandle = job.DangerousGetHandle();
            Require(Kernel32.UpdateProcThreadAttribute(
                list, 0, Kernel32.ProcThreadAttributeJobList, &jobHandle, (nuint)sizeof(nint), null, null), "UpdateProcThreadAttribute(JOB_LIST)");
            if (inheritedCount > 0)
            {
                Require(Kernel32.UpdateProcThreadAttribute(
                    list, 0, Kernel32.ProcThreadAttributeHandleList, inherited, (nuint)(inheritedCount * sizeof(nint)), null, null), "UpdateProcThreadAttribute(HANDLE_LIST)");
            }

            var startup = new Kernel32.StartupInfoEx
            {
                Size = sizeof(Kernel32.StartupInfoEx),
                Flags = Kernel32.StartfUseStdHandles,
                StandardInput = standard[0],
                StandardOutput = standard[1],
                StandardError = standard[2],
                AttributeList = list,
            };

            // No CREATE_NEW_PROCESS_GROUP: it would switch Ctrl-C off in the workload.
            // CreateProcessW may write to the command line, so it gets a copy.
            Kernel32.ProcessInformation information;
            fixed (char* commandLine = (command.CommandLine + '\0').ToCharArray())
            {
                if (!Kernel32.CreateProcessW(
                    command.ProgramPath, commandLine, 0, 0, inheritedCount > 0, Kernel32.ExtendedStartupInfoPresent, 0, 0, &startup, &information))
                {
                    throw StartFailure(command, Marshal.GetLastPInvokeError());
                }
            }

            Kernel32.CloseHandle(information.Thread);
            return new SafeProcessHandle(information.Process, ownsHandle: true);
        }
        finally
        {
            // Harmless on a zeroed list that was never initialised.
            Kernel32.DeleteProcThreadAttributeList(list);
            NativeMemory.Free(list);
        }
    }

    /// <summary>Waits for the workload, however long it runs, and returns its exit code, all 32 bits of it.</summary>
    public uint WaitForExit()
    {
        // The handle, never the code, tells that it has ended: 259 (STILL_ACTIVE) is an exit code like any other.
        Require(Kernel32.WaitForSingleObject(_process, Kernel32.Infinite) != Kernel32.WaitFailed, "WaitForSingleObject");
        Require(Kernel32.GetExitCodeProcess(_process, out var exitCode), "GetExitCodeProcess");
        return exitCode;
    }

    /// <summary>Waits at most <paramref name="timeout"/>; false when the workload still runs.</summary>
    public bool WaitForExit(TimeSpan timeout) =>
        Kernel32.WaitForSingleObject(_process, (uint)timeout.TotalMilliseconds) != Kernel32.WaitTimeout;

    /// <summary>Ends the workload and everything it started, with this exit code.</summary>
    public void Terminate(uint exitCode) => Kernel32.TerminateJobObject(_job, exitCode);

    /// <summary>Sends a console event to every process of the job; null, or what stood in the way.</summary>
    /// <remarks>
    /// A remote thread at kernel32!CtrlRoutine, as the container runtime's shim makes it (hcsshim): what Windows does
    /// itself, but no documented interface, so it is for those who ask for it. The documented one,
    /// GenerateConsoleCtrlEvent, knows no shutdown, is said to fail in containers (docker/for-win#3173), and would reach
    /// whoever stands in front of us on the same console.
    /// </remarks>
    public string? Send(ConsoleEvent consoleEvent)
    {
        var problems = JobProcessIds(out var problem).Select(id => Send(consoleEvent, id)).Prepend(problem).OfType<string>().ToList();
        return problems.Count == 0 ? null : string.Join("; ", problems);
    }

    private static string? Send(ConsoleEvent consoleEvent, uint processId)
    {
        using var process = Kernel32.OpenProcess(Kernel32.ProcessCreateRemoteThread, inheritHandle: false, processId);
        if (process.IsInvalid)
        {
            // Gone since the list was made: it needs no stop any more.
            var error = Marshal.GetLastPInvokeError();
            return error == Kernel32.ErrorInvalidParameter ? null : $"process {processId}: OpenProcess: {Kernel32.Describe(error)}";
        }

        // The console's own host is no program of the workload's; told to end, it would take its console's programs along.
        if (Kernel32.GetImageName(process).EndsWith(@"\conhost.exe", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        // kernel32 is at one address in all 64-bit processes until the next boot; a 32-bit process has another one.
        if (!Kernel32.IsWow64Process(process, out var is32Bit))
        {
            return $"process {processId}: IsWow64Process: {Kernel32.Describe(Marshal.GetLastPInvokeError())}";
        }

        if (is32Bit)
        {
            return $"process {processId} is a 32-bit program";
        }

        var routine = NativeLibrary.GetExport(NativeLibrary.Load("kernel32.dll", typeof(Kernel32).Assembly, DllImportSearchPath.System32), "CtrlRoutine");
        using var thread = Kernel32.CreateRemoteThread(process, 0, 0, routine, (nint)consoleEvent, 0, out _);
        return thread.IsInvalid ? $"process {processId}: CreateRemoteThread: {Kernel32.Describe(Marshal.GetLastPInvokeError())}" : null;
    }

    /// <summary>The processes of the job: the workload and what it started. We are none of them.</summary>
    private unsafe uint[] JobProcessIds(out string? problem)
    {
        // JOBOBJECT_BASIC_PROCESS_ID_LIST: two 32-bit counts (assigned, in this list), then pointer-sized ids.
        for (var capacity = 64; ; capacity *= 4)
        {
            var buffer = new nuint[capacity + 1];
            fixed (nuint* list = buffer)
            {
                problem = null;
                if (Kernel32.QueryInformationJobObject(_job, Kernel32.JobObjectBasicProcessIdList, list, (uint)(buffer.Length * sizeof(nuint)), null))
                {
                    var count = (int)((uint*)list)[1];
                    return [.. buffer.AsSpan(1, Math.Min(count, capacity)).ToArray().Select(id => (uint)id)];
                }

                var error = Marshal.GetLastPInvokeError();
                if (error != Kernel32.ErrorMoreData)
                {
                    problem = $"QueryInformationJobObject: {Kernel32.Describe(error)}";
                    return [];
                }
            }
        }
    }

    public void Dispose()
    {
        _process.Dispose();
        _job.Dispose();
    }

    private static unsafe SafeFileHandle CreateJob()
    {
        var job = Kernel32.CreateJobObjectW(0, 0);
        Require(!job.IsInvalid, "CreateJobObject");
        var limits = new Kernel32.JobObjectExtendedLimits { LimitFlags = Kernel32.JobObjectLimitKillOnJobClose };
        Require(Kernel32.SetInformationJobObject(
            job, Kernel32.JobObjectExtendedLimitInformation, &limits, (uint)sizeof(Kernel32.JobObjectExtendedLimits)), "SetInformationJobObject");
        return job;
    }

    /// <summary>
    /// The standard handles that are there, each once: CreateProcess refuses a list with a duplicate, and stdout and
    /// stderr often are one handle. Marks them as inheritable, which the list requires.
    /// </summary>
    private static int Inheritable(ReadOnlySpan<nint> standard, Span<nint> inherited)
    {
        var count = 0;
        foreach (var handle in standard)
        {
            if (handle is not (0 or -1)
                && !inherited[..count].Contains(handle)
                && Kernel32.SetHandleInformation(handle, Kernel32.HandleFlagInherit, Kernel32.HandleFlagInherit))
            {
                inherited[count++] = handle;
            }
        }

        return count;
    }

    private static BootstrapException StartFailure(WorkloadCommand command, int error) =>
        error is Kernel32.ErrorFileNotFound or Kernel32.ErrorPathNotFound
            ? new BootstrapException(Messages.WorkloadNotFoundAtStart, [command.ProgramPath, Kernel32.Describe(error)])
            : new BootstrapException(
                Messages.WorkloadNotExecutable,
                [command.ProgramPath, Kernel32.Describe(error).Replace("%1", "it", StringComparison.Ordinal)],
                error switch
                {
                    5 => "May this user read and execute it?",
                    206 when command.ProgramPath.Length >= 260 => "Its path is longer than Windows allows (259 characters).",
                    193 or 216 => "It is no program for this Windows: check that it is a 64-bit Windows exe and was copied whole.",
                    206 => "The command line is longer than Windows allows (32,766 characters).",
                    740 => "It asks for elevation: put USER ContainerAdministrator into the Dockerfile.",
                    _ => null,
                });

    private static void Require(bool success, string call)
    {
        if (!success)
        {
            throw new BootstrapException(
                Messages.WorkloadNotStarted, [call, Kernel32.Describe(Marshal.GetLastPInvokeError())]);
        }
    }
}
