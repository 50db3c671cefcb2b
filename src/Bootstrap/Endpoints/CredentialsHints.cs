using System.Net;
using Bootstrap.Ecs;
using Bootstrap.Network;

namespace Bootstrap.Endpoints;

/// <summary>Whose business it is that there are no credentials, and what to do there.</summary>
internal static class CredentialsHints
{
    public const string NoUri =
        "Task definition: give the task a taskRoleArn; the ECS agent then sets the variable.";

    public const string ForeignUri =
        "Task definition, or image: only the ECS agent sets this variable; take it out of both.";

    public const string UriOfAnother =
        "Whether the workload's SDK gets credentials there, nobody but the workload can tell; nothing waits for them.";

    public const string UriThatNoSdkTakes =
        "Task definition, or image: SDKs refuse it too. It is the platform that sets this variable; take it out of both.";

    public const string TokenFile =
        "Task definition: is the file mounted into this container, and may its user read it?";

    public const string Token =
        "Task definition, or image: the token is one line of printable ASCII.";

    public const string SeeCheck =
        "bootstrap check, run in the container, tells what else may be in the way.";

    private const string Refused =
        "Task definition, or image: something has set the variable to another task's value, or the container has outlived its task. Only the ECS agent must set it.";

    private const string RefusedByEks =
        "Task definition: has the pod's service account an EKS Pod Identity association, and is the token its own?";

    private const string NotYet =
        "Host: the agent has no credentials for this task yet. Give --wait-for-credentials the time that it takes; if it stays so, read the agent's log.";

    private const string NoAnswer =
        "Host: its proxy for 169.254.170.2 does not answer. Was Initialize-ECSAgent called with -EnableTaskIAMRole? After a reboot it has to be called again.";

    private const string NoAnswerInAwsvpc =
        "Host: its proxy for 169.254.170.2 does not answer. Was Initialize-ECSAgent called with -EnableTaskIAMRole? If the task is not in awsvpc mode, see what bootstrap check --mode auto says.";

    private const string NoAnswerOnFargate =
        "Host: Fargate's own agent does not answer. Stop the task, so that another takes its place; if that does not help, ask AWS Support.";

    private const string NoAnswerOnEks =
        "Host: no EKS Pod Identity Agent answers. Does one run on this node?";

    private const string Unusable =
        "Host: something answers at the address that is not the agent, or the agent behind the proxy is down.";

    private const string Expired =
        "Host: the agent has lost its way to AWS, or a clock is wrong: read the agent's log.";

    /// <summary>The hint for a state, given that a route that was asked for is right.</summary>
    /// <param name="status">The state.</param>
    /// <param name="address">Where the credentials were asked for.</param>
    /// <param name="plan">The network's, or null where nobody knows it.</param>
    public static string? Of(CredentialsStatus status, IPAddress address, Plan? plan) => status switch
    {
        CredentialsStatus.Ready => null,
        CredentialsStatus.NotYet => NotYet,
        CredentialsStatus.Refused => IsEks(address) ? RefusedByEks : Refused,
        CredentialsStatus.Unusable => Unusable,
        CredentialsStatus.Expired => Expired,
        CredentialsStatus.NoAnswer => plan is { Mode: NetworkMode.Nat } && !plan.Routes.Any(route => route.Destination.Contains(address)) ? NotRouted(address)
            : IsEks(address) ? NoAnswerOnEks
            : plan is { Mode: NetworkMode.Fargate } ? NoAnswerOnFargate
            : plan is { Mode: NetworkMode.Awsvpc } ? NoAnswerInAwsvpc
            : NoAnswer,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>For an address that no route was asked for to.</summary>
    public static string NotRouted(IPAddress address) =>
        $"Image: add --route {LinkLocal.NameOf(new IPNetwork(address, 32))}, or the variable BOOTSTRAP_ROUTES.";

    /// <summary>Who answers at the address.</summary>
    public static string AgentAt(IPAddress? address) => IsEks(address) ? "EKS agent" : "ECS agent";

    private static bool IsEks(IPAddress? address) => LinkLocal.EksPodIdentity.BaseAddress.Equals(address);
}
