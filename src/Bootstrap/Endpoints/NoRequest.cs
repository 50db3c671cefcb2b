namespace Bootstrap.Endpoints;

/// <summary>Why there is no credentials request.</summary>
/// <param name="What">The reason.</param>
/// <param name="Hint">The side to correct, and what to do there.</param>
/// <param name="IsFault">
/// A variable has a value that SDKs cannot use. Otherwise the task has no role, or a provider that bootstrap does not
/// query.
/// </param>
/// <param name="MayChange">A later attempt may succeed: the file with the token may appear.</param>
internal sealed record NoRequest(string What, string Hint, bool IsFault, bool MayChange = false);
