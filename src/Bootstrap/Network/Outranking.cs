namespace Bootstrap.Network;

/// <summary>The metric with which a route wins over others with the same destination.</summary>
internal static class Outranking
{
    /// <summary>
    /// The highest RouteMetric, at most the default of New-NetRoute, with which Windows strictly prefers a route on
    /// this interface to <paramref name="rivals"/>. Equal metrics are not enough: Windows does not document its choice
    /// then. Returns 0, the best metric, if no metric is enough or a metric is not known.
    /// </summary>
    /// <param name="interfaceIndex">The interface of the route.</param>
    /// <param name="interfaceMetric">The interface's metric, or null if it is not known.</param>
    /// <param name="rivals">Routes with the same destination.</param>
    public static uint Metric(uint interfaceIndex, uint? interfaceMetric, IEnumerable<Route> rivals)
    {
        var metric = (long)Route.DefaultMetric;
        foreach (var rival in rivals)
        {
            metric = Math.Min(metric, Bound(interfaceIndex, interfaceMetric, rival) ?? 0);
        }

        return (uint)Math.Max(metric, 0);
    }

    /// <summary>Whether no RouteMetric makes a route on this interface win over <paramref name="rival"/>.</summary>
    public static bool IsImpossible(uint interfaceIndex, uint? interfaceMetric, Route rival) =>
        Bound(interfaceIndex, interfaceMetric, rival) < 0;

    /// <summary>The highest RouteMetric that wins; negative if none wins; null if a metric is not known.</summary>
    private static long? Bound(uint interfaceIndex, uint? interfaceMetric, Route rival) =>
        rival.InterfaceIndex == interfaceIndex
            ? rival.RouteMetric - 1L
            : (long?)rival.EffectiveMetric - interfaceMetric - 1;
}
