using System.Globalization;
using System.Net;
using System.Text;

namespace Sandbox.Endpoints;

/// <summary>The parts of a request that the endpoints use. Header names are compared without case.</summary>
internal sealed record HttpRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers);

/// <summary>An answer with a text body.</summary>
internal sealed record HttpResponse(int Status, string Body, string ContentType = "application/json")
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public Encoding Encoding { get; init; } = System.Text.Encoding.UTF8;

    public byte[] Encode() => [.. EncodeHead(), .. EncodeBody()];

    public byte[] EncodeBody() => Encoding.GetBytes(Body);

    public byte[] EncodeHead() => EncodeHead(EncodeBody().Length);

    /// <summary>The head including its empty line. Without a length, the body ends with the connection.</summary>
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
/// <param name="Address">The host's address that received it.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, with *** for the credentials id.</param>
/// <param name="Status">The status of the answer; null without an answer or if it was not HTTP.</param>
public sealed record ReceivedRequest(string Address, string Method, string Path, int? Status);
