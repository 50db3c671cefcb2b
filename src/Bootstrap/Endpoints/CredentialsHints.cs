using System.Net;
using Bootstrap.Ecs;

namespace Bootstrap.Endpoints;

/// <summary>
/// What to do when there are no credentials. The hint begins with the side that must be corrected: the host, the task
/// definition or the image. The commands are from https://github.com/aws/amazon-ecs-agent issues 1644, 2105 and 2135.
/// </summary>
internal static class CredentialsHints
{
    public const string NoUri =
        "Task definition: add a taskRoleArn; the ECS agent then sets the variable.";

    public const string ForeignUri =
        "Task definition, or image: remove this variable from both; only the ECS agent may set it.";

    public const string UriOfAnother =
        "bootstrap does not query this address. Check in the workload whether it gets credentials there.";

    public const string UriThatNoSdkTakes =
        "Task definition, or image: SDKs refuse it too. Remove this variable from both; the platform sets it.";

    public const string TokenFile =
        "Task definition: check that the file is mounted into this container and that its user may read it.";

    public const string Token =
        "Task definition, or image: the token must be one line of printable ASCII.";

    /// <summary>
    /// The ECS agent answers at this address, and the variable has no path of it. The agent sets the variable in each
    /// task with a role, so here another side has set it.
    /// </summary>
    public const string NotTheAgentsPath =
        "Image, or task definition: the variable has no path of the ECS agent, which answers at this address. Remove "
        + "it from both. If the workload needs a role, add a taskRoleArn; the agent then sets the variable.";

    /// <summary>Fargate's variable is set, but the network looks like nat on EC2.</summary>
    public const string FargateDoubtful =
        $"Image, or task definition: this looks like nat on EC2, where bootstrap must add the routes. Remove "
        + $"{TaskVariables.ExecutionEnvironment}={TaskEnvironment.Fargate} from both, or set --mode nat.";

    public const string SeeCheck =
        "Run bootstrap check in the container to find other causes.";

    private const string LookAtProxy =
        "Check there: netsh interface portproxy show all, Get-NetAdapter *APIPA* and Get-Service AmazonECS.";

    private const string Expired =
        "Host: the agent cannot renew the credentials, or a clock is wrong. Read the agent's log.";

    private const string NotReady =
        "Host: the agent has no credentials for this task yet. Wait for them with --wait-for-credentials; if they do "
        + "not come, read the agent's log.";

    private const string UnknownId =
        "Host: an agent before version 1.101.2 answers this after its own restart, until it has the task's credentials "
        + "again. Wait (--wait-for-credentials) and update the agent. If it does not stop, the container is older than "
        + "its task, or the variable was set to another task's value.";

    private const string NoId =
        "Task definition, or image: the variable contains no credentials id. "
        + "Remove it from both; only the ECS agent may set it.";

    private const string Throttled =
        "Host: the rate limiter answers, because this task or this host sends too many requests. "
        + "Try again later, and send fewer requests.";

    private const string Error =
        "Host: the agent reports this error. Read the agent's log.";

    private const string Foreign =
        "Host: this is not an answer of the ECS agent. Another program answers at port 80 of the host, "
        + "such as a port mapping of port 80, IIS or another user of http.sys. "
        + "Check there: netsh interface portproxy show all and netsh http show servicestate.";

    private const string Silent =
        "Host: its proxy accepts the connection, but the agent does not answer. "
        + "Check there: Get-Service AmazonECS and the agent's log.";

    private const string Closed =
        "Host: its proxy accepts the connection and closes it: the agent does not listen at its port 51679. "
        + "Check there: Get-Service AmazonECS, and netsh interface ipv4 show excludedportrange protocol=tcp, because "
        + "Windows may have reserved the port.";

    private const string Refused =
        "Host: nothing listens at 169.254.170.2 port 80. Check that Initialize-ECSAgent was called with "
        + "-EnableTaskIAMRole; it must be called again after a reboot. " + LookAtProxy;

    private const string Unreachable =
        "Host: its proxy for 169.254.170.2 does not answer. Check that Initialize-ECSAgent was called with "
        + "-EnableTaskIAMRole; after a reboot delete the proxy's interface and call it again. " + LookAtProxy;

    private const string IsItAwsvpc =
        " If the task is not in awsvpc mode, run bootstrap check --mode auto.";

    private const string NotSent =
        "The request did not leave this container, so the state of the endpoint is not known.";

    private const string FargatesOwn =
        "Host: Fargate's agent does not answer correctly. Stop the task, so that ECS starts a new one; "
        + "if that does not help, ask AWS Support.";

    private const string NoEksAgent =
        "Host: no EKS Pod Identity Agent answers. "
        + "AWS does not offer EKS Pod Identity for Windows pods: use IAM roles for service accounts.";

    private const string EksRefuses =
        "Task definition: check that the pod's service account has an EKS Pod Identity association, and that the token "
        + "belongs to it. AWS does not offer EKS Pod Identity for Windows pods.";

    /// <summary>The variable has no path of the ECS agent, and no answer shows who answers.</summary>
    private const string OtherProvider =
        "Host, or image: the variable has no path of the ECS agent. In an ECS task remove it from the image and the "
        + "task definition, because only the agent may set it. Elsewhere read the log of the provider at this address.";

    /// <summary>The hint for a state; null if there is nothing to do.</summary>
    /// <param name="status">The state.</param>
    /// <param name="provider">The queried provider.</param>
    /// <param name="mode">The network mode, or null when it is not known.</param>
    /// <param name="isModeDetected">Whether the mode was detected; false if an option or a variable set it.</param>
    public static string? Of(
        CredentialsStatus status, CredentialsProvider provider, NetworkMode? mode, bool isModeDetected) =>
        Of(status, provider, isModeDetected && mode == NetworkMode.Awsvpc ? null : mode);

    // The only advice about awsvpc is to detect the mode: null stands for a detected one.
    private static string? Of(CredentialsStatus status, CredentialsProvider provider, NetworkMode? mode) =>
        status switch
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

    /// <summary>The hint for an address without a configured route.</summary>
    public static string NotRouted(IPAddress address) =>
        $"Image: add --route {LinkLocal.NameOf(new IPNetwork(address, 32))}, or the variable BOOTSTRAP_ROUTES.";

    /// <summary>The provider's name, for the end of the drawn path.</summary>
    public static string NameOf(CredentialsProvider provider) => provider switch
    {
        CredentialsProvider.EcsAgent => "ECS agent",
        CredentialsProvider.EksPodIdentity => "EKS agent",
        _ => "provider",
    };
}
