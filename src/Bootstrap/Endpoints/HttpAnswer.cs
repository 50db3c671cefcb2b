namespace Bootstrap.Endpoints;

/// <summary>The whole answer, whatever its status: a redirect is an answer too, and is not followed.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Body">The body. It may hold secrets.</param>
internal sealed record HttpAnswer(int Status, byte[] Body) : HttpOutcome;
