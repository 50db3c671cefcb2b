using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Bootstrap.Windows;

/// <summary>Starts a thread, and cancels blocking calls of another thread of this process.</summary>
[SupportedOSPlatform("windows")]
internal static unsafe class ThreadCalls
{
    /// <summary>
    /// Starts a thread and does not wait until it runs. <see cref="Thread.Start()"/> waits, without a bound: a new
    /// thread calls the DLLs' entry points first, so it waits for the loader lock, which a call that loads a DLL holds
    /// (https://learn.microsoft.com/windows/win32/dlls/dynamic-link-library-best-practices).
    /// </summary>
    /// <param name="body">What the thread does. It must not throw.</param>
    /// <returns>False if there is no memory for a thread.</returns>
    public static bool Start(Action body)
    {
        var handle = GCHandle.Alloc(body);
        var thread = Kernel32.CreateThread(null, 0, &Run, GCHandle.ToIntPtr(handle), 0, null);
        if (thread == 0)
        {
            handle.Free();
            return false;
        }

        Kernel32.CloseHandle(thread);
        return true;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static uint Run(nint parameter)
    {
        var handle = GCHandle.FromIntPtr(parameter);
        var body = (Action)handle.Target!;
        handle.Free();
        body();
        return 0;
    }

    /// <summary>
    /// Cancels a thread's blocking I/O call, which then fails with ERROR_OPERATION_ABORTED
    /// (https://learn.microsoft.com/windows/win32/fileio/cancelsynchronousio-func).
    /// </summary>
    /// <param name="threadId">The thread.</param>
    public static void Cancel(uint threadId)
    {
        var thread = Kernel32.OpenThread(Kernel32.ThreadTerminate, inheritHandle: false, threadId);
        if (thread != 0)
        {
            Kernel32.CancelSynchronousIo(thread);
            Kernel32.CloseHandle(thread);
        }
    }
}
