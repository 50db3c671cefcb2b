namespace Bootstrap.Diagnosis;

/// <summary>The first broken check of those that a check depends on: it explains the failure of that check.</summary>
/// <param name="Check">Its name.</param>
/// <param name="Breaks">What is broken, as a phrase.</param>
/// <param name="Culprit">Whose side has to be changed, or null.</param>
internal sealed record Cause(string Check, string Breaks, Culprit? Culprit)
{
    /// <summary>The hint of a check that fails for this cause.</summary>
    public string See => $"See {Check}.";

    /// <summary>Why a check that depends on it was not judged.</summary>
    public string ComesFirst => $"not judged: {Check} comes first";
}
