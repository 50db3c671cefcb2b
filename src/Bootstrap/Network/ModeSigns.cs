using System.Buffers;
using Bootstrap.Ecs;

namespace Bootstrap.Network;

/// <summary>Recognises the network mode from inside the container.</summary>
/// <remarks>
/// The signs in the order in which they count. In awsvpc mode the ECS agent starts the container first and attaches
/// the network afterwards, and for a moment the nat endpoint even has a default route, which the agent then removes
/// (amazon-ecs-agent, agent/ecscni/namespace_helper_windows.go, ConfigureTaskNamespaceRouting). So an endpoint's name
/// counts before any route does, and the absence of signs alone decides nothing: see <see cref="Planner"/>.
/// </remarks>
internal static class ModeSigns
{
    private const string EndpointPrefix = "vEthernet (";
    private const string EndpointInfix = "-ep-";
    private const string TaskBridge = "taskbr";
    private static readonly SearchValues<char> HexadecimalDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>The signs that need no look at the network: what the user said, and Fargate's variable.</summary>
    public static ModeSign? WithoutLooking(NetworkMode? chosen, string? chosenBy, TaskEnvironment environment)
    {
        if (chosen is { } mode)
        {
            return new ModeSign(mode, $"{chosenBy ?? "mode"} says {mode.Name()}");
        }

        return environment.IsFargate
            ? new ModeSign(
                NetworkMode.Fargate, $"{TaskEnvironment.ExecutionEnvironmentVariable} is {TaskEnvironment.Fargate}"
            )
            : null;
    }

    /// <summary>The signs on the network, strongest first; null when there are none.</summary>
    public static ModeSign? OnNetwork(NetworkSnapshot snapshot) =>
        OfEndpoints(
            snapshot.Adapters.Where(adapter => snapshot.Routes.Any(route => route.InterfaceIndex == adapter.Index))
        ) ?? OfCredentialsRoute(snapshot);

    /// <summary>
    /// What the endpoints' names say, whether or not the interfaces have a route: too little to decide by while more
    /// may come, and better than nothing afterwards.
    /// </summary>
    public static ModeSign? OfNames(NetworkSnapshot snapshot) => OfEndpoints(snapshot.Adapters);

    /// <summary>
    /// The ECS agent takes the default route from the adapter that gets the on-link credentials route. An on-link route
    /// on an adapter that has one is not the agent's, and leads nowhere.
    /// </summary>
    public static bool IsAgents(Route onLink, NetworkSnapshot snapshot) => !snapshot.HasGateway(onLink.InterfaceIndex);

    private static ModeSign? OfCredentialsRoute(NetworkSnapshot snapshot)
    {
        var onLink = Route.InOrder(snapshot.Routes.Where(route =>
            route.IsOnLink && route.Destination.Equals(LinkLocal.Credentials) && IsAgents(route, snapshot)));
        return onLink.Count == 0
            ? null
            : new ModeSign(NetworkMode.Awsvpc, $"{onLink[0].Key}, as the ECS agent sets it up in awsvpc mode");
    }

    /// <summary>Fargate's bridge counts first: a Fargate task has a task bridge as well.</summary>
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
    /// <c>fargate-bridge</c> (amazon-ecs-agent, ecs-agent/netlib/platform/cniconf_windows.go). Docker's own nat
    /// endpoints have no such name.
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
