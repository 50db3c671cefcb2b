using Bootstrap.Windows;

namespace Bootstrap.Workload;

/// <summary>The console events of wincon.h (https://learn.microsoft.com/windows/console/handlerroutine).</summary>
[Native("DWORD")]
internal enum ConsoleEvent
{
    /// <summary>CTRL_C_EVENT.</summary>
    [Native("CTRL_C_EVENT")] CtrlC = 0,

    /// <summary>CTRL_BREAK_EVENT.</summary>
    [Native("CTRL_BREAK_EVENT")] CtrlBreak = 1,

    /// <summary>CTRL_CLOSE_EVENT: the console is closed.</summary>
    [Native("CTRL_CLOSE_EVENT")] Close = 2,

    /// <summary>CTRL_LOGOFF_EVENT.</summary>
    [Native("CTRL_LOGOFF_EVENT")] Logoff = 5,

    /// <summary>CTRL_SHUTDOWN_EVENT: the container is stopped.</summary>
    [Native("CTRL_SHUTDOWN_EVENT")] Shutdown = 6,
}
