using Bootstrap.Ecs;
using Bootstrap.Logging;
using Bootstrap.Network;
using Serilog;
using Serilog.Events;

namespace Bootstrap.Tests.Network;

public class NetworkWaitTests
{
    private readonly ManualTime _time = new();
    private readonly List<string> _log = [];

    [Fact]
    public void Run_WithADefaultRouteAtOnce_LooksOnceAndWaitsForNothing()
    {
        using var network = new FakeNetwork(Some.Nat());
        Assert.Equal(NetworkMode.Nat, MakePlan(network).Mode);
        Assert.Equal(1, network.Looks);
        Assert.Equal(TimeSpan.Zero, _time.Elapsed);
        Assert.Empty(_log);
    }

    [Fact]
    public void Run_WhenTheDefaultRouteComesLater_WaitsAndLogsItOnce()
    {
        using var network = new FakeNetwork(Some.Snapshot([Some.Container]))
        {
            BeforeLook = (look, routes) =>
            {
                if (look == 5)
                {
                    routes.Add(Some.Route("0.0.0.0/0", "172.30.0.1"));
                }
            },
        };
        Assert.Equal(NetworkMode.Nat, MakePlan(network).Mode);
        Assert.Equal(5, network.Looks);
        // 50 + 100 + 200 + 400 ms
        Assert.Equal(TimeSpan.FromMilliseconds(750), _time.Elapsed);
        Assert.Equal(["waiting for a default route with a gateway, at most 30 s", "network ready after 0.8 s"], _log);
    }

    /// <summary>
    /// The agent attaches an awsvpc network after the container has started, so every read must check the signs again.
    /// </summary>
    [Fact]
    public void Run_WhenAwsvpcShowsWhileWaiting_Skips()
    {
        using var network = new FakeNetwork(Some.Snapshot([]))
        {
            BeforeLook = (look, routes) =>
            {
                if (look == 3)
                {
                    routes.Add(Some.Route("169.254.170.2/32", "0.0.0.0"));
                }
            },
        };
        Assert.Equal(NetworkMode.Awsvpc, MakePlan(network).Mode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2_345)]
    public void Run_WhenNoDefaultRouteComes_FailsAtTheTimeout(int milliseconds)
    {
        using var network = new FakeNetwork(Some.Snapshot([Some.Container]));
        var timeout = TimeSpan.FromMilliseconds(milliseconds);
        var failure = Assert.Throws<BootstrapException>(() => Wait(network).Run(Some.Ec2, Some.Defaults, timeout));
        Assert.Equal(ExitCode.SetupFailed, failure.ExitCode);
        Assert.StartsWith("No default route with a gateway after ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(timeout, _time.Elapsed);
    }

    [Fact]
    public void Run_WhenTheNetworkIsEnoughWithoutADefaultRoute_EndsTheWaitAtOnce()
    {
        using var network = new FakeNetwork(Some.Snapshot([Some.Container]))
        {
            BeforeLook = (look, routes) =>
            {
                if (look == 3)
                {
                    routes.Add(Some.Route("169.254.0.0/16", "172.30.0.1"));
                }
            },
        };
        var wait = Wait(network, isEnough: (snapshot, _) => snapshot.Routes.Any(route => !route.IsDefault));
        var failure = Assert.Throws<BootstrapException>(
            () => wait.Run(Some.Ec2, Some.Defaults, TimeSpan.FromMinutes(3)));
        Assert.StartsWith(
            "No default route with a gateway after 0.2 s.", failure.OneLine, StringComparison.Ordinal);
        Assert.Equal(3, network.Looks);
    }

    [Fact]
    public void Run_WaitingForAnInterface_ListsTheInterfaces()
    {
        using var network = new FakeNetwork(Some.Nat());
        var failure = Assert.Throws<BootstrapException>(() =>
            Wait(network).Run(Some.Ec2, Some.Defaults with { Interface = "99" }, TimeSpan.FromSeconds(1))
        );
        Assert.Equal(["waiting for interface '99' (seen: 2 'vEthernet (Ethernet)'), at most 1 s"], _log);
        Assert.Equal(
            "No interface '99' (seen: 2 'vEthernet (Ethernet)') after 1 s. Set --interface to the index or the alias of an existing interface.",
            failure.OneLine
        );
    }

    [Fact]
    public void Run_AtDebugLevel_LogsTheNetworkOnceWhileItStaysTheSame()
    {
        using var network = new FakeNetwork(
            Some.Snapshot([Some.Container], Some.Route("172.30.0.0/20", "0.0.0.0", metric: 256))
        );
        Assert.Throws<BootstrapException>(() =>
            Wait(network, LogEventLevel.Debug).Run(Some.Ec2, Some.Defaults, TimeSpan.FromSeconds(1))
        );
        Assert.True(network.Looks > 1);
        Assert.Equal(
            [
                "seen: adapter 2 'vEthernet (Ethernet)' (Hyper-V Virtual Ethernet Container Adapter), up",
                "seen: route 172.30.0.0/20 via 0.0.0.0 on interface 2, metric 256 + 25",
                "waiting for a default route with a gateway, at most 1 s",
            ],
            _log);
    }

    /// <summary>moby/moby#19314: right after the start there was a default route and no address.</summary>
    [Fact]
    public void Run_WithADefaultRouteAndNoAddress_WaitsForOne()
    {
        using var network = new FakeNetwork(Some.Nat()) { Addresses = [] };
        network.BeforeLook = (look, _) =>
            network.Addresses = look < 4 ? network.Addresses : [Some.InterfaceAddress("172.30.12.34")];
        Assert.Empty(MakePlan(network).Warnings);
        Assert.Equal(4, network.Looks);
        Assert.Equal(
            [
                "waiting for an IPv4 address: interface 2 'vEthernet (Ethernet)' has no IPv4 address, at most 10 s",
                "network ready after 0.4 s",
            ],
            _log);
    }

    [Theory]
    [InlineData(AddressState.Preferred)]
    [InlineData(AddressState.Deprecated)]
    public void Run_WithAUsableAddress_WaitsForNothing(object state)
    {
        using var network = new FakeNetwork(Some.Nat())
        {
            Addresses = [Some.InterfaceAddress("172.30.12.34", state: (AddressState)state)],
        };
        Assert.Empty(MakePlan(network).Warnings);
        Assert.Equal((1, TimeSpan.Zero), (network.Looks, _time.Elapsed));
    }

    [Theory]
    [InlineData("172.30.12.34", 20, AddressState.Tentative, "has no usable IPv4 address: 172.30.12.34/20 (tentative)")]
    [InlineData("172.30.12.34", 20, AddressState.Duplicate, "has no usable IPv4 address: 172.30.12.34/20 (duplicate)")]
    [InlineData("172.30.12.34", 20, AddressState.Invalid, "has no usable IPv4 address: 172.30.12.34/20 (invalid)")]
    [InlineData(
        "169.254.12.34", 16, AddressState.Preferred,
        "has lost its address: 169.254.12.34/16 is the automatic address of Windows (APIPA)"
    )]
    public void Run_WhenNoUsableAddressComes_WarnsAfterTenSecondsAndGoesOn(
        string address, int length, object state, string why
    )
    {
        using var network = new FakeNetwork(Some.Nat())
        {
            Addresses = [Some.InterfaceAddress(address, length, (AddressState)state)],
        };
        var plan = MakePlan(network);
        Assert.Equal(NetworkMode.Nat, plan.Mode);
        Assert.Equal(TimeSpan.FromSeconds(10), _time.Elapsed);
        Assert.Equal(
            [$"interface 2 'vEthernet (Ethernet)' {why}, after 10 s; credentials may not be reached"],
            plan.Warnings.Select(warning => warning.Text)
        );
    }

    /// <summary>The address of another interface is ignored. A timeout of 0 applies to default routes.</summary>
    [Fact]
    public void Run_WithTheAddressOfAnotherInterface_Waits()
    {
        using var network = new FakeNetwork(Some.Nat())
        {
            Addresses = [Some.InterfaceAddress("172.30.12.34", interfaceIndex: 7)],
        };
        Assert.Single(Wait(network).Run(Some.Ec2, Some.Defaults, TimeSpan.Zero).Warnings);
        Assert.Equal(TimeSpan.FromSeconds(10), _time.Elapsed);
    }

    [Fact]
    public void Run_WhenTheWaitEndsAtAnAwsvpcEndpointWithoutRoutes_SkipsAndWarns()
    {
        using var network = new FakeNetwork(Some.Snapshot([Some.Container with { Alias = "vEthernet (nat-ep-4f2a)" }]));
        var plan = MakePlan(network);
        Assert.Equal(NetworkMode.Awsvpc, plan.Mode);
        Assert.Single(plan.Warnings);
        Assert.Equal(TimeSpan.FromSeconds(30), _time.Elapsed);
    }

    private Plan MakePlan(INetwork network) => Wait(network).Run(Some.Ec2, Some.Defaults, TimeSpan.FromSeconds(30));

    private NetworkWait Wait(
        INetwork network, LogEventLevel level = LogEventLevel.Information,
        Func<NetworkSnapshot, TimeSpan, bool>? isEnough = null
    ) =>
        new(
            network, _time, _time.Advance,
            new LoggerConfiguration().MinimumLevel.Is(level).WriteTo.Sink(new ListSink(_log)).CreateLogger(),
            isEnough
        );
}
