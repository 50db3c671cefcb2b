using System.Net;
using Bootstrap.Logging;

namespace Bootstrap.Network;

/// <summary>
/// The container's network, as far as this program touches it. One implementation per way of doing it. Every call is
/// bounded in time, and throws <see cref="BootstrapException"/> with the native code and a hint when it fails.
/// </summary>
internal interface INetwork : IDisposable
{
    /// <summary>What <c>plan</c> calls this way of doing it, such as <c>cim</c>.</summary>
    string Backend { get; }

    /// <summary>Reads the active IPv4 routes and the adapters.</summary>
    NetworkSnapshot Look();

    /// <summary>Reads the active IPv4 routes alone.</summary>
    IReadOnlyList<Route> LookAtRoutes();

    /// <summary>
    /// Adds a route to the active store. That it exists already is no failure: somebody else may have been quicker.
    /// </summary>
    void AddRoute(IPNetwork destination, IPAddress nextHop, uint interfaceIndex);

    /// <summary>Removes a route from the active store. That it is gone already is no failure.</summary>
    void RemoveRoute(Route route);
}
