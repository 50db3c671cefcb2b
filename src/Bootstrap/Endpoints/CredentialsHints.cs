namespace Bootstrap.Endpoints;

/// <summary>Whose business it is that there are no credentials, and what to do there.</summary>
internal static class CredentialsHints
{
    public const string NoUri =
        "Task definition: give the task a taskRoleArn; the ECS agent then sets the variable.";

    public const string Refused =
        "Task definition, or image: something has set the variable to another task's value, or the container has outlived its task. Only the ECS agent must set it.";

    private const string NotYet =
        "Host: the ECS agent has no credentials for this task yet. It may have soon: hold the workload with --wait-for-credentials 60s. If it stays so, read the agent's log.";

    private const string NoAnswer =
        "Host: the way to it is right, and its proxy for 169.254.170.2 does not answer. Was Initialize-ECSAgent called with -EnableTaskIAMRole? After a reboot it has to be called again.";

    private const string Unusable =
        "Host: something answers at the address that is not the ECS agent, or the agent behind the proxy is down.";

    private const string Expired =
        "Host: the ECS agent has lost its way to ECS, or a clock is wrong: read the agent's log.";

    /// <summary>The hint for a state, given that the route is right.</summary>
    public static string? Of(CredentialsStatus status) => status switch
    {
        CredentialsStatus.Ready => null,
        CredentialsStatus.NotYet => NotYet,
        CredentialsStatus.Refused => Refused,
        CredentialsStatus.Unusable => Unusable,
        CredentialsStatus.Expired => Expired,
        CredentialsStatus.NoAnswer => NoAnswer,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
