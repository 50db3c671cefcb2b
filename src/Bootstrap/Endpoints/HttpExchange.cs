namespace Bootstrap.Endpoints;

/// <summary>A request to a link-local endpoint.</summary>
/// <param name="Method"><c>GET</c> or <c>PUT</c>.</param>
/// <param name="Uri">Plain http, see <see cref="LinkLocalUri"/>.</param>
/// <param name="Header">One header line, such as <c>Authorization: ...</c>, or null. It may hold a secret.</param>
internal sealed record HttpRequest(string Method, Uri Uri, string? Header = null);

/// <summary>What came of a request: an <see cref="HttpAnswer"/> or an <see cref="HttpFailure"/>.</summary>
internal abstract record HttpOutcome;

/// <summary>The whole answer, whatever its status: a redirect is an answer too, and is not followed.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Body">The body. It may hold secrets.</param>
internal sealed record HttpAnswer(int Status, byte[] Body) : HttpOutcome;

/// <summary>Why there is no answer.</summary>
internal enum HttpFailureKind
{
    /// <summary>No connection: refused, or no way to the address.</summary>
    NoConnection,

    /// <summary>Nothing, or not all of it, within the time allowed.</summary>
    TimedOut,

    /// <summary>A connection was made, and what came by it was no HTTP, or too much of it.</summary>
    BadAnswer,
}

/// <summary>There is no answer.</summary>
/// <param name="Kind">What that says of the path.</param>
/// <param name="Detail">One phrase for people, with the native code where there is one. Holds no secret.</param>
internal sealed record HttpFailure(HttpFailureKind Kind, string Detail) : HttpOutcome;

/// <summary>Sends a request and waits for the outcome, never longer than <paramref name="timeout"/> by much. Never throws.</summary>
internal delegate HttpOutcome SendHttp(HttpRequest request, TimeSpan timeout);
