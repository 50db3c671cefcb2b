using System.Net;

namespace Bootstrap.Network;

/// <summary>What came of a decision: a <see cref="Plan"/>, or <see cref="NotYet"/>.</summary>
internal abstract record Decision;

/// <summary>No plan can be made from what was seen; a later look may see more.</summary>
/// <param name="Missing">What is missing, as the object of "waiting for", such as "a default route".</param>
/// <param name="Hint">What to do when it never comes.</param>
internal sealed record NotYet(string Missing, string Hint) : Decision;

/// <summary>What is to be done to the network, and why.</summary>
/// <param name="Mode">The network mode.</param>
/// <param name="Reason">Why this mode, this gateway and this interface, as one sentence.</param>
/// <param name="Gateway">The next hop of the routes, or null in a mode in which none are added.</param>
/// <param name="Interface">The interface of the routes, or null in a mode in which none are added.</param>
/// <param name="Routes">One for each wanted prefix; empty in a mode in which none are added.</param>
/// <param name="Warnings">What the reader should know although a plan could be made.</param>
internal sealed record Plan(
    NetworkMode Mode,
    string Reason,
    IPAddress? Gateway,
    Adapter? Interface,
    IReadOnlyList<PlannedRoute> Routes,
    IReadOnlyList<PlanWarning> Warnings) : Decision
{
    public bool ChangesNothing => Routes.All(route => route.Action == RouteAction.Keep);
}

/// <summary>What the reader of a plan should know.</summary>
/// <param name="EventName">Which warning it is, one of <see cref="EventNames"/>.</param>
/// <param name="Text">The warning, as a phrase.</param>
internal sealed record PlanWarning(string EventName, string Text);

/// <summary>What is to be done with one prefix.</summary>
internal enum RouteAction
{
    /// <summary>There is no route: add it.</summary>
    Add,

    /// <summary>The route is there and right, or is one that we never touch.</summary>
    Keep,

    /// <summary>Routes to the prefix lead elsewhere: add the right one, then remove those.</summary>
    Replace,
}

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
