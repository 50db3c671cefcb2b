using System.Globalization;
using System.Net;
using Bootstrap.Ecs;
using Bootstrap.Logging;

namespace Bootstrap.Network;

/// <summary>
/// Makes the plan from a snapshot of the network. Pure functions: the plan does not depend on the order of the rows.
/// </summary>
internal static class Planner
{
    private const string WhenTheNetworkComes =
        "In awsvpc mode the agent attaches the network up to three minutes after the start; otherwise check the host's "
        + "HNS network.";

    /// <summary>The plan without reading the network; null if the plan depends on the network.</summary>
    public static Plan? WithoutLooking(TaskEnvironment environment, PlanOptions options) =>
        ModeSigns.WithoutLooking(options.Mode, options.ModeSource, environment) is { Mode: not NetworkMode.Nat } sign
            ? Skip(sign, [])
            : null;

    /// <summary>Makes the plan from a snapshot of the network.</summary>
    /// <param name="snapshot">The network.</param>
    /// <param name="environment">The task's variables.</param>
    /// <param name="options">The plan options.</param>
    /// <param name="failed">Changes that failed earlier; null if none did.</param>
    public static Decision Decide(
        NetworkSnapshot snapshot, TaskEnvironment environment, PlanOptions options,
        FailedChanges? failed = null
    )
    {
        var sign = ModeSigns.WithoutLooking(options.Mode, options.ModeSource, environment);
        if (sign is { Mode: NetworkMode.Fargate })
        {
            return Skip(sign, FargateDoubts(snapshot));
        }

        sign ??= ModeSigns.OnNetwork(snapshot);
        return sign is { Mode: not NetworkMode.Nat }
            ? Skip(sign, [])
            : DecideInNat(
                snapshot, environment, options, sign?.Sign ?? "no sign of awsvpc or Fargate",
                failed ?? new FailedChanges());
    }

    /// <summary>
    /// Makes the plan if there is no default route after the wait. Then the name of an awsvpc or Fargate endpoint is
    /// enough, also if its interface has no route. Null without such an endpoint.
    /// </summary>
    public static Plan? DecideAfterTheWait(NetworkSnapshot snapshot, PlanOptions options) =>
        options.Mode is null && ModeSigns.OfNames(snapshot) is { } sign
            ? Skip(sign, [new PlanWarning(Messages.EndpointWithoutRoutes)])
            : null;

    private static Plan Skip(ModeSign sign, IReadOnlyList<PlanWarning> warnings) => new(
        sign.Mode,
        $"{sign.Sign}; the platform sets up the routes itself",
        Gateway: null,
        Interface: null,
        Routes: [],
        warnings);

    /// <summary>
    /// Warns if the network contradicts Fargate's variable, which an image or a task definition may set on EC2 too.
    /// </summary>
    private static IReadOnlyList<PlanWarning> FargateDoubts(NetworkSnapshot snapshot) =>
        snapshot.WhyNoAdapters is null
        && ModeSigns.OfNames(snapshot) is null
        && snapshot.Routes.Any(route => route.IsDefault && !route.IsOnLink)
        && !snapshot.Routes.Any(route => route.Destination.Equals(LinkLocal.Credentials))
            ?
            [
                new PlanWarning(
                    Messages.FargateDoubtful, TaskVariables.ExecutionEnvironment, TaskEnvironment.Fargate
                ),
            ]
            : [];

    private static Decision DecideInNat(
        NetworkSnapshot snapshot, TaskEnvironment environment, PlanOptions options, string modeReason,
        FailedChanges failed)
    {
        uint? chosenIndex = null;
        if (options.Interface is { } name)
        {
            chosenIndex = FindInterface(name, snapshot);
            if (chosenIndex is null)
            {
                return new NotYet(
                    $"interface '{name}' (seen: {snapshot.WhyNoAdapters?.TrimEnd('.') ?? NamesOf(snapshot.Adapters)})",
                    "Set --interface to the index or the alias of an existing interface."
                );
            }
        }

        var path = chosenIndex is { } given && options.Gateway is { } hop
            ? FromOptions(hop, given, snapshot)
            : FromDefaultRoute(snapshot, chosenIndex, options);
        if (path is null)
        {
            return NoDefaultRoute(snapshot, chosenIndex);
        }

        var routes = options.Prefixes.Select(prefix =>
            PlanRoute(prefix, path, snapshot, options, IsRequired(prefix, environment, options), failed));
        return new Plan(
            NetworkMode.Nat,
            $"{modeReason}; {path.Reason}",
            path.Gateway,
            path.Interface,
            routes,
            [
                .. AdapterDoubts(snapshot, options),
                .. path.Warnings,
                .. routes.SelectMany(route => OnLinkWarnings(route, path, snapshot)),
                .. DiversionWarnings(routes, snapshot),
            ]);
    }

    /// <summary>
    /// Warns of routes to known endpoints that are more specific than the configured ones and lead elsewhere.
    /// </summary>
    private static List<PlanWarning> DiversionWarnings(IReadOnlyList<PlannedRoute> routes, NetworkSnapshot snapshot)
    {
        var warnings = new List<PlanWarning>();
        foreach (var prefix in (ReadOnlySpan<IPNetwork>)
            [LinkLocal.Credentials, LinkLocal.Metadata, LinkLocal.EksPodIdentity])
        {
            if (Diversion.Of(prefix.BaseAddress, routes, snapshot.Routes) is { } route)
            {
                warnings.Add(new PlanWarning(
                    Messages.RouteDiverted, prefix.BaseAddress, route.Key.ToString(), Diversion.OrCorrect(route)));
            }
        }

        return warnings;
    }

    /// <summary>Without adapters an awsvpc endpoint cannot be recognised by its name.</summary>
    private static IReadOnlyList<PlanWarning> AdapterDoubts(NetworkSnapshot snapshot, PlanOptions options) =>
        (snapshot.WhyNoAdapters, options.Mode) switch
        {
            (null, _) => [],
            ({ } why, null) => [new PlanWarning(Messages.ModeUnconfirmed, why.TrimEnd('.'))],
            ({ } why, _) => [new PlanWarning(Messages.AdaptersUnreadable, why.TrimEnd('.'))],
        };

    private static HostPath FromOptions(IPAddress gateway, uint interfaceIndex, NetworkSnapshot snapshot)
    {
        RefuseOwnAddress(gateway, snapshot);
        return new HostPath(
            gateway,
            InterfaceOf(interfaceIndex, alias: null, snapshot),
            snapshot.Routes.FirstOrDefault(route => route.InterfaceIndex == interfaceIndex)?.InterfaceMetric,
            $"gateway {gateway} and interface {interfaceIndex} as configured",
            Warnings: []);
    }

    private static HostPath? FromDefaultRoute(NetworkSnapshot snapshot, uint? chosenIndex, PlanOptions options)
    {
        var candidates = new DefaultRoutes(snapshot, chosenIndex);

        // If the configured gateway has a default route, the interface of that route is used.
        var byGateway = options.Gateway is { } configured ? candidates.By(configured) : null;
        var best = byGateway ?? candidates.Best;
        if (best is null)
        {
            return null;
        }

        var adapter = InterfaceOf(best.InterfaceIndex, best.InterfaceAlias, snapshot);
        var gateway = options.Gateway ?? best.NextHop;
        var others = candidates.Count > 1 ? $", best of {candidates.Count}" : string.Empty;
        var metric = best.EffectiveMetric?.ToString(CultureInfo.InvariantCulture) ?? "unknown";
        var reason = $"default route via {best.NextHop} on interface {adapter.Index} '{adapter.Alias}' "
            + $"(effective metric {metric}{others})";
        if (!gateway.Equals(best.NextHop))
        {
            RefuseOwnAddress(gateway, snapshot);
            reason += $", gateway {gateway} as configured";
        }

        var warnings = candidates.Doubts(best, isByGateway: byGateway is not null);
        if (!adapter.IsHyperV && snapshot.WhyNoAdapters is null)
        {
            warnings.Add(new PlanWarning(Messages.AdapterNotHyperV, adapter.Index, adapter.Alias, adapter.Description));
        }

        return new HostPath(gateway, adapter, best.InterfaceMetric, reason, warnings);
    }

    /// <summary>
    /// Throws if the gateway is an address of this container: a route via it leads nowhere, and a wait does not help.
    /// </summary>
    private static void RefuseOwnAddress(IPAddress gateway, NetworkSnapshot snapshot)
    {
        if (
            snapshot.Addresses?.FirstOrDefault(address =>
                address.Address.Equals(gateway) || address.IsBroadcast(gateway)
            ) is
            { } own
        )
        {
            var what = own.Address.Equals(gateway)
                ? "an address of this container"
                : "the broadcast address of a subnet of this container";
            throw new BootstrapException(Messages.GatewayIsOurs, [gateway, what, own.InterfaceIndex]);
        }
    }

    private static NotYet NoDefaultRoute(NetworkSnapshot snapshot, uint? interfaceIndex)
    {
        var missing = interfaceIndex is { } index
            ? $"a default route with a gateway on interface {index}"
            : "a default route with a gateway";
        if (snapshot.WhyNoAdapters is { } why)
        {
            return new NotYet(missing, $"{why} {WhenTheNetworkComes}");
        }

        if (snapshot.Adapters.Count == 0)
        {
            return new NotYet(missing, $"This container has no network adapter. {WhenTheNetworkComes}");
        }

        var seen = $"Adapters seen: {NamesOf(snapshot.Adapters)}.";
        var lost = snapshot.Adapters.OrderBy(adapter => adapter.Index)
            .FirstOrDefault(adapter => snapshot.HasLostAddress(adapter.Index));
        if (lost is not null)
        {
            return new NotYet(
                missing,
                $"{seen} Interface {lost.Index} {snapshot.WhyNoAddress(lost.Index)}. "
                + "Check the host's HNS network, and start the task again."
            );
        }

        return new NotYet(
            missing, $"{seen} {(interfaceIndex is null ? WhenTheNetworkComes : "Check --interface.")}"
        );
    }

    /// <summary>The index of the interface that <c>--interface</c> names, or null if there is none.</summary>
    public static uint? FindInterface(string indexOrAlias, NetworkSnapshot snapshot)
    {
        var adapters = snapshot.WhyNoAdapters is null
            ? snapshot.Adapters
            : snapshot.Routes.Select(route => InterfaceOf(route.InterfaceIndex, route.InterfaceAlias, snapshot));
        if (uint.TryParse(indexOrAlias, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && adapters.Any(adapter => adapter.Index == index))
        {
            return index;
        }

        return adapters
            .OrderBy(adapter => adapter.Index)
            .Find(adapter => adapter.Alias.Equals(indexOrAlias, StringComparison.OrdinalIgnoreCase))?.Index;
    }

    private static Adapter InterfaceOf(uint index, string? alias, NetworkSnapshot snapshot) =>
        snapshot.AdapterOf(index) ?? new Adapter(index, alias ?? $"interface {index}", "unknown adapter", IsUp: true);

    private static string NamesOf(IReadOnlyList<Adapter> adapters) =>
        adapters.Count == 0
            ? "(none)"
            : string.Join(
                ", ",
                adapters.OrderBy(adapter => adapter.Index).Select(adapter => $"{adapter.Index} '{adapter.Alias}'")
            );

    /// <summary>
    /// Whether the workload must not start without the route. A task without a role needs none of the default routes.
    /// </summary>
    private static bool IsRequired(IPNetwork prefix, TaskEnvironment environment, PlanOptions options) =>
        !options.HasDefaultPrefixes
        || (prefix.Equals(LinkLocal.Credentials) && environment.AsksForCredentials);

    private static PlannedRoute PlanRoute(
        IPNetwork prefix, HostPath path, NetworkSnapshot snapshot, PlanOptions options, bool isRequired,
        FailedChanges failed
    )
    {
        var existing = Route.InOrder(snapshot.Routes.Where(route => route.Destination.Equals(prefix)));

        // Another program may use an on-link route to one of these prefixes: it is kept. Exceptions: --mode nat is set,
        // or the prefix is that of the credentials, for which Stays decides below.
        var mayReplaceOnLink = options.Mode is not null || prefix.Equals(LinkLocal.Credentials);
        if (!mayReplaceOnLink && existing.Find(route => route.IsOnLink) is { } onLink)
        {
            return new PlannedRoute(
                onLink.Key, RouteAction.Keep, "on-link, not changed", Metric: null, [], [], isRequired
            );
        }

        var key = new RouteKey(prefix, path.Gateway, path.Interface.Index);
        var own = existing.Find(route => route.Key == key);
        var rivals = existing.Where(route => route.Key != key);
        var outranked = rivals.Where(route =>
            failed.Unremovable.Contains(route.Key) || (route.IsOnLink && Stays(route)));
        var stale = rivals.Except(outranked);

        // A new route gets a metric that wins over the stale ones, so that it works even if they cannot be removed.
        var metric = own switch
        {
            null => Outranking.Metric(key.InterfaceIndex, path.InterfaceMetric, rivals),
            _ when failed.Unlowerable.Contains(key) => null,
            _ => MetricToLowerTo(own, outranked),
        };
        return (own, stale, metric) switch
        {
            (_, [_, ..], _) => Planned(RouteAction.Replace, $"leads to {PlannedRoute.Targets(stale)}"),
            (null, _, _) => Planned(RouteAction.Add, "missing"),
            (_, _, not null) => Planned(
                RouteAction.Replace, $"exists, but the route to {PlannedRoute.Targets(outranked)} wins"
            ),
            _ => Planned(RouteAction.Keep, PlannedRoute.AlreadyCorrect),
        };

        PlannedRoute Planned(RouteAction action, string reason) =>
            new(key, action, reason, metric, stale, outranked, isRequired);

        // An on-link route is removed only if no metric wins over it and the platform did not add it.
        bool Stays(Route route) =>
            ModeSigns.IsPlatforms(route, snapshot)
            || !Outranking.IsImpossible(key.InterfaceIndex, path.InterfaceMetric, route);
    }

    /// <summary>The metric with which an existing route wins, or null if it already wins or cannot win.</summary>
    public static uint? MetricToLowerTo(Route own, IReadOnlyList<Route> rivals)
    {
        var metric = Outranking.Metric(own.InterfaceIndex, own.InterfaceMetric, rivals);
        return !rivals.All(own.Beats) && metric < own.RouteMetric ? metric : null;
    }

    private static List<PlanWarning> OnLinkWarnings(PlannedRoute planned, HostPath path, NetworkSnapshot snapshot)
    {
        var warnings = new List<PlanWarning>();
        if (planned.Key.IsOnLink)
        {
            foreach (
                var route in snapshot
                    .Routes.Where(route => route.IsOnLink && route.Destination.Equals(planned.Destination))
                    .OrderBy(route => route.InterfaceIndex)
            )
            {
                warnings.Add(new PlanWarning(Messages.OnLinkRouteLeft, route.Key.ToString()));
            }
        }

        List<Route> beside = [.. planned.Outranked, .. planned.Stale];
        foreach (var route in beside.Where(route => route.IsOnLink).OrderBy(route => route.InterfaceIndex))
        {
            warnings.Add(ModeSigns.IsPlatforms(route, snapshot)
                ? new PlanWarning(
                    Messages.OnLinkRouteOutranked, route.Key.ToString(), planned.NextHop, OutcomeBeside(route))
                : new PlanWarning(Messages.OnLinkRouteStale, route.Key.ToString()));
        }

        return warnings;

        // As it will be once the plan is carried out.
        string OutcomeBeside(Route onLink)
        {
            var there = snapshot.Routes.FirstOrDefault(route => route.Key == planned.Key);
            var metric = planned.Metric ?? there?.RouteMetric;
            var afterwards = new Route(planned.Key, InterfaceAlias: null, metric, path.InterfaceMetric);
            if (afterwards.Beats(onLink))
            {
                return $"wins by its lower metric, {afterwards.EffectiveMetric ?? metric}";
            }

            return Outranking.IsImpossible(planned.InterfaceIndex, path.InterfaceMetric, onLink)
                ? "does not win over it: no metric is low enough"
                : "may not win over it: a metric could not be read";
        }
    }
}
