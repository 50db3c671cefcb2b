using System.Net;
using Bootstrap.Ecs;

namespace Bootstrap.Network;

/// <summary>
/// Finds routes that are more specific than the planned ones and lead elsewhere. Windows uses the longest prefix,
/// whatever the metrics are.
/// </summary>
internal static class Diversion
{
    /// <summary>
    /// The route that Windows uses to an address: the best one with the longest prefix. Null if only a default route
    /// leads there.
    /// </summary>
    public static Route? RouteTo(IPAddress address, IEnumerable<Route> routes)
    {
        Route? used = null;
        foreach (var route in Route.InOrder(routes.Where(
            route => !route.IsDefault && route.Destination.Contains(address))))
        {
            if (used is null || route.Destination.PrefixLength > used.Destination.PrefixLength)
            {
                used = route;
            }
        }

        return used;
    }

    /// <summary>
    /// The advice to have bootstrap correct the route, as the rest of a sentence; empty if bootstrap would keep it.
    /// </summary>
    public static string OrCorrect(Route route) => route.IsOnLink && !route.Destination.Equals(LinkLocal.Credentials)
        ? string.Empty
        : $", or add --route {LinkLocal.NameOf(route.Destination)}, with which bootstrap corrects it";

    /// <summary>
    /// The route that takes the packets to an address away from the planned route; null if there is none, or if no
    /// route to the address is planned.
    /// </summary>
    /// <param name="address">The address.</param>
    /// <param name="planned">The planned routes.</param>
    /// <param name="routes">The active routes.</param>
    public static Route? Of(IPAddress address, IReadOnlyList<PlannedRoute> planned, IEnumerable<Route> routes)
    {
        PlannedRoute? wanted = null;
        foreach (var route in planned)
        {
            if (route.Destination.Contains(address)
                && (wanted is null || route.Destination.PrefixLength > wanted.Destination.PrefixLength))
            {
                wanted = route;
            }
        }

        return wanted is not null
            && RouteTo(address, routes) is { } used
            && used.Destination.PrefixLength > wanted.Destination.PrefixLength
            && used.Key.Target != wanted.Key.Target
                ? used
                : null;
    }
}
