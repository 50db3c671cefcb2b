using System.Buffers.Binary;
using System.Net;

namespace Bootstrap.Network;

/// <summary>One row of the active IPv4 routing table.</summary>
/// <param name="Key">What identifies it.</param>
/// <param name="InterfaceAlias">The interface's name as Windows shows it, or null when the source does not
/// tell.</param>
/// <param name="RouteMetric">The route's own metric, an offset to the interface's; null when it could not be
/// read.</param>
/// <param name="InterfaceMetric">The interface's metric; null when it could not be read.</param>
internal sealed record Route(RouteKey Key, string? InterfaceAlias, uint? RouteMetric, uint? InterfaceMetric)
{
    /// <summary>New-NetRoute's default for <see cref="RouteMetric"/>.</summary>
    public const uint DefaultMetric = 256;

    public IPNetwork Destination => Key.Destination;

    public IPAddress NextHop => Key.NextHop;

    public uint InterfaceIndex => Key.InterfaceIndex;

    public bool IsOnLink => Key.IsOnLink;

    public bool IsDefault => Destination.PrefixLength == 0;

    /// <summary>
    /// What Windows chooses by, lowest first: the sum of both metrics. 64 bits, so that it cannot overflow. Null when
    /// one of the two could not be read.
    /// </summary>
    public ulong? EffectiveMetric => (ulong?)RouteMetric + InterfaceMetric;

    /// <summary>
    /// Windows certainly prefers this route to another one with the same destination. On one interface the routes' own
    /// metrics decide, even where the interface's could not be read.
    /// </summary>
    public bool Beats(Route other) => InterfaceIndex == other.InterfaceIndex
        ? RouteMetric < other.RouteMetric
        : EffectiveMetric < other.EffectiveMetric;

    /// <summary>
    /// Routes in an order that does not depend on the order they were read in: what Windows prefers first, then by
    /// interface and next hop. A metric that could not be read ranks last; among several such routes their own metric
    /// decides.
    /// </summary>
    public static List<Route> InOrder(IEnumerable<Route> routes) => routes.InOrder((one, other) =>
    {
        // The first difference decides.
        for (var column = 0; column < SortKey.Length; column++)
        {
            var (key, otherKey) = (SortKey[column](one), SortKey[column](other));
            if (key != otherKey)
            {
                return key < otherKey ? -1 : 1;
            }
        }

        return 0;
    });

    /// <summary>What the order goes by, first things first.</summary>
    private static readonly Func<Route, ulong>[] SortKey =
    [
        route => route.EffectiveMetric ?? ulong.MaxValue,
        route => route.EffectiveMetric is null ? route.RouteMetric ?? uint.MaxValue : 0,
        route => route.InterfaceIndex,
        route => ToNumber(route.NextHop),
        route => route.RouteMetric ?? 0,
    ];

    private static uint ToNumber(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        return address.TryWriteBytes(bytes, out _) ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : uint.MaxValue;
    }
}
