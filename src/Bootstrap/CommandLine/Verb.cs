namespace Bootstrap.CommandLine;

/// <summary>What the first argument may ask for instead of running a workload.</summary>
internal enum Verb
{
    /// <summary>Set up the network, then run the workload.</summary>
    Run,

    /// <summary>Say what would be done and why; change nothing.</summary>
    Plan,

    /// <summary>Diagnose this container; change nothing.</summary>
    Check,
}
