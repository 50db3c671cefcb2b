using System.Text;

namespace Sandbox.Endpoints;

/// <summary>How a connection ends after everything was sent.</summary>
internal enum ConnectionEnd
{
    /// <summary>In order.</summary>
    Close,

    /// <summary>It stays open until the container ends.</summary>
    StayOpen,

    /// <summary>By RST.</summary>
    Reset,
}

/// <summary>The bytes to send.</summary>
/// <param name="Status">The status to record; null if the bytes are not HTTP.</param>
/// <param name="Bytes">Sent at once.</param>
internal sealed record WireAnswer(int? Status, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Sent afterwards, one byte a second.</summary>
    public ReadOnlyMemory<byte> Drip { get; init; }

    /// <summary>Sent afterwards, repeatedly.</summary>
    public ReadOnlyMemory<byte> Forever { get; init; }

    public ConnectionEnd End { get; init; }

    public static WireAnswer Of(HttpResponse response) => new(response.Status, response.Encode());
}

/// <summary>What each behaviour sends instead of the right answer.</summary>
internal static class Misbehaviour
{
    /// <summary>
    /// The other host of <see cref="EndpointBehaviour.Redirect"/>: reachable by the default route, with the right
    /// answer.
    /// </summary>
    public const string RedirectAddress = "192.0.2.80";

    private const int Huge = 10_000_000;
    private const int Depth = 10_000;
    private const int HugeHeaders = 100;
    private const int HugeHeader = 10_000;

    // Documents with the members that clients read, of credentials and of task metadata; {0} is a value.
    private const string Members = """
        {{"RoleArn":{0},"AccessKeyId":{0},"SecretAccessKey":{0},"Token":{0},"Expiration":{0},"code":{0},"message":{0},"DockerId":{0},"Cluster":{0},"Networks":[{{"NetworkMode":{0}}}]}}
        """;

    private static readonly CompositeFormat MembersFormat = CompositeFormat.Parse(Members.Trim());

    /// <summary>What an endpoint with a behaviour sends instead of an answer.</summary>
    public static WireAnswer Of(EndpointBehaviour behaviour, HttpRequest request, HttpResponse proper) =>
        behaviour switch
        {
            EndpointBehaviour.Silent => new(null, default) { End = ConnectionEnd.StayOpen },

            // With hop limit 1 the packets that carry the token are dropped at the hop into the container.
            EndpointBehaviour.HopLimit when request.Method == "PUT" => new(null, default)
            {
                End = ConnectionEnd.StayOpen,
            },
            EndpointBehaviour.OtherServer => WireAnswer.Of(HttpSys.Answer(404)),
            EndpointBehaviour.Garbage => new(null, "\0\u0001\u0002 this is no HTTP\r\n\r\n"u8.ToArray()),
            EndpointBehaviour.Reset => new(null, default) { End = ConnectionEnd.Reset },
            EndpointBehaviour.Redirect => WireAnswer.Of(
                new HttpResponse(302, "")
                {
                    Headers = new Dictionary<string, string>
                    {
                        ["Location"] = $"http://{RedirectAddress}{request.Path}",
                    },
                }
            ),
            EndpointBehaviour.SlowDrip => new(proper.Status, proper.EncodeHead()) { Drip = proper.EncodeBody() },
            EndpointBehaviour.Endless => new(200, (proper with { Status = 200 }).EncodeHead(length: null))
            {
                Forever = Encoding.ASCII.GetBytes(new string(' ', 16 * 1024)),
            },
            EndpointBehaviour.EarlyClose => new(
                proper.Status,
                (byte[])[.. proper.EncodeHead(proper.EncodeBody().Length + 1000), .. proper.EncodeBody()]
            ),
            EndpointBehaviour.HugeHeaders => WireAnswer.Of(
                proper with
                {
                    Headers = Enumerable
                        .Range(0, HugeHeaders)
                        .ToDictionary(i => $"X-Padding-{i}", _ => new string('x', HugeHeader)),
                }
            ),
            EndpointBehaviour.Huge => Json($$"""{"Padding":"{{new string('x', Huge)}}"}"""),
            EndpointBehaviour.WrongTypes => Json(Document("""[7,null,true,{}]""")),
            EndpointBehaviour.HugeNumbers => Json(Document(new string('9', 400) + "e999999999")),
            EndpointBehaviour.Unclosed => WireAnswer.Of(
                proper with
                {
                    Status = 200,
                    Body = proper.Body[..(proper.Body.Length / 2)],
                }
            ),
            EndpointBehaviour.NotJson => WireAnswer.Of(
                new HttpResponse(200, "<!DOCTYPE html><html><body>Sign in</body></html>", "text/html")
            ),

            // Not UTF-8: a lone continuation byte, an overlong slash and half a character.
            EndpointBehaviour.WrongEncoding => WireAnswer.Of(
                new HttpResponse(200, Document("\"\u00bf\u00c0\u00af\u00e2\u0082\"")) { Encoding = Encoding.Latin1 }
            ),
            EndpointBehaviour.Deep => Json(new string('[', Depth) + new string(']', Depth)),
            EndpointBehaviour.Empty => Json(""),
            _ => WireAnswer.Of(proper),
        };

    private static WireAnswer Json(string body) => WireAnswer.Of(new HttpResponse(200, body));

    private static string Document(string value) => string.Format(null, MembersFormat, value);
}
