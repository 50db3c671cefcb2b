namespace Sandbox.Endpoints;

/// <summary>
/// The secrets that the pretend host serves. They are constant and easy to find, so that a test can search every output
/// for them.
/// </summary>
public static class Secrets
{
    /// <summary>Part of every secret except the ids.</summary>
    public const string Mark = "SANDBOX-SECRET";

    /// <summary>
    /// The id in AWS_CONTAINER_CREDENTIALS_RELATIVE_URI. It gives access to the credentials, so it is a secret.
    /// </summary>
    public const string CredentialsId = "5ec2e700-c4ed-4000-8000-000000000001";

    /// <summary>The id in ECS_CONTAINER_METADATA_URI and ECS_AGENT_URI; not a secret.</summary>
    public const string MetadataId = "0e7ada7a-0000-4000-8000-000000000002";

    public const string AccessKeyId = "ASIASANDBOXACCESSKEY";

    public const string SecretAccessKey = Mark + "-KEY-wJalrXUtnFEMI";

    public const string Token = Mark + "-TOKEN-IQoJb3JpZ2luX2Vj";

    /// <summary>The token of instance metadata, which protects the instance's role.</summary>
    public const string MetadataToken = Mark + "-IMDS-AQAEAHxYz";

    /// <summary>All texts that must not occur in any output.</summary>
    public static IReadOnlyList<string> All { get; } =
    [CredentialsId, AccessKeyId, SecretAccessKey, Token, MetadataToken];
}
