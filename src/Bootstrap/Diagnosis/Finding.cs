namespace Bootstrap.Diagnosis;

/// <summary>What one rule found.</summary>
/// <param name="Check">The check as the report shows it.</param>
/// <param name="Breaks">
/// What this means for the checks that depend on this one, as a phrase such as "the route is missing"; null when it
/// keeps
/// none of them from working.
/// </param>
internal sealed record Finding(Check Check, string? Breaks = null)
{
    /// <summary>The same after an answer has come by this path: worth knowing, and no failure.</summary>
    public Finding WithAnswer() => new(Check with
    {
        Status = CheckStatus.Warn,
        Detail = $"{Check.Detail}, and the endpoint behind it answers all the same",
        Culprit = null,
        Hint = null,
    });
}
