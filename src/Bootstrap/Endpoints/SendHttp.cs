namespace Bootstrap.Endpoints;

/// <summary>
/// Sends a request and waits for the outcome, for about <paramref name="timeout"/> at most. Never throws.
/// </summary>
internal delegate HttpOutcome SendHttp(HttpRequest request, TimeSpan timeout);
