namespace Bootstrap.Endpoints;

/// <summary>
/// EC2 instance metadata, version 2
/// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html).
/// </summary>
internal static class InstanceMetadata
{
    /// <summary>
    /// Asks for a session token, and for nothing else. The answer to this request is what the hop limit keeps back: the
    /// nat
    /// network uses up one hop.
    /// </summary>
    public static readonly HttpRequest TokenRequest = new(
        "PUT", new Uri("http://169.254.169.254/latest/api/token"), "X-aws-ec2-metadata-token-ttl-seconds: 1");

    /// <summary>
    /// Asks without a token. The hop limit does not keep this answer back (200, or 401 where a token is required), so
    /// both
    /// requests together tell the hop limit from an endpoint that is not there
    /// (https://github.com/DataDog/datadog-agent/issues/55269).
    /// </summary>
    public static readonly HttpRequest PlainRequest = new("GET", new Uri("http://169.254.169.254/latest/meta-data/"));
}
