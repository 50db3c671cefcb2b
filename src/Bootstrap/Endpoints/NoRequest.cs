namespace Bootstrap.Endpoints;

/// <summary>Why credentials cannot be asked for.</summary>
/// <param name="What">As a phrase.</param>
/// <param name="Hint">Whose business it is, and what to do there.</param>
/// <param name="IsFault">Something is set that no SDK can use; else the task has no role, or asks where we do not.</param>
internal sealed record NoRequest(string What, string Hint, bool IsFault);
