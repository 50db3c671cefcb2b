using Bootstrap.Logging;

namespace Bootstrap.Network;

/// <summary>
/// The container's network, as far as this program touches it. One implementation for each backend. Every call is
/// bounded in time, and throws <see cref="BootstrapException"/> with the native code and a hint when it fails.
/// </summary>
internal interface INetwork : IDisposable
{
    /// <summary>What <c>plan</c> calls this backend, such as <c>cim</c>.</summary>
    string Backend { get; }

    /// <summary>
    /// Told that what this backend reported as done has not come about: true when another backend takes its place from
    /// now on, so that it is worth trying again.
    /// </summary>
    /// <param name="why">What did not come about, as one sentence.</param>
    bool FallBack(string why) => false;

    /// <summary>Reads the active IPv4 routes, the adapters and, where that works, the IPv4 addresses.</summary>
    NetworkSnapshot Look();

    /// <summary>Reads the active IPv4 routes alone.</summary>
    IReadOnlyList<Route> LookAtRoutes();

    /// <summary>
    /// Adds a route to the active store. One that exists already is not a failure: its metric is lowered if it is
    /// higher.
    /// </summary>
    /// <param name="route">The route.</param>
    /// <param name="metric">Its RouteMetric, at most <see cref="Route.DefaultMetric"/>.</param>
    void Add(RouteKey route, uint metric);

    /// <summary>Removes a route from the active store. One that is gone already is not a failure.</summary>
    void Remove(RouteKey route);
}
