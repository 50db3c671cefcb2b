using System.Net;

namespace Bootstrap.Network;

/// <summary>One wanted prefix, and what is to be done for it.</summary>
/// <param name="Key">The route that the prefix has, or will have.</param>
/// <param name="Action">What is to be done.</param>
/// <param name="Reason">Why.</param>
/// <param name="Metric">
/// The RouteMetric to create the route with, or to lower it to where it exists; null when it is there as it should be.
/// </param>
/// <param name="Stale">Routes to the same prefix that lead elsewhere, to be removed once the right one is
/// there.</param>
/// <param name="Outranked">Stale routes that stay, and that the right one must win over.</param>
/// <param name="IsRequired">
/// Without it the workload is not started: the credentials route, or one that was asked for by name.
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
    public IPNetwork Destination => Key.Destination;

    public IPAddress NextHop => Key.NextHop;

    public uint InterfaceIndex => Key.InterfaceIndex;

    /// <summary>Where routes lead, as the rest of "leads to".</summary>
    public static string Targets(IReadOnlyList<Route> routes) =>
        string.Join(" and ", routes.Select(route => route.Key.Target));
}
