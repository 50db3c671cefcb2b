namespace Bootstrap.Endpoints;

/// <summary>What is meant to answer at the address of the credentials: each has its own rules for errors.</summary>
internal enum CredentialsProvider
{
    /// <summary>The ECS agent, at 169.254.170.2/v2/credentials: its errors are JSON with a <c>code</c>.</summary>
    EcsAgent,

    /// <summary>The EKS Pod Identity Agent, at 169.254.170.23: its errors are text.</summary>
    EksPodIdentity,

    /// <summary>
    /// A provider of the user, such as amazon-ecs-local-container-endpoints: nothing is known of its errors.
    /// </summary>
    Other,
}
