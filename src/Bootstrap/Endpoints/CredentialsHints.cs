using System.Net;
using Bootstrap.Ecs;

namespace Bootstrap.Endpoints;

/// <summary>
/// Whose side it is on that there are no credentials, and what to do there. The commands to look with, and what they
/// are
/// good for, are from https://github.com/aws/amazon-ecs-agent issues 1644, 2105 and 2135.
/// </summary>
internal static class CredentialsHints
{
    public const string NoUri =
        "Task definition: give the task a taskRoleArn; the ECS agent then sets the variable.";

    public const string ForeignUri =
        "Task definition, or image: only the ECS agent sets this variable; take it out of both.";

    public const string UriOfAnother =
        "Only the workload's SDK can tell whether it gets credentials there; bootstrap does not ask.";

    public const string UriThatNoSdkTakes =
        "Task definition, or image: SDKs refuse it too. The platform sets this variable; take it out of both.";

    public const string TokenFile =
        "Task definition: is the file mounted into this container, and may its user read it?";

    public const string Token =
        "Task definition, or image: the token must be one line of printable ASCII.";

    public const string SeeCheck =
        "bootstrap check, run in the container, tells what else may be in the way.";

    private const string LookAtProxy =
        "Look there with netsh interface portproxy show all, Get-NetAdapter *APIPA* and Get-Service AmazonECS.";

    private const string Expired =
        "Host: the agent cannot renew them, or a clock is wrong: read the agent's log.";

    private const string NotReady =
        "Host: the agent has no credentials for this task yet. Give --wait-for-credentials the time that it takes; "
        + "if it stays so, read the agent's log.";

    private const string UnknownId =
        "Host: after its own restart an agent before version 1.101.2 says so "
        + "until it has got the task's credentials again: wait (--wait-for-credentials), and update the agent. If it stays so, the container has outlived its task, "
        + "or something in it has set the variable to another task's value.";

    private const string NoId =
        "Task definition, or image: the variable names no credentials id. "
        + "Only the ECS agent sets it; take it out of both.";

    private const string Throttled =
        "Host: the rate limiter answers, because too many requests come from this task or this host. "
        + "Ask again later, and less often.";

    private const string Error =
        "Host: the agent reports an error of its own: read its log.";

    private const string Foreign =
        "Host: this is not the ECS agent's answer. Something else answers at port 80 of the host, "
        + "such as a port mapping of port 80, IIS or another program that uses http.sys. "
        + "Look there with netsh interface portproxy show all and netsh http show servicestate.";

    private const string Silent =
        "Host: its proxy accepts the connection, and the agent at the other end does not answer. "
        + "Look there with Get-Service AmazonECS, and read the agent's log.";

    private const string Closed =
        "Host: its proxy accepts the connection and closes it: the agent does not listen at its port 51679. "
        + "Look there with Get-Service AmazonECS, and with netsh interface ipv4 show excludedportrange protocol=tcp: "
        + "Windows may have reserved the port.";

    private const string Refused =
        "Host: nothing listens at 169.254.170.2 port 80. Was Initialize-ECSAgent called with -EnableTaskIAMRole? "
        + "After a reboot it has to be called again. " + LookAtProxy;

    private const string Unreachable =
        "Host: its proxy for 169.254.170.2 does not answer. Was Initialize-ECSAgent called with -EnableTaskIAMRole? "
        + "After a reboot delete the proxy's interface, and call it again. " + LookAtProxy;

    private const string IsItAwsvpc =
        " If the task is not in awsvpc mode, see what bootstrap check --mode auto says.";

    private const string NotSent =
        "This says nothing about the endpoint: the request never left this container.";

    private const string FargatesOwn =
        "Host: Fargate's own agent does not answer as it should. Stop the task, so that another takes its place; "
        + "if that does not help, ask AWS Support.";

    private const string NoEksAgent =
        "Host: no EKS Pod Identity Agent answers. "
        + "AWS does not offer EKS Pod Identity for Windows pods: use IAM roles for service accounts.";

    private const string EksRefuses =
        "Task definition: has the pod's service account an EKS Pod Identity association, and is the token its own? "
        + "AWS does not offer EKS Pod Identity for Windows pods.";

    private const string OtherProvider =
        "Host: the provider at this address is not the ECS agent: see its own log.";

    /// <summary>The hint for a state; null when there is nothing to do.</summary>
    /// <param name="status">The state.</param>
    /// <param name="provider">What was asked.</param>
    /// <param name="mode">The network mode, or null when it is not known.</param>
    public static string? Of(CredentialsStatus status, CredentialsProvider provider, NetworkMode? mode) => status switch
    {
        CredentialsStatus.Ready => null,
        CredentialsStatus.NotSent => NotSent,
        CredentialsStatus.Throttled => Throttled,
        CredentialsStatus.Error or CredentialsStatus.NotReady when provider == CredentialsProvider.EksPodIdentity =>
            EksRefuses,
        _ when provider == CredentialsProvider.EksPodIdentity => NoEksAgent,
        _ when provider == CredentialsProvider.Other => OtherProvider,
        CredentialsStatus.Expired => Expired,
        CredentialsStatus.NotReady => NotReady,
        CredentialsStatus.UnknownId => UnknownId,
        CredentialsStatus.NoId => NoId,
        CredentialsStatus.Error => Error,
        _ when mode == NetworkMode.Fargate => FargatesOwn,
        CredentialsStatus.Foreign => Foreign,
        CredentialsStatus.Silent => Silent,
        CredentialsStatus.Closed => Closed,
        CredentialsStatus.Refused => mode == NetworkMode.Awsvpc ? Refused + IsItAwsvpc : Refused,
        CredentialsStatus.Unreachable => mode == NetworkMode.Awsvpc ? Unreachable + IsItAwsvpc : Unreachable,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>For an address that no route was asked for to.</summary>
    public static string NotRouted(IPAddress address) =>
        $"Image: add --route {LinkLocal.NameOf(new IPNetwork(address, 32))}, or the variable BOOTSTRAP_ROUTES.";

    /// <summary>What answers there, as the last word of the path.</summary>
    public static string NameOf(CredentialsProvider provider) => provider switch
    {
        CredentialsProvider.EcsAgent => "ECS agent",
        CredentialsProvider.EksPodIdentity => "EKS agent",
        _ => "provider",
    };
}
