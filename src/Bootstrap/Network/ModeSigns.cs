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
    public static ModeSign? WithoutLooking(NetworkMode? chosen, string? chosenBy, TaskEnvironment environment) =>
        chosen is { } mode ? new ModeSign(mode, $"{chosenBy ?? "mode"} says {mode.Name()}")
        : environment.IsFargate ? new ModeSign(NetworkMode.Fargate, $"{TaskEnvironment.ExecutionEnvironmentVariable} is {TaskEnvironment.Fargate}")
        : null;

    /// <summary>The signs on the network, strongest first; null when there are none.</summary>
    public static ModeSign? OnNetwork(NetworkSnapshot snapshot)
    {
        foreach (var adapter in snapshot.Adapters.OrderBy(adapter => adapter.Index))
        {
            if (ModeOfEndpoint(adapter.Alias) is { } mode)
            {
                return new ModeSign(mode, $"adapter '{adapter.Alias}' is an {mode.Name()} endpoint");
            }
        }

        var onLink = Route.InOrder(snapshot.Routes.Where(route => route.IsOnLink && route.Destination.Equals(LinkLocal.Credentials))).FirstOrDefault();
        return onLink is null
            ? null
            : new ModeSign(NetworkMode.Awsvpc, $"{onLink.Destination} is on-link on interface {onLink.InterfaceIndex}, as the ECS agent sets it up in awsvpc mode");
    }

    /// <summary>
    /// The VPC CNI plug-ins name an endpoint <c>vEthernet (NETWORK-ep-CONTAINER)</c>. The network is <c>taskbr</c> and
    /// the interface's MAC address (lower case, no colons), or <c>nat</c> for the way to the agent; on Fargate
    /// <c>fargate-bridge</c> (reported, not read in a source). Docker's own nat endpoints have no such name.
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
        return network.Equals("fargate-bridge", StringComparison.OrdinalIgnoreCase) ? NetworkMode.Fargate
            : network.Equals("nat", StringComparison.OrdinalIgnoreCase) || IsTaskBridge(network) ? NetworkMode.Awsvpc
            : null;
    }

    private static bool IsTaskBridge(ReadOnlySpan<char> network) =>
        network.StartsWith(TaskBridge, StringComparison.OrdinalIgnoreCase)
        && network.Length == TaskBridge.Length + 12
        && network[TaskBridge.Length..].IndexOfAnyExcept(HexadecimalDigits) < 0;
}
