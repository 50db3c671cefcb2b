namespace Bootstrap.Workload;

/// <summary>How a wait for the workload ended.</summary>
internal enum WaitOutcome
{
    /// <summary>The process or the tree has ended.</summary>
    Ended,

    /// <summary>A stop came. It may already have been taken from the queue.</summary>
    Stopped,

    /// <summary>The time is over.</summary>
    TimeOver,
}
