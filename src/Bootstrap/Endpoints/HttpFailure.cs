namespace Bootstrap.Endpoints;

/// <summary>There is no answer.</summary>
/// <param name="Kind">What that says of the path.</param>
/// <param name="Detail">One phrase for people, with the native code where there is one. Holds no secret.</param>
internal sealed record HttpFailure(HttpFailureKind Kind, string Detail) : HttpOutcome;
