using Bootstrap.Logging;

namespace Bootstrap.Network;

/// <summary>
/// The container's network, with one implementation for each backend; <see cref="BoundedNetwork"/> limits the time of
/// its calls. A failure throws <see cref="BootstrapException"/> with the native code and a hint.
/// </summary>
internal interface INetwork : IDisposable
{
    /// <summary>The backend's name, such as <c>cim</c>.</summary>
    string Backend { get; }

    /// <summary>Loads what later calls need. A failure is reported by the first call.</summary>
    void Prepare()
    {
    }

    /// <summary>
    /// Reports that a change which this backend reported as done has not taken effect. Returns true if another backend
    /// is used from now on, so that another attempt makes sense.
    /// </summary>
    /// <param name="why">What has not taken effect, as one sentence.</param>
    bool FallBack(string why) => false;

    /// <summary>Reads the active IPv4 routes and, if possible, the adapters and the IPv4 addresses.</summary>
    NetworkSnapshot Look();

    /// <summary>Reads only the active IPv4 routes.</summary>
    IReadOnlyList<Route> LookAtRoutes();

    /// <summary>
    /// Adds a route to the active store. If it exists with a higher metric, lowers its metric.
    /// </summary>
    /// <param name="route">The route.</param>
    /// <param name="metric">Its RouteMetric, at most <see cref="Route.DefaultMetric"/>.</param>
    void Add(RouteKey route, uint metric);

    /// <summary>Removes a route from the active store, if it exists.</summary>
    void Remove(RouteKey route);
}
