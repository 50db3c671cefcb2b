using System.Globalization;

namespace Sandbox.Endpoints;

/// <summary>
/// Plays the EC2 instance metadata service at 169.254.169.254, version 2 only: a client must fetch a token by PUT and
/// send it with every request.
/// </summary>
internal static class InstanceMetadataEndpoint
{
    private const string TimeToLive = "X-aws-ec2-metadata-token-ttl-seconds";
    private const string Token = "X-aws-ec2-metadata-token";
    private const int LongestTimeToLive = 21600;

    private static readonly Dictionary<string, string> Documents = new()
    {
        ["/latest/meta-data/instance-id"] = "i-0sandbox000000001",
        ["/latest/meta-data/local-ipv4"] = "10.0.1.10",
        ["/latest/meta-data/placement/region"] = "eu-central-1",
        ["/latest/meta-data/placement/availability-zone"] = "eu-central-1a",
    };

    public static HttpResponse Answer(HttpRequest request) =>
        request switch
        {
            { Method: "PUT", Path: "/latest/api/token" } => IssueToken(request),
            { Method: "GET" } when request.Headers.GetValueOrDefault(Token) != Secrets.MetadataToken => Text(
                401, "401 - Unauthorized"
            ),
            { Method: "GET" } when Documents.TryGetValue(request.Path, out var document) => Text(200, document),
            { Method: "GET" } => Text(404, "404 - Not Found"),
            _ => Text(405, "405 - Method Not Allowed"),
        };

    private static HttpResponse IssueToken(HttpRequest request)
    {
        var given = request.Headers.GetValueOrDefault(TimeToLive);
        return
            int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds is > 0 and <= LongestTimeToLive
            ? Text(200, Secrets.MetadataToken) with
            {
                Headers = new Dictionary<string, string> { [TimeToLive] = given },
            }
            : Text(400, "400 - Bad Request");
    }

    private static HttpResponse Text(int status, string body) => new(status, body, "text/plain");
}
