using System.Buffers;
using Bootstrap.Ecs;

namespace Bootstrap.Network;

/// <summary>Detects the network mode from inside the container.</summary>
/// <remarks>
/// In awsvpc mode the ECS agent attaches the network after it has started the container. For a moment the nat endpoint
/// even has a default route, which the agent then removes (amazon-ecs-agent,
/// agent/ecscni/namespace_helper_windows.go, ConfigureTaskNamespaceRouting). Therefore an endpoint's name has priority
/// over routes, and missing signs alone do not decide the mode: see <see cref="Planner"/>.
/// </remarks>
internal static class ModeSigns
{
    private const string EndpointPrefix = "vEthernet (";
    private const string EndpointInfix = "-ep-";
    private const string TaskBridge = "taskbr";
    private static readonly SearchValues<char> HexadecimalDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>The signs outside of the network: the option and Fargate's variable.</summary>
    public static ModeSign? WithoutLooking(NetworkMode? chosen, string? chosenBy, TaskEnvironment environment)
    {
        if (chosen is { } mode)
        {
            return new ModeSign(mode, $"{chosenBy ?? "mode"} is {mode.Name()}");
        }

        return environment.IsFargate
            ? new ModeSign(
                NetworkMode.Fargate, $"{TaskVariables.ExecutionEnvironment} is {TaskEnvironment.Fargate}"
            )
            : null;
    }

    /// <summary>The strongest sign on the network, or null.</summary>
    public static ModeSign? OnNetwork(NetworkSnapshot snapshot) =>
        OfEndpoints(
            snapshot.Adapters.Where(adapter => snapshot.Routes.Any(route => route.InterfaceIndex == adapter.Index))
        ) ?? OfCredentialsRoute(snapshot);

    /// <summary>
    /// The sign from the names of endpoints, also if the interfaces have no routes. It is used only after the wait for
    /// the network, because before that stronger signs may still come.
    /// </summary>
    public static ModeSign? OfNames(NetworkSnapshot snapshot) => OfEndpoints(snapshot.Adapters);

    /// <summary>
    /// Whether the platform may have added an on-link route. The agent removes the default route of the adapter on
    /// which it adds the on-link credentials route. With a default route on the same adapter, another program added the
    /// on-link credentials route, and it leads nowhere. This is valid for the credentials only: the agent's metadata
    /// route is on the adapter that has the task's default route.
    /// </summary>
    public static bool IsPlatforms(Route onLink, NetworkSnapshot snapshot) =>
        !onLink.Destination.Equals(LinkLocal.Credentials) || !snapshot.HasGateway(onLink.InterfaceIndex);

    private static ModeSign? OfCredentialsRoute(NetworkSnapshot snapshot)
    {
        var onLink = Route.InOrder(snapshot.Routes.Where(route =>
            route.IsOnLink && route.Destination.Equals(LinkLocal.Credentials) && IsPlatforms(route, snapshot)));
        return onLink.Count == 0
            ? null
            : new ModeSign(NetworkMode.Awsvpc, $"{onLink[0].Key}, which the ECS agent adds in awsvpc mode");
    }

    /// <summary>Fargate's bridge has priority: a Fargate task also has a task bridge.</summary>
    private static ModeSign? OfEndpoints(IEnumerable<Adapter> adapters)
    {
        var signs = adapters.OrderBy(adapter => adapter.Index).Select(OfEndpoint);
        return signs.Find(sign => sign is { Mode: NetworkMode.Fargate }) ?? signs.Find(sign => sign is not null);
    }

    private static ModeSign? OfEndpoint(Adapter adapter) =>
        ModeOfEndpoint(adapter.Alias) is { } mode
            ? new ModeSign(
                mode,
                $"adapter '{adapter.Alias}' is {(mode == NetworkMode.Fargate ? "a" : "an")} {mode.Name()} endpoint"
            )
            : null;

    /// <summary>
    /// The VPC CNI plug-ins name an endpoint <c>vEthernet (NETWORK-ep-CONTAINER)</c>. The network is <c>taskbr</c> and
    /// the interface's MAC address (lower case, no colons), or <c>nat</c> for the path to the agent; on Fargate
    /// <c>fargate-bridge</c> (amazon-ecs-agent, ecs-agent/netlib/platform/cniconf_windows.go). The nat endpoints of
    /// Docker have other names.
    /// </summary>
    private static NetworkMode? ModeOfEndpoint(string alias)
    {
        if (!alias.StartsWith(EndpointPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var name = alias.AsSpan(EndpointPrefix.Length);
        var infix = name.IndexOf(EndpointInfix, StringComparison.OrdinalIgnoreCase);
        if (infix < 0)
        {
            return null;
        }

        var network = name[..infix];
        if (network.Equals("fargate-bridge", StringComparison.OrdinalIgnoreCase))
        {
            return NetworkMode.Fargate;
        }

        return network.Equals("nat", StringComparison.OrdinalIgnoreCase) || IsTaskBridge(network)
            ? NetworkMode.Awsvpc
            : null;
    }

    private static bool IsTaskBridge(ReadOnlySpan<char> network) =>
        network.StartsWith(TaskBridge, StringComparison.OrdinalIgnoreCase)
        && network.Length == TaskBridge.Length + 12
        && network[TaskBridge.Length..].IndexOfAnyExcept(HexadecimalDigits) < 0;
}
