using System.Net;

namespace Bootstrap.Network;

/// <summary>The identity of a route: Windows has at most one row with the same three values.</summary>
/// <param name="Destination">The destination prefix, <c>0.0.0.0/0</c> for a default route.</param>
/// <param name="NextHop">The gateway's address, or <c>0.0.0.0</c> for an on-link route.</param>
/// <param name="InterfaceIndex">The index of the route's interface.</param>
internal sealed record RouteKey(IPNetwork Destination, IPAddress NextHop, uint InterfaceIndex)
{
    /// <summary>Whether the destination is on the interface's link, without a gateway.</summary>
    public bool IsOnLink => NextHop.Equals(IPAddress.Any);

    /// <summary>The target, as the rest of "leads to".</summary>
    public string Target =>
        IsOnLink ? $"the link of interface {InterfaceIndex}" : $"{NextHop} on interface {InterfaceIndex}";

    /// <summary>Such as "169.254.170.2/32 via 172.30.0.1 on interface 2".</summary>
    public override string ToString() =>
        IsOnLink ? $"{Destination} on-link on interface {InterfaceIndex}" : $"{Destination} via {Target}";
}
