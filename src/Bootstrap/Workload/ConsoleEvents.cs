using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Bootstrap.Windows;

namespace Bootstrap.Workload;

/// <summary>Keeps console events from ending this process before the workload.</summary>
[SupportedOSPlatform("windows")]
internal static class ConsoleEvents
{
    // wincon.h: CTRL_C_EVENT is 0, CTRL_BREAK_EVENT 1; CTRL_CLOSE_EVENT 2, CTRL_LOGOFF_EVENT 5, CTRL_SHUTDOWN_EVENT 6.
    private const uint CtrlBreak = 1;
    private const int Handled = 1;

    /// <summary>
    /// From now on the workload decides when a stop ends. The handler is not inherited (only the null handler would
    /// be), so the workload's own behaviour is unchanged.
    /// </summary>
    public static unsafe void LeaveToWorkload() => Kernel32.SetConsoleCtrlHandler(&Handle, add: true);

    /// <remarks>
    /// Windows ends a process when its handler returns, TRUE or FALSE, from CLOSE, LOGOFF or SHUTDOWN
    /// (https://learn.microsoft.com/windows/console/handlerroutine). So these block: the main thread waits for the
    /// workload, and ends the process, and with it this thread, with the workload's exit code. Ctrl-C and Ctrl-Break
    /// are swallowed: the workload is on the same console and has them too.
    /// </remarks>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int Handle(uint controlEvent)
    {
        if (controlEvent > CtrlBreak)
        {
            Thread.Sleep(Timeout.Infinite);
        }

        return Handled;
    }
}
