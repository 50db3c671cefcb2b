using System.Buffers.Binary;
using System.Net;

namespace Bootstrap.Network;

/// <summary>One row of the active IPv4 routing table.</summary>
/// <param name="Key">Its identity.</param>
/// <param name="InterfaceAlias">The interface's name in Windows, or null if the backend does not return it.</param>
/// <param name="RouteMetric">
/// The metric of the route, which is added to that of the interface; null if not known.
/// </param>
/// <param name="InterfaceMetric">The metric of the interface; null if not known.</param>
internal sealed record Route(RouteKey Key, string? InterfaceAlias, uint? RouteMetric, uint? InterfaceMetric)
{
    /// <summary>The default of New-NetRoute for <see cref="RouteMetric"/>.</summary>
    public const uint DefaultMetric = 256;

    public IPNetwork Destination => Key.Destination;

    public IPAddress NextHop => Key.NextHop;

    public uint InterfaceIndex => Key.InterfaceIndex;

    public bool IsOnLink => Key.IsOnLink;

    public bool IsDefault => Destination.PrefixLength == 0;

    /// <summary>
    /// The sum of both metrics: Windows prefers the lowest. It has 64 bits, so that it cannot overflow. Null if one of
    /// the metrics is not known.
    /// </summary>
    public ulong? EffectiveMetric => (ulong?)RouteMetric + InterfaceMetric;

    /// <summary>
    /// Whether Windows certainly prefers this route to another one with the same destination. On the same interface the
    /// metrics of the routes decide, even if that of the interface is not known.
    /// </summary>
    public bool Beats(Route other) => InterfaceIndex == other.InterfaceIndex
        ? RouteMetric < other.RouteMetric
        : EffectiveMetric < other.EffectiveMetric;

    /// <summary>
    /// Sorts routes independent of their input order: by the preference of Windows, then by interface and next hop.
    /// Routes with an unknown effective metric are last, sorted by their route metric.
    /// </summary>
    public static List<Route> InOrder(IEnumerable<Route> routes) => routes.InOrder((one, other) =>
    {
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

    /// <summary>The sort keys, the most important first.</summary>
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
