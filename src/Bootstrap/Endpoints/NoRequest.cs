namespace Bootstrap.Endpoints;

/// <summary>Why credentials cannot be asked for.</summary>
/// <param name="What">As a phrase.</param>
/// <param name="Hint">Whose side it is on, and what to do there.</param>
/// <param name="IsFault">
/// Something is set that no SDK can use; else the task has no role, or asks where we do not.
/// </param>
/// <param name="MayChange">A later try may succeed: the file with the token may appear.</param>
internal sealed record NoRequest(string What, string Hint, bool IsFault, bool MayChange = false);
