namespace Bootstrap.CommandLine;

/// <summary>What to do when the network cannot be set up.</summary>
internal enum FailureAction
{
    /// <summary>End with exit code 125.</summary>
    Stop,

    /// <summary>Warn, and run the workload anyway.</summary>
    Continue,
}
