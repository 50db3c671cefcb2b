using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Bootstrap.Windows;
using Microsoft.Win32.SafeHandles;

namespace Bootstrap.Workload;

/// <summary>
/// Starts a process with one call. The handle list and the job are attributes of the new process: it never inherits
/// another handle and is never outside the job. System.Diagnostics.Process has neither attribute.
/// </summary>
[SupportedOSPlatform("windows")]
internal static class ProcessStart
{
    /// <summary>Starts the workload's process (CreateProcessW).</summary>
    /// <param name="command">The program and its command line.</param>
    /// <param name="handles">The handles that it inherits.</param>
    /// <param name="job">The job that it starts in, or null.</param>
    public static unsafe StartResult Start(WorkloadCommand command, StandardHandles handles, Job? job)
    {
        var inherited = handles.Inheritable;
        nuint size = 0;
        Kernel32.InitializeProcThreadAttributeList(null, 2, 0, &size);
        var list = NativeMemory.AllocZeroed(size);
        try
        {
            if (!Kernel32.InitializeProcThreadAttributeList(list, 2, 0, &size))
            {
                return StartResult.Failed("InitializeProcThreadAttributeList");
            }

            var jobHandle = job?.Handle.DangerousGetHandle() ?? 0;
            if (job is not null && !Kernel32.UpdateProcThreadAttribute(
                list, 0, Kernel32.ProcThreadAttributeJobList, &jobHandle, (nuint)sizeof(nint), null, null))
            {
                return StartResult.Failed("UpdateProcThreadAttribute(JOB_LIST)");
            }

            fixed (nint* inheritedHandles = inherited)
            {
                if (
                    inherited.Length > 0
                    && !Kernel32.UpdateProcThreadAttribute(
                        list, 0, Kernel32.ProcThreadAttributeHandleList, inheritedHandles,
                        (nuint)(inherited.Length * sizeof(nint)), null, null
                    )
                )
                {
                    return StartResult.Failed("UpdateProcThreadAttribute(HANDLE_LIST)");
                }

                return Create(command, handles, list);
            }
        }
        finally
        {
            // Allowed also on a zeroed list that was not initialised.
            Kernel32.DeleteProcThreadAttributeList(list);
            NativeMemory.Free(list);
        }
    }

    private static unsafe StartResult Create(WorkloadCommand command, StandardHandles handles, void* attributes)
    {
        var startup = new Kernel32.StartupInfoEx
        {
            Size = sizeof(Kernel32.StartupInfoEx),
            Flags = Kernel32.StartfUseStdHandles,
            StandardInput = handles.Input,
            StandardOutput = handles.Output,
            StandardError = handles.Error,
            AttributeList = attributes,
        };

        // Without CREATE_NEW_PROCESS_GROUP, which would disable Ctrl-C in the workload.
        // CreateProcessW may change the command line, so it gets a copy.
        Kernel32.ProcessInformation information;
        fixed (char* commandLine = (command.CommandLine + '\0').ToCharArray())
        {
            if (!Kernel32.CreateProcessW(
                command.ProgramPath, commandLine, 0, 0, handles.Inheritable.Length > 0,
                Kernel32.ExtendedStartupInfoPresent, 0, 0, &startup, &information))
            {
                return StartResult.Failed("CreateProcess");
            }
        }

        Kernel32.CloseHandle(information.Thread);
#pragma warning disable CA2000 // The result owns it.
        return new StartResult(
            new SafeProcessHandle(information.Process, ownsHandle: true), (uint)information.ProcessId, "CreateProcess",
            Error: 0
        );
#pragma warning restore CA2000
    }
}
