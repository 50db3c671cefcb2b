namespace Bootstrap.Ecs;

/// <summary>
/// The environment variables in which the ECS agent (or EKS) passes the addresses of its endpoints. They contain ids
/// and a token that give access to the credentials: print only the results of <see cref="Masked"/>.
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

    /// <summary>All names, in the order of the output.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        ExecutionEnvironment, CredentialsRelativeUri, CredentialsFullUri, AuthorizationToken, AuthorizationTokenFile,
        MetadataUriV4, MetadataUri, AgentUri, InstanceMetadataDisabled,
    ];

    /// <summary>The variables that only the ECS agent sets: any of them proves an ECS task.</summary>
    public static readonly IReadOnlyList<string> AgentsOwn =
    [
        CredentialsRelativeUri, MetadataUriV4, MetadataUri, AgentUri,
    ];

    private const string Mask = "***";

    private readonly Func<string, string?> _variable;

    /// <param name="variable">Returns a variable's value, or null when it is not set.</param>
    public TaskVariables(Func<string, string?> variable) => _variable = variable;

    /// <summary>A variable's value; null when it is not set, or empty.</summary>
    public string? this[string name] => _variable(name) is { Length: > 0 } value ? value : null;

    /// <summary>Whether SDKs are told not to use instance metadata.</summary>
    public bool IsInstanceMetadataDisabled =>
        string.Equals(this[InstanceMetadataDisabled], "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The value without secrets: the address and the kind of the endpoint remain. Null when the variable is not set.
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

    /// <summary>Masks the id in <c>/v2/credentials/ID</c>, <c>/v4/ID</c>: the known prefix is not secret.</summary>
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
