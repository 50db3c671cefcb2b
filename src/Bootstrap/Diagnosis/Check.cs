namespace Bootstrap.Diagnosis;

/// <summary>One thing that was checked.</summary>
/// <param name="Name">Its stable name, such as <c>default-gateway</c>.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Detail">What was seen, as a phrase.</param>
/// <param name="Culprit">Whose side has to be changed, or null.</param>
/// <param name="Hint">What to do there, as a sentence, or null.</param>
internal sealed record Check(
    string Name,
    CheckStatus Status,
    string Detail,
    Culprit? Culprit = null,
    string? Hint = null);
