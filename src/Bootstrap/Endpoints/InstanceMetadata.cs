namespace Bootstrap.Endpoints;

/// <summary>
/// EC2 instance metadata, version 2
/// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html).
/// </summary>
internal static class InstanceMetadata
{
    /// <summary>
    /// Asks for a session token, and for nothing else: whoever gets one can read metadata. The answer to this request is
    /// what the hop limit keeps back, one hop being used up by the nat network.
    /// </summary>
    public static readonly HttpRequest TokenRequest = new(
        "PUT", new Uri("http://169.254.169.254/latest/api/token"), "X-aws-ec2-metadata-token-ttl-seconds: 1");
}
