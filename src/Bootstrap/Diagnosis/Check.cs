namespace Bootstrap.Diagnosis;

/// <summary>The result of one check, as the report shows it.</summary>
/// <param name="Name">The check's stable name, such as <c>default-gateway</c>.</param>
/// <param name="Status">The status.</param>
/// <param name="Detail">What was observed.</param>
/// <param name="Culprit">The side to correct, or null.</param>
/// <param name="Hint">What to do there, as a sentence, or null.</param>
internal sealed record Check(
    string Name,
    CheckStatus Status,
    string Detail,
    Culprit? Culprit = null,
    string? Hint = null);
