namespace Bootstrap.Workload;

/// <summary>The event to send to the workload's processes at a stop.</summary>
internal enum StopForwarding
{
    /// <summary>The received event.</summary>
    Auto,

    /// <summary>No event.</summary>
    None,

    /// <summary>CTRL_C_EVENT.</summary>
    CtrlC,

    /// <summary>CTRL_BREAK_EVENT.</summary>
    CtrlBreak,

    /// <summary>CTRL_SHUTDOWN_EVENT.</summary>
    Shutdown,
}
