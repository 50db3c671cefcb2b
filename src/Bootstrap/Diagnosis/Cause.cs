namespace Bootstrap.Diagnosis;

/// <summary>The first failed dependency of a check: it explains the failure of that check.</summary>
/// <param name="Check">The name of the dependency.</param>
/// <param name="Breaks">What is broken.</param>
/// <param name="Culprit">The side to correct, or null.</param>
internal sealed record Cause(string Check, string Breaks, Culprit? Culprit)
{
    /// <summary>The hint of a check that fails for this cause.</summary>
    public string See => $"See {Check}.";

    /// <summary>The detail of a check that was skipped for this cause.</summary>
    public string NotChecked => $"not checked: see {Check}";
}
