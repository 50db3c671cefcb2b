using System.Runtime.Versioning;

namespace Bootstrap.Windows;

/// <summary>Cancels blocking calls of another thread of this process.</summary>
[SupportedOSPlatform("windows")]
internal static class ThreadCalls
{
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
