namespace Bootstrap.Diagnosis;

/// <summary>The results of all checks.</summary>
/// <param name="Checks">The checks in the order of their dependencies.</param>
/// <param name="Path">The segments of the path to the credentials; empty without a credentials request.</param>
/// <param name="Destination">The end of the path.</param>
internal sealed record Report(IReadOnlyList<Check> Checks, IReadOnlyList<PathSegment> Path, string Destination)
{
    /// <summary>Whether the workload has what it needs: no check has failed.</summary>
    public bool IsHealthy => !Checks.Any(check => check.Status == CheckStatus.Fail);

    /// <summary>The first failure with a side to correct. The later ones may be its consequences.</summary>
    public Check? FirstCause =>
        Checks.FirstOrDefault(check => check is { Status: CheckStatus.Fail, Culprit: not null });
}
