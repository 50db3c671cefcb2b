namespace Bootstrap.Workload;

/// <summary>How the workload ended.</summary>
/// <param name="ExitCode">The 32-bit exit code of its first process.</param>
/// <param name="Lifetime">How long its first process ran.</param>
/// <param name="HadStop">Whether a stop came while it ran.</param>
/// <param name="WasTerminated">Whether <c>--stop-timeout</c> ended at least one of its processes.</param>
internal readonly record struct WorkloadEnd(uint ExitCode, TimeSpan Lifetime, bool HadStop, bool WasTerminated)
{
    /// <summary>A program that Windows cannot load ends within this time.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(10);

    /// <summary>Why Windows could not load the program, or null if the program was loaded.</summary>
    public string? WhyNotLoaded => HadStop || Lifetime > AtOnce ? null : LoaderFailure.Explain(ExitCode);

    /// <summary>
    /// The exit code of bootstrap: 0 for a success code, unless <c>--stop-timeout</c> ended the workload.
    /// </summary>
    /// <param name="successCodes">The codes of <c>--success-code</c>.</param>
    public uint Reported(IReadOnlyList<uint> successCodes) =>
        !WasTerminated && successCodes.Contains(ExitCode) ? 0 : ExitCode;
}
