using System.Buffers.Binary;
using System.Net;

namespace Bootstrap.Network;

/// <summary>One row of the active IPv4 routing table.</summary>
/// <param name="Destination">The destination prefix, <c>0.0.0.0/0</c> for a default route.</param>
/// <param name="NextHop">The gateway's address, or <c>0.0.0.0</c> for an on-link route.</param>
/// <param name="InterfaceIndex">Index of the interface that the route leaves by.</param>
/// <param name="InterfaceAlias">The interface's name as Windows shows it, or null when the source does not tell.</param>
/// <param name="RouteMetric">The route's own metric, an offset to the interface's.</param>
/// <param name="InterfaceMetric">The interface's metric.</param>
internal sealed record Route(
    IPNetwork Destination,
    IPAddress NextHop,
    uint InterfaceIndex,
    string? InterfaceAlias,
    uint RouteMetric,
    uint InterfaceMetric)
{
    /// <summary>What Windows chooses by, lowest first: the sum of both metrics. 64 bits, so that it cannot wrap.</summary>
    public ulong EffectiveMetric => (ulong)RouteMetric + InterfaceMetric;

    /// <summary>The destination is reached directly on the interface's link, by no gateway.</summary>
    public bool IsOnLink => NextHop.Equals(IPAddress.Any);

    public bool IsDefault => Destination.PrefixLength == 0;

    /// <summary>
    /// Routes in an order that does not depend on the order they were read in: what Windows prefers first, then by
    /// interface and next hop.
    /// </summary>
    public static IOrderedEnumerable<Route> InOrder(IEnumerable<Route> routes) => routes
        .OrderBy(route => route.EffectiveMetric)
        .ThenBy(route => route.InterfaceIndex)
        .ThenBy(route => ToNumber(route.NextHop))
        .ThenBy(route => route.RouteMetric);

    private static uint ToNumber(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        return address.TryWriteBytes(bytes, out _) ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : uint.MaxValue;
    }
}
