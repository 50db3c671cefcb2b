using System.Globalization;
using System.Net;
using System.Text;

namespace Sandbox.Endpoints;

/// <summary>A request as far as the endpoints look at it. Header names are compared without case.</summary>
internal sealed record HttpRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers);

/// <summary>An answer with a text body.</summary>
internal sealed record HttpResponse(int Status, string Body, string ContentType = "application/json")
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public Encoding Encoding { get; init; } = System.Text.Encoding.UTF8;

    public byte[] Encode() => [.. EncodeHead(), .. EncodeBody()];

    public byte[] EncodeBody() => Encoding.GetBytes(Body);

    public byte[] EncodeHead() => EncodeHead(EncodeBody().Length);

    /// <summary>The head up to its empty line; without a length the body ends with the connection.</summary>
    public byte[] EncodeHead(int? length)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {Status} {(HttpStatusCode)Status}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Type: {ContentType}\r\n");
        if (length is not null)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n");
        }

        head.Append("Connection: close\r\n");
        foreach (var (name, value) in Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return System.Text.Encoding.ASCII.GetBytes(head.Append("\r\n").ToString());
    }
}

/// <summary>A request that reached the pretend host, with the credentials id masked.</summary>
/// <param name="Address">The host's address it came to.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, with *** for the credentials id.</param>
/// <param name="Status">What was answered; null when nothing was, or nothing that is HTTP.</param>
public sealed record ReceivedRequest(string Address, string Method, string Path, int? Status);
