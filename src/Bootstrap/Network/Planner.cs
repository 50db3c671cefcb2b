using System.Globalization;
using System.Net;
using Bootstrap.Ecs;
using Bootstrap.Logging;

namespace Bootstrap.Network;

/// <summary>
/// The decision: from what was seen to what is to be done. Pure: the same input gives the same plan, in whatever order
/// the rows came, and nothing is read or written.
/// </summary>
internal static class Planner
{
    /// <summary>Decides where no look at the network is needed, so that none is paid for; null where one is.</summary>
    public static Plan? WithoutLooking(TaskEnvironment environment, PlanOptions options) =>
        ModeSigns.WithoutLooking(options.Mode, options.ModeSource, environment) is { Mode: not NetworkMode.Nat } sign
            ? Skip(sign)
            : null;

    /// <summary>Decides from what was seen of the network.</summary>
    public static Decision Decide(NetworkSnapshot snapshot, TaskEnvironment environment, PlanOptions options)
    {
        var sign = ModeSigns.WithoutLooking(options.Mode, options.ModeSource, environment) ?? ModeSigns.OnNetwork(snapshot);
        if (sign is { Mode: not NetworkMode.Nat })
        {
            return Skip(sign);
        }

        var modeReason = sign?.Sign ?? "no sign of awsvpc or Fargate";
        return ChooseWay(snapshot, options) switch
        {
            Way way => new Plan(
                NetworkMode.Nat,
                $"{modeReason}; {way.Reason}",
                way.Gateway,
                way.Interface,
                [.. options.Prefixes.Select(prefix => PlanRoute(prefix, way, snapshot, options))],
                [.. way.Warnings, .. UntouchedOnLinkWarnings(snapshot, options)]),
            var decision => decision,
        };
    }

    private static Plan Skip(ModeSign sign) => new(
        sign.Mode,
        $"{sign.Sign}; the platform sets up the routes itself",
        Gateway: null,
        Interface: null,
        Routes: [],
        Warnings: []);

    /// <summary>The gateway and the interface, both from one default route unless the user overrode them.</summary>
    private sealed record Way(IPAddress Gateway, Adapter Interface, string Reason, IReadOnlyList<PlanWarning> Warnings) : Decision;

    private static Decision ChooseWay(NetworkSnapshot snapshot, PlanOptions options)
    {
        uint? chosenIndex = null;
        if (options.Interface is { } name)
        {
            chosenIndex = FindInterface(name, snapshot);
            if (chosenIndex is null)
            {
                return new NotYet($"interface '{name}' (seen: {NamesOf(snapshot.Adapters)})", "Give --interface the index or the alias of one that is there.");
            }
        }

        if (chosenIndex is { } given && options.Gateway is { } hop)
        {
            RefuseOwnAddress(hop, given, snapshot);
            return new Way(hop, InterfaceOf(given, alias: null, snapshot), $"gateway {hop} and interface {given} as told", []);
        }

        var adapters = snapshot.Adapters.DistinctBy(adapter => adapter.Index).ToDictionary(adapter => adapter.Index);

        // Windows takes the lowest effective metric; equal ones have an order too, so that every run decides alike. A
        // default route without a next hop has no gateway to offer.
        var candidates = Route.InOrder(snapshot.Routes
                .Where(route => route.IsDefault && !route.IsOnLink)
                .Where(route => chosenIndex is null || route.InterfaceIndex == chosenIndex))
            .OrderBy(route => Rank(adapters.GetValueOrDefault(route.InterfaceIndex))) // stable: keeps the order within a rank
            .ToList();

        // A gateway that was given and has a default route brings its own interface.
        var best = candidates.Find(route => route.NextHop.Equals(options.Gateway)) ?? candidates.FirstOrDefault();
        if (best is null)
        {
            return NoDefaultRoute(snapshot, chosenIndex);
        }

        var adapter = InterfaceOf(best.InterfaceIndex, best.InterfaceAlias, snapshot);
        var gateway = options.Gateway ?? best.NextHop;
        var reason = $"default route via {best.NextHop} on interface {adapter.Index} '{adapter.Alias}' (effective metric {best.EffectiveMetric}{OtherRoutes(candidates.Count)})";
        if (!gateway.Equals(best.NextHop))
        {
            RefuseOwnAddress(gateway, adapter.Index, snapshot);
            reason += $", gateway {gateway} as told";
        }

        return new Way(gateway, adapter, reason, adapter.IsHyperV
            ? []
            : [new PlanWarning(Messages.AdapterNotHyperV, adapter.Index, adapter.Alias, adapter.Description)]);
    }

    /// <summary>
    /// Windows has an on-link /32 route for each address of its own, and for each broadcast address. A gateway with
    /// such a route has a default route, too. Waiting would not change it.
    /// </summary>
    private static void RefuseOwnAddress(IPAddress gateway, uint interfaceIndex, NetworkSnapshot snapshot)
    {
        if (snapshot.Routes.Any(route => route.IsOnLink && route.InterfaceIndex == interfaceIndex
                && route.Destination.PrefixLength == 32 && route.Destination.BaseAddress.Equals(gateway))
            && !snapshot.Routes.Any(route => route.IsDefault && route.NextHop.Equals(gateway)))
        {
            throw new BootstrapException(Messages.GatewayIsOurs, [gateway, interfaceIndex]);
        }
    }

    private static NotYet NoDefaultRoute(NetworkSnapshot snapshot, uint? interfaceIndex) => new(
        interfaceIndex is { } index ? $"a default route with a gateway on interface {index}" : "a default route with a gateway",
        snapshot.Adapters.Count == 0
            ? "This container has no network adapter: in awsvpc mode the agent attaches it up to three minutes after the start; else see the host's HNS network."
            : $"Adapters seen: {NamesOf(snapshot.Adapters)}. {(interfaceIndex is null ? "In awsvpc mode the agent attaches the network up to three minutes after the start; else see the host's HNS network." : "Is --interface right?")}");

    private static string OtherRoutes(int count) => count > 1 ? $", best of {count}" : string.Empty;

    /// <summary>A Hyper-V adapter that is up comes first, an adapter known to be down last.</summary>
    private static int Rank(Adapter? adapter) => adapter switch
    {
        { IsHyperV: true, IsUp: true } => 0,
        null or { IsUp: true } => 1,
        _ => 2,
    };

    private static uint? FindInterface(string indexOrAlias, NetworkSnapshot snapshot)
    {
        if (uint.TryParse(indexOrAlias, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && snapshot.AdapterOf(index) is not null)
        {
            return index;
        }

        return snapshot.Adapters
            .Where(adapter => adapter.Alias.Equals(indexOrAlias, StringComparison.OrdinalIgnoreCase))
            .Min(adapter => (uint?)adapter.Index);
    }

    private static Adapter InterfaceOf(uint index, string? alias, NetworkSnapshot snapshot) =>
        snapshot.AdapterOf(index) ?? new Adapter(index, alias ?? $"interface {index}", "unknown adapter", IsUp: true);

    private static string NamesOf(IReadOnlyList<Adapter> adapters) => adapters.Count == 0
        ? "(none)"
        : string.Join(", ", adapters.OrderBy(adapter => adapter.Index).Select(adapter => $"{adapter.Index} '{adapter.Alias}'"));

    private static PlannedRoute PlanRoute(IPNetwork prefix, Way way, NetworkSnapshot snapshot, PlanOptions options)
    {
        var existing = Route.InOrder(snapshot.Routes.Where(route => route.Destination.Equals(prefix))).ToList();

        // An on-link route to one of these prefixes is somebody's working arrangement (the ECS agent makes such): it
        // is never removed, and no route of ours competes with it unless the user insists on nat.
        if (options.Mode is null && existing.Find(route => route.IsOnLink) is { } onLink)
        {
            return new PlannedRoute(prefix, onLink.NextHop, onLink.InterfaceIndex, RouteAction.Keep,
                $"on-link on interface {onLink.InterfaceIndex}, not touched", Create: false, Stale: []);
        }

        var index = way.Interface.Index;
        var isThere = existing.Exists(route => route.NextHop.Equals(way.Gateway) && route.InterfaceIndex == index);
        var stale = existing
            .Where(route => !route.IsOnLink && !(route.NextHop.Equals(way.Gateway) && route.InterfaceIndex == index))
            .ToList();

        return stale.Count > 0
            ? new PlannedRoute(prefix, way.Gateway, index, RouteAction.Replace, $"leads to {PlannedRoute.Ways(stale)}", !isThere, stale)
            : isThere
                ? new PlannedRoute(prefix, way.Gateway, index, RouteAction.Keep, "there and right", Create: false, Stale: [])
                : new PlannedRoute(prefix, way.Gateway, index, RouteAction.Add, "missing", Create: true, Stale: []);
    }

    private static IEnumerable<PlanWarning> UntouchedOnLinkWarnings(NetworkSnapshot snapshot, PlanOptions options) =>
        from route in snapshot.Routes
        where route.IsOnLink && options.Prefixes.Contains(route.Destination)
        orderby route.Destination.ToString(), route.InterfaceIndex
        select new PlanWarning(Messages.OnLinkRouteLeft, route.Destination, route.InterfaceIndex);
}
