namespace Bootstrap.Endpoints;

/// <summary>No answer.</summary>
/// <param name="Kind">The reason.</param>
/// <param name="Detail">The reason as text, with the native code, if any. Contains no secret.</param>
internal sealed record HttpFailure(HttpFailureKind Kind, string Detail) : HttpOutcome;
