using System.Net;

namespace Bootstrap.Network;

/// <summary>One wanted prefix, and what is to be done for it.</summary>
/// <param name="Destination">The prefix.</param>
/// <param name="NextHop">The next hop that the route has, or will have.</param>
/// <param name="InterfaceIndex">The interface that the route leaves by, or will leave by.</param>
/// <param name="Action">What is to be done.</param>
/// <param name="Reason">Why.</param>
/// <param name="Create">The route must be created; false when it is there already.</param>
/// <param name="Stale">Routes to the same prefix that lead elsewhere, to be removed once the right one is there.</param>
internal sealed record PlannedRoute(
    IPNetwork Destination,
    IPAddress NextHop,
    uint InterfaceIndex,
    RouteAction Action,
    string Reason,
    bool Create,
    IReadOnlyList<Route> Stale)
{
    /// <summary>Where routes lead, as the rest of "leads to".</summary>
    public static string Ways(IReadOnlyList<Route> routes) => string.Join(" and ", routes.Select(route => $"{route.NextHop} on interface {route.InterfaceIndex}"));

    /// <summary>Whether <paramref name="route"/> is the one that is wanted here.</summary>
    public bool IsSatisfiedBy(Route route) =>
        route.Destination.Equals(Destination) && route.NextHop.Equals(NextHop) && route.InterfaceIndex == InterfaceIndex;
}
