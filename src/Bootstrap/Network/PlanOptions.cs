using System.Net;
using Bootstrap.Ecs;

namespace Bootstrap.Network;

/// <summary>The options that override the plan.</summary>
/// <param name="Mode">The network mode, or null to detect it.</param>
/// <param name="ModeSource">The source of the mode, such as <c>--mode</c>, or null.</param>
/// <param name="Prefixes">The prefixes to route.</param>
/// <param name="Gateway">The next hop, or null for that of the default route.</param>
/// <param name="Interface">Index or alias of the interface, or null for that of the default route.</param>
internal sealed record PlanOptions(
    NetworkMode? Mode,
    string? ModeSource,
    IReadOnlyList<IPNetwork> Prefixes,
    IPAddress? Gateway,
    string? Interface)
{
    /// <summary>Whether <c>--route</c> is not set. It may be set to the same prefixes as the default.</summary>
    public bool HasDefaultPrefixes => ReferenceEquals(Prefixes, LinkLocal.Default);
}
