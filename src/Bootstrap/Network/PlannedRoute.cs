using System.Net;

namespace Bootstrap.Network;

/// <summary>One wanted prefix, and the changes for it.</summary>
/// <param name="Key">The route that the prefix has, or will have.</param>
/// <param name="Action">The action.</param>
/// <param name="Reason">The reason for the action.</param>
/// <param name="Metric">
/// The RouteMetric of a new route, or the lower metric for an existing one; null if the existing route is correct.
/// </param>
/// <param name="Stale">
/// Routes to the same prefix that lead elsewhere. They are removed after the route is added.
/// </param>
/// <param name="Outranked">Stale routes that are kept; the route must win over them by its metric.</param>
/// <param name="IsRequired">
/// The workload does not start without this route: it is the credentials route, or was requested by name.
/// </param>
internal sealed record PlannedRoute(
    RouteKey Key,
    RouteAction Action,
    string Reason,
    uint? Metric,
    IReadOnlyList<Route> Stale,
    IReadOnlyList<Route> Outranked,
    bool IsRequired)
{
    /// <summary>The <see cref="Reason"/> of a route that needs no change.</summary>
    public const string AlreadyCorrect = "already correct";

    public IPNetwork Destination => Key.Destination;

    public IPAddress NextHop => Key.NextHop;

    public uint InterfaceIndex => Key.InterfaceIndex;

    /// <summary>The targets of routes, as the rest of "leads to".</summary>
    public static string Targets(IReadOnlyList<Route> routes) =>
        string.Join(" and ", routes.Select(route => route.Key.Target));
}
