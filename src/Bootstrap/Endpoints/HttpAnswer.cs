namespace Bootstrap.Endpoints;

/// <summary>A complete answer with any status. Redirects are not followed.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Body">The body. It may contain secrets.</param>
internal sealed record HttpAnswer(int Status, byte[] Body) : HttpOutcome;
