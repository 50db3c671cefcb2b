using System.Net;
using Bootstrap.Ecs;
using Bootstrap.Logging;
using Bootstrap.Network;
using Serilog.Events;

namespace Bootstrap.Tests;

/// <summary>Short functions that create networks.</summary>
internal static class Some
{
    public static readonly TaskEnvironment Ec2 = new("AWS_ECS_EC2");
    public static readonly TaskEnvironment Fargate = new("AWS_ECS_FARGATE");

    public static readonly PlanOptions Defaults = new(
        Mode: null, ModeSource: null, LinkLocal.Default, Gateway: null, Interface: null
    );

    public static readonly Adapter Container = new(
        2, "vEthernet (Ethernet)", "Hyper-V Virtual Ethernet Container Adapter", IsUp: true
    );

    public static IPAddress Address(string text) => IPAddress.Parse(text);

    public static IPNetwork Prefix(string text) => IPNetwork.Parse(text);

    public static Route Route(
        string destination, string nextHop, uint interfaceIndex = 2,
        uint metric = 0,
        uint interfaceMetric = 25
    ) => new(Key(destination, nextHop, interfaceIndex), InterfaceAlias: null, metric, interfaceMetric);

    public static RouteKey Key(string destination, string nextHop, uint interfaceIndex = 2) =>
        new(Prefix(destination), Address(nextHop), interfaceIndex);

    public static InterfaceAddress InterfaceAddress(
        string address, int prefixLength = 20, AddressState state = AddressState.Preferred, uint interfaceIndex = 2) =>
        new(interfaceIndex, Address(address), prefixLength, state);

    public static NetworkSnapshot Snapshot(IEnumerable<Adapter> adapters, params Route[] routes) =>
        new(routes, [.. adapters]);

    /// <summary>The ordinary nat container: one adapter, one default route.</summary>
    public static NetworkSnapshot Nat(params Route[] more) =>
        Snapshot(
            [Container],
            [Route("0.0.0.0/0", "172.30.0.1"), Route("172.30.0.0/20", "0.0.0.0", metric: 256), .. more]
        );

    public static Plan PlanOf(Decision decision) => Assert.IsType<Plan>(decision);

    /// <summary>An expected failure whose text is just <paramref name="text"/>.</summary>
    public static BootstrapException Failure(string text, string? hint = null, uint? nativeCode = null) =>
        new(new Message("some-failure", LogEventLevel.Error, "{Text:l}", ExitCode.SetupFailed), [text], hint)
        {
            NativeCode = nativeCode,
        };
}

/// <summary>A network in memory: a list of routes.</summary>
internal sealed class FakeNetwork(NetworkSnapshot start) : INetwork
{
    private readonly List<Route> _routes = [.. start.Routes];

    public string Backend => "fake";

    /// <summary>Called before every read, with its number; may change the network.</summary>
    public Action<int, List<Route>> BeforeLook { get; set; } = (_, _) => { };

    /// <summary>Called before a route is added; may throw.</summary>
    public Action<RouteKey> BeforeAdd { get; set; } = _ => { };

    /// <summary>Called before a route is removed; may throw.</summary>
    public Action<RouteKey> BeforeRemove { get; set; } = _ => { };

    /// <summary>The addresses that every read returns.</summary>
    public IReadOnlyList<InterfaceAddress>? Addresses { get; set; } = start.Addresses;

    public int Looks { get; private set; }

    public int RouteLooks { get; private set; }

    public IReadOnlyList<Route> Routes => _routes;

    public List<string> Changes { get; } = [];

    public NetworkSnapshot Look()
    {
        BeforeLook(++Looks, _routes);
        return new NetworkSnapshot([.. _routes], start.Adapters, Addresses);
    }

    public IReadOnlyList<Route> LookAtRoutes()
    {
        RouteLooks++;
        return [.. _routes];
    }

    public void Add(RouteKey route, uint metric)
    {
        BeforeAdd(route);
        Changes.Add(metric == Route.DefaultMetric ? $"add {route}" : $"add {route}, metric {metric}");
        if (_routes.Find(existing => existing.Key == route) is { } there)
        {
            _routes.Remove(there);
            metric = Math.Min(metric, there.RouteMetric ?? metric);
        }

        _routes.Add(new Route(route, null, metric, 25));
    }

    public void Remove(RouteKey route)
    {
        BeforeRemove(route);
        Changes.Add($"remove {route}");
        _routes.RemoveAll(existing => existing.Key == route);
    }

    public void Dispose()
    {
    }
}

/// <summary>
/// A clock that only the test moves. The wall-clock time jumps by a day with each call, back and forth: no wait may
/// depend on it.
/// </summary>
internal sealed class ManualTime : TimeProvider
{
    public TimeSpan Elapsed { get; private set; }

    private int _looks;

    public override DateTimeOffset GetUtcNow() =>
        new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)
        + Elapsed
        + (++_looks % 2 == 0 ? TimeSpan.FromDays(1) : -TimeSpan.FromDays(1));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Elapsed.Ticks;

    public void Advance(TimeSpan span) => Elapsed += span;
}

/// <summary>Collects log events.</summary>
internal sealed class ListSink(List<string> lines) : Serilog.Core.ILogEventSink
{
    public void Emit(Serilog.Events.LogEvent logEvent) =>
        lines.Add(logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture));
}
