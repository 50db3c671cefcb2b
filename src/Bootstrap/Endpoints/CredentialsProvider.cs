namespace Bootstrap.Endpoints;

/// <summary>The program that provides the credentials. Each has a different format for errors.</summary>
internal enum CredentialsProvider
{
    /// <summary>The ECS agent, at 169.254.170.2/v2/credentials: its errors are JSON with a <c>code</c>.</summary>
    EcsAgent,

    /// <summary>The EKS Pod Identity Agent, at 169.254.170.23: its errors are text.</summary>
    EksPodIdentity,

    /// <summary>
    /// Another provider, such as amazon-ecs-local-container-endpoints: the format of its errors is not known.
    /// </summary>
    Other,
}
