namespace Bootstrap.Endpoints;

/// <summary>
/// Sends a request and waits for the outcome, never longer than <paramref name="timeout"/> by much. Never throws.
/// </summary>
internal delegate HttpOutcome SendHttp(HttpRequest request, TimeSpan timeout);
