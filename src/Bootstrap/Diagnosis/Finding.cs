namespace Bootstrap.Diagnosis;

/// <summary>The result of one rule.</summary>
/// <param name="Check">The result for the report.</param>
/// <param name="Breaks">
/// The reason why dependent checks fail, such as "the route is missing"; null if they can pass.
/// </param>
internal sealed record Finding(Check Check, string? Breaks = null)
{
    /// <summary>The result as a warning, because an endpoint has answered by this path.</summary>
    public Finding WithAnswer() => new(Check with
    {
        Status = CheckStatus.Warn,
        Detail = $"{Check.Detail}, but the endpoint answers anyway",
        Culprit = null,
        Hint = null,
    });
}
