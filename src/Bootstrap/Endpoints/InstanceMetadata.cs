namespace Bootstrap.Endpoints;

/// <summary>
/// EC2 instance metadata, version 2
/// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html).
/// </summary>
internal static class InstanceMetadata
{
    /// <summary>
    /// Requests a session token. The hop limit applies to the answer of this request, and the nat network uses one hop.
    /// </summary>
    public static readonly HttpRequest TokenRequest = new(
        "PUT", new Uri("http://169.254.169.254/latest/api/token"), "X-aws-ec2-metadata-token-ttl-seconds: 1");

    /// <summary>
    /// A request without a token. The hop limit does not apply to its answer (200, or 401 if a token is required). Both
    /// requests together distinguish a low hop limit from a missing endpoint
    /// (https://github.com/DataDog/datadog-agent/issues/55269).
    /// </summary>
    public static readonly HttpRequest PlainRequest = new("GET", new Uri("http://169.254.169.254/latest/meta-data/"));
}
