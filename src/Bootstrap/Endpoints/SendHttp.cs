namespace Bootstrap.Endpoints;

/// <summary>
/// Sends a request and waits for the outcome, for about <paramref name="timeout"/> at most. Throws only if a stop ends
/// the wait.
/// </summary>
internal delegate HttpOutcome SendHttp(HttpRequest request, TimeSpan timeout);
