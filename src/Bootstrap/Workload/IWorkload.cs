namespace Bootstrap.Workload;

/// <summary>The workload while it runs, as <see cref="WorkloadWait"/> sees it.</summary>
internal interface IWorkload
{
    /// <summary>The first process's own exit code, all 32 bits of it. To be read when it has ended.</summary>
    uint ExitCode { get; }

    /// <summary>Waits until the first process has ended, a stop comes or the time is over.</summary>
    /// <param name="bound">How long; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it runs.</param>
    WaitOutcome WaitForFirstProcess(TimeSpan bound);

    /// <summary>
    /// Waits until no process of the workload's tree runs any more, those included that start meanwhile, a stop comes
    /// or the time is over. The console's own host does not count.
    /// </summary>
    /// <param name="bound">How long.</param>
    WaitOutcome WaitForTree(TimeSpan bound);

    /// <summary>
    /// Sends a console event to each process of the tree; null, or which ones did not get it and why.
    /// </summary>
    string? Send(ConsoleEvent consoleEvent);

    /// <summary>Ends each process of the tree with this exit code; null, or why that failed.</summary>
    string? Terminate(uint exitCode);

    /// <summary>The processes of the tree that run, as "app.exe (1234)".</summary>
    IReadOnlyList<string> Running();
}
