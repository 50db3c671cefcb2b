namespace Bootstrap.CommandLine;

/// <summary>What bootstrap does: chosen by the first argument.</summary>
internal enum Verb
{
    /// <summary>Set up the network, then run the workload.</summary>
    Run,

    /// <summary>Show what would be done and why; change nothing.</summary>
    Plan,

    /// <summary>Diagnose this container; change nothing.</summary>
    Check,
}
