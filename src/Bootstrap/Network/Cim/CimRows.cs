using System.Net;
using System.Net.Sockets;

namespace Bootstrap.Network.Cim;

/// <summary>
/// Rows of MSFT_NetRoute and MSFT_NetAdapter as routes and adapters. Pure, and prepared for anything: a property may be
/// missing, null or of another type, and a row that makes no sense is no row.
/// </summary>
internal static class CimRows
{
    /// <summary>Store of a row that is in force; 0 is the persistent store.</summary>
    public const byte ActiveStore = 1;

    /// <summary>IF_OPER_STATUS IfOperStatusUp, RFC 2863.</summary>
    private const uint OperationalStatusUp = 1;

    /// <summary>A row of MSFT_NetRoute, or null for one that is not an active IPv4 route.</summary>
    /// <param name="property">Gives a property's value, or null.</param>
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
    /// A row of MSFT_NetAdapter, or null for one that carries no traffic of its own: a filter ("IMFilter") repeats the
    /// description of the adapter it sits on.
    /// </summary>
    /// <param name="property">Gives a property's value, or null.</param>
    public static Adapter? ToAdapter(Func<string, object?> property) =>
        Number(property("InterfaceIndex")) is { } index && property("IMFilter") is not true
            ? new Adapter(
                index,
                property("Name") as string ?? string.Empty,
                property("InterfaceDescription") as string ?? string.Empty,
                Number(property("InterfaceOperationalStatus")) == OperationalStatusUp)
            : null;

    /// <summary>Any of CIM's unsigned types that fits; null for a missing property and for anything else.</summary>
    public static uint? Number(object? value) => value switch
    {
        byte number => number,
        ushort number => number,
        uint number => number,
        _ => null,
    };
}
