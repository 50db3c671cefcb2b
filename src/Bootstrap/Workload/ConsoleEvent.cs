namespace Bootstrap.Workload;

/// <summary>The console events of wincon.h (https://learn.microsoft.com/windows/console/handlerroutine).</summary>
internal enum ConsoleEvent
{
    /// <summary>CTRL_C_EVENT.</summary>
    CtrlC = 0,

    /// <summary>CTRL_BREAK_EVENT.</summary>
    CtrlBreak = 1,

    /// <summary>CTRL_CLOSE_EVENT: the console is closed.</summary>
    Close = 2,

    /// <summary>CTRL_LOGOFF_EVENT.</summary>
    Logoff = 5,

    /// <summary>CTRL_SHUTDOWN_EVENT: how a container is told to stop.</summary>
    Shutdown = 6,
}
