namespace Bootstrap.Diagnosis;

/// <summary>What came of all checks.</summary>
/// <param name="Checks">In the order in which one thing depends on the next.</param>
/// <param name="Way">The way to the credentials, stretch by stretch; empty when none were asked for.</param>
/// <param name="Destination">Where the way ends.</param>
internal sealed record Report(IReadOnlyList<Check> Checks, IReadOnlyList<Stretch> Way, string Destination)
{
    /// <summary>Whether the workload has what it needs: a warning is no failure.</summary>
    public bool IsHealthy => !Checks.Any(check => check.Status == CheckStatus.Fail);

    /// <summary>The first failure that names a side to change: what follows from it comes behind it.</summary>
    public Check? FirstCause =>
        Checks.FirstOrDefault(check => check is { Status: CheckStatus.Fail, Culprit: not null });
}
