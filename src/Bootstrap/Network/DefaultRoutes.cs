using Bootstrap.Logging;

namespace Bootstrap.Network;

/// <summary>The default routes to choose from, best first.</summary>
internal sealed class DefaultRoutes
{
    private const int BestRank = 0;
    private const int WorstRank = 2;

    private readonly NetworkSnapshot _snapshot;
    private readonly List<Route> _inOrder = [];

    /// <param name="snapshot">The network.</param>
    /// <param name="interfaceIndex">The interface to choose from, or null for all.</param>
    public DefaultRoutes(NetworkSnapshot snapshot, uint? interfaceIndex)
    {
        _snapshot = snapshot;

        // Windows uses the lowest effective metric. Equal metrics are ordered too, so that each run decides the same.
        // A default route without a next hop has no gateway.
        var gateways = Route.InOrder(snapshot.Routes
            .Where(route => route.IsDefault && !route.IsOnLink)
            .Where(route => interfaceIndex is null || route.InterfaceIndex == interfaceIndex));
        var keys = new HashSet<RouteKey>();
        for (var rank = BestRank; rank <= WorstRank; rank++)
        {
            _inOrder.AddRange(gateways.Where(route => RankOf(route) == rank && keys.Add(route.Key)));
        }
    }

    public int Count => _inOrder.Count;

    /// <summary>The best default route, or null.</summary>
    public Route? Best => _inOrder.Count == 0 ? null : _inOrder[0];

    /// <summary>The best default route via this gateway, or null.</summary>
    public Route? By(System.Net.IPAddress gateway) => _inOrder.FirstOrDefault(route => route.NextHop.Equals(gateway));

    /// <summary>The reasons why the choice of <paramref name="chosen"/> may be wrong.</summary>
    /// <param name="chosen">The chosen default route.</param>
    /// <param name="isByGateway">It was chosen by its gateway: only routes via the same gateway compete.</param>
    public List<PlanWarning> Doubts(Route chosen, bool isByGateway)
    {
        var doubts = new List<PlanWarning>();
        var others = _inOrder.Where(route => route.Key != chosen.Key
            && RankOf(route) == RankOf(chosen)
            && (!isByGateway || route.NextHop.Equals(chosen.NextHop)));
        var unreadable = others.Where(route => route.EffectiveMetric is null);
        if (chosen.EffectiveMetric is null && others.Count > 0)
        {
            doubts.Add(new PlanWarning(Messages.MetricsUnreadable, chosen.Key.Target, Targets(others)));
        }
        else if (unreadable.Count > 0)
        {
            doubts.Add(new PlanWarning(Messages.MetricUnreadable, Targets(unreadable)));
        }

        var equal = others.Where(route => route.EffectiveMetric == chosen.EffectiveMetric
            && (chosen.EffectiveMetric is not null || route.RouteMetric == chosen.RouteMetric));
        if (equal.Count > 0)
        {
            doubts.Add(new PlanWarning(Messages.DefaultRoutesEqual, Targets(equal), chosen.Key.Target));
        }

        return doubts;
    }

    private static string Targets(IReadOnlyList<Route> routes) => PlannedRoute.Targets(routes);

    /// <summary>A Hyper-V adapter that is up has the best rank, an adapter that is down the worst.</summary>
    private int RankOf(Route route) => _snapshot.AdapterOf(route.InterfaceIndex) switch
    {
        { IsHyperV: true, IsUp: true } => BestRank,
        null or { IsUp: true } => BestRank + 1,
        _ => WorstRank,
    };
}
