namespace Bootstrap.Workload;

/// <summary>How the workload ended.</summary>
/// <param name="ExitCode">The code of its first process, all 32 bits of it.</param>
/// <param name="Lifetime">How long its first process ran.</param>
/// <param name="HadStop">Whether a stop came meanwhile.</param>
/// <param name="WasTerminated">Whether <c>--stop-timeout</c> ended it or a part of it.</param>
internal sealed record WorkloadEnd(uint ExitCode, TimeSpan Lifetime, bool HadStop, bool WasTerminated)
{
    /// <summary>A program that Windows cannot load ends within this time.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(10);

    /// <summary>Why Windows could not load the program, or null when that is not what happened.</summary>
    public string? WhyNotLoaded => HadStop || Lifetime > AtOnce ? null : LoaderFailure.Explain(ExitCode);

    /// <summary>
    /// The exit code to end with: 0 in place of a code that counts as success, unless a time limit gave it.
    /// </summary>
    /// <param name="successCodes">The codes of <c>--success-code</c>.</param>
    public uint Reported(IReadOnlyList<uint> successCodes) =>
        !WasTerminated && successCodes.Contains(ExitCode) ? 0 : ExitCode;
}
