namespace Sandbox.Endpoints;

/// <summary>A request as far as the endpoints look at it. Header names are compared without case.</summary>
internal sealed record HttpRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers);

/// <summary>An answer with a small text body.</summary>
internal sealed record HttpResponse(int Status, string Body, string ContentType = "application/json")
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}

/// <summary>A request that reached the pretend host, with the credentials id masked.</summary>
/// <param name="Address">The host's address it came to.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, with *** for the credentials id.</param>
/// <param name="Status">What was answered; null when nothing was, or nothing that is HTTP.</param>
public sealed record ReceivedRequest(string Address, string Method, string Path, int? Status);
