namespace Bootstrap.Workload;

/// <summary>How a wait for the workload ended.</summary>
internal enum WaitOutcome
{
    /// <summary>What was waited for has ended.</summary>
    Ended,

    /// <summary>A stop came; it may still be there to be taken, or be taken already.</summary>
    Stopped,

    /// <summary>The time is over.</summary>
    TimeOver,
}
