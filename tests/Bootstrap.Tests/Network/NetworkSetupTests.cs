using Bootstrap.Ecs;
using Bootstrap.Logging;
using Bootstrap.Network;
using Moq;
using Serilog;
using Serilog.Events;

namespace Bootstrap.Tests.Network;

public class NetworkSetupTests
{
    private readonly ManualTime _time = new();
    private readonly List<string> _log = [];

    [Fact]
    public void MakePlan_WithADefaultRouteAtOnce_LooksOnceAndWaitsForNothing()
    {
        using var network = new FakeNetwork(Some.Nat());
        Assert.Equal(NetworkMode.Nat, MakePlan(network).Mode);
        Assert.Equal(1, network.Looks);
        Assert.Equal(TimeSpan.Zero, _time.Elapsed);
        Assert.Empty(_log);
    }

    [Fact]
    public void MakePlan_WhenTheDefaultRouteComesLater_WaitsAndSaysSoOnce()
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

    /// <summary>The agent attaches an awsvpc network after the container has started: every look must read the signs anew.</summary>
    [Fact]
    public void MakePlan_WhenAwsvpcShowsWhileWaiting_Skips()
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
    public void MakePlan_WhenNoDefaultRouteComes_FailsAtTheTimeout(int milliseconds)
    {
        using var network = new FakeNetwork(Some.Snapshot([Some.Container]));
        var timeout = TimeSpan.FromMilliseconds(milliseconds);
        var failure = Assert.Throws<BootstrapException>(() => Setup(network).MakePlan(Some.Ec2, Some.Defaults, timeout));
        Assert.Equal(ExitCode.NetworkFailed, failure.ExitCode);
        Assert.StartsWith("No default route with a gateway after ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(timeout, _time.Elapsed);
    }

    [Fact]
    public void Apply_OfANewPlan_AddsBothRoutesAndConfirmsWithOneLook()
    {
        using var network = new FakeNetwork(Some.Nat());
        var setup = Setup(network);
        setup.Apply(MakePlan(network));
        Assert.Equal(["add 169.254.170.2/32 via 172.30.0.1 on 2", "add 169.254.169.254/32 via 172.30.0.1 on 2"], network.Changes);
        Assert.Equal((1, 1), (network.Looks, network.RouteLooks));
        Assert.Equal(
            ["route 169.254.170.2/32 via 172.30.0.1 on interface 2: added", "route 169.254.169.254/32 via 172.30.0.1 on interface 2: added"], _log);
    }

    [Fact]
    public void Apply_WhenAllIsThere_TouchesNothing()
    {
        using var network = new FakeNetwork(Some.Nat(Some.Route("169.254.170.2/32", "172.30.0.1"), Some.Route("169.254.169.254/32", "172.30.0.1")));
        Setup(network).Apply(MakePlan(network));
        Assert.Empty(network.Changes);
        Assert.Equal(0, network.RouteLooks);
    }

    /// <summary>The interaction is the point: there must be no moment without a route.</summary>
    [Fact]
    public void Apply_OfAReplacement_AddsBeforeItRemoves()
    {
        var stale = Some.Route("169.254.170.2/32", "172.30.0.99");
        var plan = Some.PlanOf(Planner.Decide(Some.Nat(stale), Some.Ec2, Some.Defaults with { Prefixes = [LinkLocal.Credentials] }));
        var network = new Mock<INetwork>(MockBehavior.Strict);
        var order = new MockSequence();
        network.InSequence(order).Setup(n => n.AddRoute(LinkLocal.Credentials, Some.Address("172.30.0.1"), 2));
        network.InSequence(order).Setup(n => n.RemoveRoute(stale));
        network.InSequence(order).Setup(n => n.LookAtRoutes()).Returns([Some.Route("169.254.170.2/32", "172.30.0.1")]);

        Setup(network.Object).Apply(plan);

        network.VerifyAll();
    }

    [Fact]
    public void Apply_OfAReplacement_SaysWhereTheOldOneLed()
    {
        using var network = new FakeNetwork(Some.Nat(
            Some.Route("169.254.170.2/32", "172.30.0.99"),
            Some.Route("169.254.169.254/32", "172.30.0.1"),
            Some.Route("169.254.169.254/32", "172.30.0.1", 7)));
        Setup(network).Apply(MakePlan(network));
        Assert.Equal(
            [
                "route 169.254.170.2/32 via 172.30.0.1 on interface 2: replaced; it led to 172.30.0.99 on interface 2",
                "route 169.254.169.254/32 via 172.30.0.1 on interface 2: replaced; it also led to 172.30.0.1 on interface 7",
            ],
            _log);
    }

    [Fact]
    public void MakePlan_WaitingForAnInterface_SaysWhichThereAre()
    {
        using var network = new FakeNetwork(Some.Nat());
        var failure = Assert.Throws<BootstrapException>(() => Setup(network).MakePlan(Some.Ec2, Some.Defaults with { Interface = "99" }, TimeSpan.FromSeconds(1)));
        Assert.Equal(["waiting for interface '99' (seen: 2 'vEthernet (Ethernet)'), at most 1 s"], _log);
        Assert.Equal(
            "No interface '99' (seen: 2 'vEthernet (Ethernet)') after 1 s. Give --interface the index or the alias of one that is there.", failure.OneLine);
    }

    [Fact]
    public void MakePlan_AtDebugLevel_SaysWhatWasSeenAndOnceWhileItStaysTheSame()
    {
        using var network = new FakeNetwork(Some.Snapshot([Some.Container], Some.Route("172.30.0.0/20", "0.0.0.0", metric: 256)));
        Assert.Throws<BootstrapException>(() => Setup(network, LogEventLevel.Debug).MakePlan(Some.Ec2, Some.Defaults, TimeSpan.FromSeconds(1)));
        Assert.True(network.Looks > 1);
        Assert.Equal(
            [
                "seen: adapter 2 'vEthernet (Ethernet)' (Hyper-V Virtual Ethernet Container Adapter), up",
                "seen: route 172.30.0.0/20 via 0.0.0.0 on interface 2, metric 256 + 25",
                "waiting for a default route with a gateway, at most 1 s",
            ],
            _log);
    }

    [Fact]
    public void Apply_WhenOneRouteFails_TriesTheOtherAndSaysWhichIsWhich()
    {
        using var network = new FakeNetwork(Some.Nat())
        {
            BeforeAdd = destination =>
            {
                if (destination.Equals(LinkLocal.Credentials))
                {
                    throw Some.Failure("Could not: code 5.", "Do this.");
                }
            },
        };
        var failure = Assert.Throws<BootstrapException>(() => Setup(network).Apply(MakePlan(network)));
        Assert.Equal("Could not set up 169.254.170.2/32 (169.254.169.254/32 is set up): Could not: code 5. Do this.", failure.OneLine);
        Assert.Equal(["add 169.254.169.254/32 via 172.30.0.1 on 2"], network.Changes);
    }

    [Fact]
    public void Apply_WhenAddingIsRefused_NeverRemovesTheOldRoute()
    {
        using var network = new FakeNetwork(Some.Nat(Some.Route("169.254.170.2/32", "172.30.0.99")))
        {
            BeforeAdd = _ => throw Some.Failure("refused"),
        };
        Assert.Throws<BootstrapException>(() => Setup(network).Apply(MakePlan(network)));
        Assert.Empty(network.Changes);
    }

    [Fact]
    public void Apply_WhenTheRouteIsNotThereAfterwards_Fails()
    {
        var network = new Mock<INetwork>();
        network.Setup(n => n.Look()).Returns(Some.Nat());
        network.Setup(n => n.LookAtRoutes()).Returns([Some.Route("169.254.170.2/32", "172.30.0.1")]);
        var failure = Assert.Throws<BootstrapException>(() => Setup(network.Object).Apply(MakePlan(network.Object)));
        Assert.Equal("Windows reported success, but 169.254.169.254/32 is not in the routing table.", failure.Message);
        Assert.Equal(ExitCode.NetworkFailed, failure.ExitCode);
    }

    [Fact]
    public void Apply_WhenAStaleRouteStays_Fails()
    {
        var stale = Some.Route("169.254.170.2/32", "172.30.0.99");
        var network = new Mock<INetwork>();
        network.Setup(n => n.Look()).Returns(Some.Nat(stale));
        network.Setup(n => n.LookAtRoutes()).Returns([stale, Some.Route("169.254.170.2/32", "172.30.0.1"), Some.Route("169.254.169.254/32", "172.30.0.1")]);
        var failure = Assert.Throws<BootstrapException>(() => Setup(network.Object).Apply(MakePlan(network.Object)));
        Assert.Equal("Windows reported success, but the old route 169.254.170.2/32 via 172.30.0.99 on interface 2 is still there and may keep the traffic.", failure.Message);
    }

    private Plan MakePlan(INetwork network) => Setup(network).MakePlan(Some.Ec2, Some.Defaults, TimeSpan.FromSeconds(30));

    private NetworkSetup Setup(INetwork network, LogEventLevel level = LogEventLevel.Information) => new(network, _time, _time.Advance, new LoggerConfiguration()
        .MinimumLevel.Is(level)
        .WriteTo.Sink(new ListSink(_log)).CreateLogger());

    /// <summary>A clock that moves only when somebody sleeps.</summary>
}
