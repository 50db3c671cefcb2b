namespace Bootstrap.Workload;

/// <summary>What is sent to the workload's processes at a stop.</summary>
internal enum StopForwarding
{
    /// <summary>The event that came.</summary>
    Auto,

    /// <summary>Nothing.</summary>
    None,

    /// <summary>CTRL_C_EVENT.</summary>
    CtrlC,

    /// <summary>CTRL_BREAK_EVENT.</summary>
    CtrlBreak,

    /// <summary>CTRL_SHUTDOWN_EVENT.</summary>
    Shutdown,
}
