namespace Bootstrap.Ecs;

/// <summary>
/// The variables by which the ECS agent (or EKS) tells a container where its endpoints are. They hold ids and a token
/// that open the credentials: nothing here may be printed, but for what <see cref="Masked"/> gives.
/// </summary>
internal sealed class TaskVariables
{
    public const string ExecutionEnvironment = "AWS_EXECUTION_ENV";
    public const string CredentialsRelativeUri = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
    public const string CredentialsFullUri = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
    public const string AuthorizationToken = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
    public const string AuthorizationTokenFile = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
    public const string MetadataUriV4 = "ECS_CONTAINER_METADATA_URI_V4";
    public const string MetadataUri = "ECS_CONTAINER_METADATA_URI";
    public const string AgentUri = "ECS_AGENT_URI";
    public const string InstanceMetadataDisabled = "AWS_EC2_METADATA_DISABLED";

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        ExecutionEnvironment, CredentialsRelativeUri, CredentialsFullUri, AuthorizationToken, AuthorizationTokenFile,
        MetadataUriV4, MetadataUri, AgentUri, InstanceMetadataDisabled,
    ];

    /// <summary>Those that only the ECS agent sets: one of them is a sure sign of a task.</summary>
    public static readonly IReadOnlyList<string> AgentsOwn =
    [
        CredentialsRelativeUri, MetadataUriV4, MetadataUri, AgentUri,
    ];

    private const string Mask = "***";

    private readonly Func<string, string?> _variable;

    /// <param name="variable">Gives a variable's value, or null when it is not set.</param>
    public TaskVariables(Func<string, string?> variable) => _variable = variable;

    /// <summary>A variable's value; null when it is not set, or empty.</summary>
    public string? this[string name] => _variable(name) is { Length: > 0 } value ? value : null;

    /// <summary>
    /// The value with everything that may open something replaced: what stays is what tells where an endpoint is, and
    /// which kind it has. Null when it is not set.
    /// </summary>
    public string? Masked(string name) => this[name] is not { } value ? null : name switch
    {
        ExecutionEnvironment or InstanceMetadataDisabled => value,
        CredentialsRelativeUri => MaskPath(value),
        CredentialsFullUri or MetadataUriV4 or MetadataUri or AgentUri => MaskUri(value),
        _ => Mask,
    };

    private static string MaskUri(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0
            ? uri.GetLeftPart(UriPartial.Authority) + MaskPath(uri.AbsolutePath)
            : Mask;

    /// <summary>
    /// <c>/v2/credentials/ID</c>, <c>/v4/ID</c>: the words in front are the agent's own, and no secret.
    /// </summary>
    private static string MaskPath(string path)
    {
        foreach (
            var known in (ReadOnlySpan<string>)
                ["/v2/credentials/", "/v1/credentials/", "/v1/credentials", "/v4/", "/v3/", "/api/"]
        )
        {
            if (path.StartsWith(known, StringComparison.Ordinal))
            {
                return path.Length == known.Length ? known : known + Mask;
            }
        }

        return "/" + Mask;
    }
}
