using System.Net;
using System.Net.Sockets;

namespace Bootstrap.Network.Cim;

/// <summary>
/// Converts rows of MSFT_NetRoute and MSFT_NetAdapter to routes and adapters. Pure functions. A property may be
/// missing, null or of another type; unusable rows are ignored.
/// </summary>
internal static class CimRows
{
    /// <summary>The store of active rows; 0 is the persistent store.</summary>
    public const byte ActiveStore = 1;

    /// <summary>IF_OPER_STATUS IfOperStatusUp, RFC 2863.</summary>
    private const uint OperationalStatusUp = 1;

    /// <summary>Converts a row of MSFT_NetRoute; null if it is not an active IPv4 route.</summary>
    /// <param name="property">Returns a property's value, or null.</param>
    public static Route? ToRoute(Func<string, object?> property) =>
        Number(property("Store")) == ActiveStore
        && IPNetwork.TryParse(property("DestinationPrefix") as string, out var destination)
        && destination.BaseAddress.AddressFamily == AddressFamily.InterNetwork
        && IPAddress.TryParse(property("NextHop") as string, out var nextHop)
        && nextHop.AddressFamily == AddressFamily.InterNetwork
        && Number(property("InterfaceIndex")) is { } index
            ? new Route(
                new RouteKey(destination, nextHop, index),
                property("InterfaceAlias") as string,
                Number(property("RouteMetric")),
                Number(property("InterfaceMetric")))
            : null;

    /// <summary>
    /// Converts a row of MSFT_NetAdapter; null for a filter driver ("IMFilter"), which has the description of its
    /// adapter.
    /// </summary>
    /// <param name="property">Returns a property's value, or null.</param>
    public static Adapter? ToAdapter(Func<string, object?> property) =>
        Number(property("InterfaceIndex")) is { } index && property("IMFilter") is not true
            ? new Adapter(
                index,
                property("Name") as string ?? string.Empty,
                property("InterfaceDescription") as string ?? string.Empty,
                Number(property("InterfaceOperationalStatus")) == OperationalStatusUp)
            : null;

    /// <summary>A value of an unsigned CIM type up to 32 bits; null for anything else.</summary>
    public static uint? Number(object? value) => value switch
    {
        byte number => number,
        ushort number => number,
        uint number => number,
        _ => null,
    };
}
