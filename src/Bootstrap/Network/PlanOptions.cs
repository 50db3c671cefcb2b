using System.Net;
using Bootstrap.Ecs;

namespace Bootstrap.Network;

/// <summary>What the user may override of the plan.</summary>
/// <param name="Mode">The network mode, or null to recognise it.</param>
/// <param name="ModeSource">What set the mode, such as <c>--mode</c>; null when nothing did.</param>
/// <param name="Prefixes">What to route.</param>
/// <param name="Gateway">The next hop to use, or null to take the default route's.</param>
/// <param name="Interface">Index or alias of the interface to use, or null to take the default route's.</param>
internal sealed record PlanOptions(
    NetworkMode? Mode,
    string? ModeSource,
    IReadOnlyList<IPNetwork> Prefixes,
    IPAddress? Gateway,
    string? Interface)
{
    /// <summary>Whether nobody has said what to route. (Whoever names the same prefixes has.)</summary>
    public bool HasDefaultPrefixes => ReferenceEquals(Prefixes, LinkLocal.Default);
}
