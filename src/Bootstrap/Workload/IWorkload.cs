namespace Bootstrap.Workload;

/// <summary>The running workload, as <see cref="WorkloadWait"/> uses it.</summary>
internal interface IWorkload
{
    /// <summary>The 32-bit exit code of the first process. Read it only after the process has ended.</summary>
    uint ExitCode { get; }

    /// <summary>Waits until the first process has ended, a stop comes or the time is over.</summary>
    /// <param name="bound">The longest wait, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    WaitOutcome WaitForFirstProcess(TimeSpan bound);

    /// <summary>
    /// Waits until all processes of the workload's tree have ended, also those that start meanwhile, a stop comes, or
    /// the time is over. conhost.exe does not count.
    /// </summary>
    /// <param name="bound">The longest wait.</param>
    WaitOutcome WaitForTree(TimeSpan bound);

    /// <summary>
    /// Sends a console event to each process of the tree. Returns null, or which processes did not receive it and why.
    /// </summary>
    string? Send(ConsoleEvent consoleEvent);

    /// <summary>Ends each process of the tree with this exit code. Returns null, or why that failed.</summary>
    string? Terminate(uint exitCode);

    /// <summary>The running processes of the tree, as "app.exe (1234)".</summary>
    IReadOnlyList<string> Running();
}
