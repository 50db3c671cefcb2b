using Bootstrap.Logging;

namespace Bootstrap.Network.Cim;

/// <summary>Changes a route's metric by deleting the route and creating it again.</summary>
internal static class MetricChange
{
    /// <summary>If the route cannot be created with the new metric, creates it with the old one.</summary>
    /// <param name="delete">Deletes the route.</param>
    /// <param name="create">Creates the route with a RouteMetric.</param>
    /// <param name="before">The old metric.</param>
    /// <param name="after">The new metric.</param>
    public static void Run(Action delete, Action<uint> create, uint before, uint after)
    {
        delete();
        try
        {
            create(after);
        }
        catch (Exception exception) when (exception is MiException or BootstrapException)
        {
            PutBack(create, before);
            throw;
        }
    }

    private static void PutBack(Action<uint> create, uint metric)
    {
        try
        {
            create(metric);
        }
        catch (Exception exception) when (exception is MiException or BootstrapException)
        {
            // The caller reports the first failure.
        }
    }
}
