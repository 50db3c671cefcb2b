using System.Runtime.Versioning;

namespace Bootstrap.Windows;

/// <summary>Calls in which another thread of this process waits.</summary>
[SupportedOSPlatform("windows")]
internal static class ThreadCalls
{
    /// <summary>
    /// Makes another thread's call that waits for a device or a pipe fail with ERROR_OPERATION_ABORTED
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
