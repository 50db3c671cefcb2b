using System.Net;
using Bootstrap.Ecs;
using Bootstrap.Logging;
using Bootstrap.Network;
using Moq;
using Serilog;

namespace Bootstrap.Tests.Network;

public class RouteChangerTests
{
    private static readonly TimeSpan HalfAMinute = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();
    private readonly List<string> _log = [];

    [Fact]
    public void Apply_OfANewPlan_AddsBothRoutesAndConfirmsWithOneRead()
    {
        using var network = new FakeNetwork(Some.Nat());
        Apply(network);
        Assert.Equal(
            [
                "add 169.254.170.2/32 via 172.30.0.1 on interface 2",
                "add 169.254.169.254/32 via 172.30.0.1 on interface 2",
            ],
            network.Changes
        );
        Assert.Equal((1, 1, TimeSpan.Zero), (network.Looks, network.RouteLooks, _time.Elapsed));
        Assert.Equal(
            [
                "route 169.254.170.2/32 via 172.30.0.1 on interface 2: added",
                "route 169.254.169.254/32 via 172.30.0.1 on interface 2: added",
            ],
            _log
        );
    }

    [Fact]
    public void Apply_WhenAllIsThere_TouchesNothingAndReportsIt()
    {
        using var network = new FakeNetwork(
            Some.Nat(Some.Route("169.254.170.2/32", "172.30.0.1"), Some.Route("169.254.169.254/32", "172.30.0.1"))
        );
        Apply(network);
        Assert.Empty(network.Changes);
        Assert.Equal(0, network.RouteLooks);
        Assert.Equal(
            [
                "route 169.254.170.2/32 via 172.30.0.1 on interface 2: already correct",
                "route 169.254.169.254/32 via 172.30.0.1 on interface 2: already correct",
            ],
            _log
        );
    }

    /// <summary>The order matters: there must be no moment without a route.</summary>
    [Fact]
    public void Apply_OfAReplacement_AddsBeforeItRemoves()
    {
        var stale = Some.Route("169.254.170.2/32", "172.30.0.99");
        var right = Some.Route("169.254.170.2/32", "172.30.0.1");
        var options = Some.Defaults with { Prefixes = [LinkLocal.Credentials] };
        var network = new Mock<INetwork>(MockBehavior.Strict);
        network.Setup(member => member.Backend).Returns("cim");
        var order = new MockSequence();
        network.InSequence(order).Setup(n => n.Add(right.Key, 0));
        network.InSequence(order).Setup(n => n.Remove(stale.Key));
        network.InSequence(order).Setup(n => n.LookAtRoutes()).Returns([right]);

        Changer(network.Object)
            .Apply(Some.PlanOf(Planner.Decide(Some.Nat(stale), Some.Ec2, options)), Some.Ec2, options, HalfAMinute);

        network.VerifyAll();
    }

    [Fact]
    public void Apply_OfAReplacement_NamesTheOldNextHop()
    {
        using var network = new FakeNetwork(Some.Nat(
            Some.Route("169.254.170.2/32", "172.30.0.99"),
            Some.Route("169.254.169.254/32", "172.30.0.1"),
            Some.Route("169.254.169.254/32", "172.30.0.1", 7)));
        Apply(network);
        Assert.Equal(
            [
                "route 169.254.170.2/32 via 172.30.0.1 on interface 2: replaced; it led to 172.30.0.99 on interface 2",
                "route 169.254.169.254/32 via 172.30.0.1 on interface 2: replaced; it also led to 172.30.0.1 on interface 7",
            ],
            _log);
    }

    [Fact]
    public void Apply_WhenOnlyOneIsMissing_ReportsInThePlansOrder()
    {
        using var network = new FakeNetwork(Some.Nat(Some.Route("169.254.169.254/32", "172.30.0.1")));
        Apply(network);
        Assert.Equal(
            [
                "route 169.254.170.2/32 via 172.30.0.1 on interface 2: added",
                "route 169.254.169.254/32 via 172.30.0.1 on interface 2: already correct",
            ],
            _log
        );
    }

    [Fact]
    public void Apply_WhenTheCredentialsRouteFails_AddsTheOtherAndNamesBoth()
    {
        using var network = new FakeNetwork(Some.Nat()) { BeforeAdd = Fails(LinkLocal.Credentials, 5) };
        var failure = Assert.Throws<BootstrapException>(() => Apply(network));
        Assert.Equal(
            "Could not set up 169.254.170.2/32 (169.254.169.254/32 is set up): Could not: code 5. Do this.",
            failure.OneLine
        );
        Assert.Equal(ExitCode.SetupFailed, failure.ExitCode);
        Assert.Equal(["add 169.254.169.254/32 via 172.30.0.1 on interface 2"], network.Changes);
        Assert.Equal(TimeSpan.Zero, _time.Elapsed);
    }

    [Theory]
    [InlineData(5u, 0)]
    [InlineData(87u, 2)]
    [InlineData(1168u, 2)]
    [InlineData(1231u, 2)]
    [InlineData(1232u, 2)]
    public void Apply_WhenADefaultMetadataRouteFails_WarnsAndCostsTwoSecondsAtMost(uint code, int seconds)
    {
        using var network = new FakeNetwork(Some.Nat()) { BeforeAdd = Fails(LinkLocal.Metadata, code) };
        Apply(network);
        Assert.Equal(TimeSpan.FromSeconds(seconds), _time.Elapsed);
        Assert.Equal("route 169.254.170.2/32 via 172.30.0.1 on interface 2: added", _log[^2]);
        Assert.Equal(
            $"route 169.254.169.254/32 via 172.30.0.1 on interface 2 could not be set up; the workload starts without it: Could not: code {code}. Do this.",
            _log[^1]
        );
    }

    [Theory]
    [InlineData("169.254.170.2/32", 5u, 0)]
    [InlineData("169.254.170.2/32", 87u, 10)]
    [InlineData("169.254.170.2/32", 1168u, 30)]
    [InlineData("169.254.170.2/32", 1231u, 30)]
    [InlineData("169.254.170.2/32", 1232u, 30)]
    [InlineData("169.254.169.254/32", 1168u, 30)]
    public void Apply_WhenARouteAskedForByNameFails_TriesTransientFailuresAgainAndStops(
        string prefix, uint code, int seconds
    )
    {
        var destination = Some.Prefix(prefix);
        using var network = new FakeNetwork(Some.Nat()) { BeforeAdd = Fails(destination, code) };
        var failure = Assert.Throws<BootstrapException>(() =>
            Apply(network, Some.Defaults with { Prefixes = [destination] })
        );
        Assert.StartsWith($"Could not set up {prefix}: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(seconds), _time.Elapsed);
        Assert.Equal(seconds == 0 ? [] : [$"trying again for at most {seconds} s: Could not: code {code}."], _log);
    }

    [Fact]
    public void Apply_WhenATransientFailureEnds_Succeeds()
    {
        var tries = 0;
        using var network = new FakeNetwork(Some.Nat()) { BeforeAdd = key => Throw(tries++ < 4, 1168) };
        Apply(network, Some.Defaults with { Prefixes = [LinkLocal.Credentials] });
        Assert.Equal(
            [
                "trying again for at most 30 s: Could not: code 1168.",
                "route 169.254.170.2/32 via 172.30.0.1 on interface 2: added",
            ],
            _log
        );
    }

    /// <summary>An interface that came back has another index.</summary>
    [Fact]
    public void Apply_WhenTheNetworkChangesInBetween_MakesANewPlan()
    {
        using var network = new FakeNetwork(
            Some.Snapshot([Some.Container, Some.Container with { Index = 3 }], Some.Route("0.0.0.0/0", "172.30.0.1"))
        )
        {
            BeforeAdd = key => Throw(key.InterfaceIndex == 2, 1168),
            BeforeLook = (look, routes) =>
            {
                if (look == 3)
                {
                    routes.Clear();
                    routes.Add(Some.Route("0.0.0.0/0", "172.30.0.1", 3));
                }
            },
        };
        Apply(network);
        Assert.Equal(
            [
                "route 169.254.170.2/32 via 172.30.0.1 on interface 3: added",
                "route 169.254.169.254/32 via 172.30.0.1 on interface 3: added",
            ],
            _log[^2..]
        );
    }

    [Fact]
    public void Apply_WhenAwsvpcShowsInBetween_StopsTrying()
    {
        using var network = new FakeNetwork(
            Some.Snapshot(
                [Some.Container, Some.Container with { Index = 3, Alias = "vEthernet (nat-ep-1)" }],
                Some.Route("0.0.0.0/0", "172.30.0.1")
            )
        )
        {
            BeforeAdd = _ => Throw(true, 1168),
            BeforeLook = (look, routes) =>
            {
                if (look == 3)
                {
                    routes.Add(Some.Route("224.0.0.0/4", "0.0.0.0", 3));
                }
            },
        };
        Apply(network);
        Assert.StartsWith("awsvpc: ", _log[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_WhenAddingIsRefused_NeverRemovesTheOldRoute()
    {
        using var network = new FakeNetwork(Some.Nat(Some.Route("169.254.170.2/32", "172.30.0.99")))
        {
            BeforeAdd = _ => Throw(true, 5),
        };
        Assert.Throws<BootstrapException>(() => Apply(network));
        Assert.Empty(network.Changes);
    }

    [Theory]
    [InlineData("169.254.170.2/32")]
    [InlineData("169.254.169.254/32")]
    public void Apply_WhenARouteAskedForIsNotThereAfterwards_Fails(string prefix)
    {
        var network = new Mock<INetwork>();
        network.Setup(n => n.Look()).Returns(Some.Nat());
        network.Setup(n => n.LookAtRoutes()).Returns([]);
        var failure = Assert.Throws<BootstrapException>(() =>
            Apply(network.Object, Some.Defaults with { Prefixes = [Some.Prefix(prefix)] })
        );
        Assert.Equal(
            $"Could not set up {prefix}: Windows reported success, but {prefix} is not in the routing table.",
            failure.Message
        );
        Assert.Equal(ExitCode.SetupFailed, failure.ExitCode);
    }

    /// <summary>WMI reports success and does nothing: <c>--backend auto</c> asks IP Helper, once.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Apply_WhenARouteIsNotThereAfterwardsAndThereIsAnotherBackend_TriesThatOnce(bool works)
    {
        var cim = new Mock<INetwork>();
        cim.Setup(network => network.Backend).Returns("cim");
        cim.Setup(network => network.Look()).Returns(Some.Nat());
        cim.Setup(network => network.LookAtRoutes()).Returns(Some.Nat().Routes);
        using var ipHelper = new FakeNetwork(Some.Nat());
        var deaf = new Mock<INetwork>();
        deaf.Setup(network => network.Look()).Returns(Some.Nat());
        deaf.Setup(network => network.LookAtRoutes()).Returns([]);
        using var both = new FallbackNetwork(cim.Object, works ? ipHelper : deaf.Object, Logger());
        var options = Some.Defaults with { Prefixes = [LinkLocal.Credentials] };
        const string missing =
            "Windows reported success, but 169.254.170.2/32 is not in the routing table.";
        if (works)
        {
            Apply(both, options);
            Assert.Equal(["add 169.254.170.2/32 via 172.30.0.1 on interface 2"], ipHelper.Changes);
            Assert.Equal(
                [
                    $"backend fake instead of cim: {missing}",
                    "route 169.254.170.2/32 via 172.30.0.1 on interface 2: added",
                ],
                _log);
        }
        else
        {
            var failure = Assert.Throws<BootstrapException>(() => Apply(both, options));
            Assert.Equal($"Could not set up 169.254.170.2/32: {missing}", failure.Message);
            deaf.Verify(network => network.Add(It.IsAny<RouteKey>(), It.IsAny<uint>()), Times.Once);
        }

        cim.Verify(network => network.Add(It.IsAny<RouteKey>(), It.IsAny<uint>()), Times.Once);
        Assert.Equal(TimeSpan.Zero, _time.Elapsed);
    }

    /// <summary>
    /// CIM reports success without effect, and then its read fails: IP Helper has not tried to add the route.
    /// </summary>
    [Fact]
    public void Apply_WhenTheConfirmingReadCausesTheFallback_AddsTheRouteByTheOtherBackend()
    {
        var cim = new Mock<INetwork>();
        cim.Setup(network => network.Backend).Returns("cim");
        cim.Setup(network => network.Look()).Returns(Some.Nat());
        cim.Setup(network => network.LookAtRoutes()).Throws(new BootstrapException(Messages.CimFailed, ["read", "no"]));
        using var ipHelper = new FakeNetwork(Some.Nat());
        using var both = new FallbackNetwork(cim.Object, ipHelper, Logger());
        Apply(both, Some.Defaults with { Prefixes = [LinkLocal.Credentials] });
        Assert.Single(ipHelper.Changes);
        Assert.Equal("route 169.254.170.2/32 via 172.30.0.1 on interface 2: added", _log[^1]);
    }

    /// <summary>The route exists but WMI does not return it: it is not added again.</summary>
    [Fact]
    public void Apply_WhenOnlyTheOtherBackendShowsTheRoute_KeepsIt()
    {
        var cim = new Mock<INetwork>();
        cim.Setup(network => network.Look()).Returns(Some.Nat());
        cim.Setup(network => network.LookAtRoutes()).Returns([]);
        using var ipHelper = new FakeNetwork(Some.Nat(Some.Route("169.254.170.2/32", "172.30.0.1")));
        using var both = new FallbackNetwork(cim.Object, ipHelper, Logger());
        Apply(both, Some.Defaults with { Prefixes = [LinkLocal.Credentials] });
        Assert.Empty(ipHelper.Changes);
        Assert.Equal("route 169.254.170.2/32 via 172.30.0.1 on interface 2: already correct", _log[^1]);
    }

    [Fact]
    public void Apply_WhenAStaleRouteCannotBeRemoved_OutranksItAndWarns()
    {
        using var network = new FakeNetwork(Some.Nat(Some.Route("169.254.170.2/32", "172.30.0.99", metric: 256)))
        {
            BeforeRemove = _ => Throw(true, 87),
        };
        var changer = Apply(network);
        Assert.Equal(
            [
                "route 169.254.170.2/32 via 172.30.0.1 on interface 2: set up with metric 255",
                "the old route 169.254.170.2/32 via 172.30.0.99 on interface 2 could not be removed: Could not: code 87. The route via 172.30.0.1 wins by its lower metric. Remove what adds it: a PowerShell script in the image, or a persistent route",
                "route 169.254.169.254/32 via 172.30.0.1 on interface 2: added",
            ],
            _log);
        Assert.Equal([Some.Key("169.254.170.2/32", "172.30.0.99")], changer.Failed.Unremovable);
    }

    /// <summary>
    /// The route existed at the same metric. Its metric is lowered only if the stale route could not be removed.
    /// </summary>
    [Fact]
    public void Apply_WhenAStaleRouteBesideTheRightOneCannotBeRemoved_LowersTheMetricAndReadsItBack()
    {
        using var network = new FakeNetwork(
            Some.Nat(
                Some.Route("169.254.170.2/32", "172.30.0.1", metric: 256),
                Some.Route("169.254.170.2/32", "172.30.0.99", metric: 256)
            )
        )
        {
            BeforeRemove = _ => Throw(true, 87),
        };
        Apply(network, Some.Defaults with { Prefixes = [LinkLocal.Credentials] });
        Assert.Equal(["add 169.254.170.2/32 via 172.30.0.1 on interface 2, metric 255"], network.Changes);
        Assert.Equal(2, network.RouteLooks);
        Assert.Contains("wins by its lower metric", _log[^1], StringComparison.Ordinal);
    }

    /// <summary>An on-link route wins, and the metric of the existing route cannot be lowered.</summary>
    [Theory]
    [InlineData(5u)]
    [InlineData(50u)]
    [InlineData(1168u)]
    public void Apply_WhenTheMetricCannotBeLowered_WarnsOnceAndGoesOn(uint code)
    {
        using var network = new FakeNetwork(
            Some.Nat(
                Some.Route("169.254.170.2/32", "172.30.0.1", metric: 256),
                Some.Route("169.254.170.2/32", "0.0.0.0", metric: 200),
                Some.Route("169.254.169.254/32", "172.30.0.1")
            )
        )
        {
            BeforeAdd = Fails(LinkLocal.Credentials, code),
        };
        var changer = Apply(network);
        Assert.Equal(
            [
                "route 169.254.170.2/32 via 172.30.0.1 on interface 2: exists",
                $"the metric of route 169.254.170.2/32 via 172.30.0.1 on interface 2 could not be lowered to 199: Could not: code {code}. Do this.",
                "the old route 169.254.170.2/32 on-link on interface 2 still exists. Windows may prefer it to the route via 172.30.0.1. Remove what adds it: a PowerShell script in the image, or a persistent route",
                "route 169.254.169.254/32 via 172.30.0.1 on interface 2: already correct",
            ],
            _log);
        Assert.Equal(TimeSpan.Zero, _time.Elapsed);
        Assert.Equal([Some.Key("169.254.170.2/32", "172.30.0.1")], changer.Failed.Unlowerable);
    }

    /// <summary>A stale route is removed all the same: then the route needs no lower metric.</summary>
    [Fact]
    public void Apply_WhenTheMetricCannotBeLowered_StillRemovesAStaleRoute()
    {
        using var network = new FakeNetwork(
            Some.Nat(
                Some.Route("169.254.170.2/32", "172.30.0.1", metric: 256),
                Some.Route("169.254.170.2/32", "0.0.0.0", metric: 200),
                Some.Route("169.254.170.2/32", "172.30.0.99", metric: 100)
            )
        )
        {
            BeforeAdd = Fails(LinkLocal.Credentials, 50),
        };
        Apply(network, Some.Defaults with { Prefixes = [LinkLocal.Credentials] });
        Assert.Equal(["remove 169.254.170.2/32 via 172.30.0.99 on interface 2"], network.Changes);
        Assert.Equal(
            "route 169.254.170.2/32 via 172.30.0.1 on interface 2: replaced; it also led to 172.30.0.99 on interface 2",
            _log[0]);
    }

    /// <summary>CIM deletes a route to change its metric: the route may be lost.</summary>
    [Fact]
    public void Apply_WhenTheRouteIsLostWhileItsMetricIsLowered_Fails()
    {
        var stale = Some.Route("169.254.170.2/32", "172.30.0.99", metric: 100);
        var onLink = Some.Route("169.254.170.2/32", "0.0.0.0", metric: 200);
        var network = new Mock<INetwork>();
        network.Setup(n => n.Look())
            .Returns(Some.Nat(stale, onLink, Some.Route("169.254.170.2/32", "172.30.0.1", metric: 256)));
        network.Setup(n => n.Add(It.IsAny<RouteKey>(), It.IsAny<uint>())).Throws(Some.Failure("Could not."));
        network.Setup(n => n.LookAtRoutes()).Returns([stale, onLink]);
        Assert.Equal(
            "Could not set up 169.254.170.2/32: Could not.",
            Assert.Throws<BootstrapException>(() =>
                Apply(network.Object, Some.Defaults with { Prefixes = [LinkLocal.Credentials] })
            ).Message);
        network.Verify(n => n.Remove(It.IsAny<RouteKey>()), Times.Never);
    }

    /// <summary>
    /// The stale route can be neither removed nor outranked. The retries are for the metadata route alone.
    /// </summary>
    [Fact]
    public void Apply_WhenOnlyTheMetadataRouteIsTriedAgain_KeepsTheSuccessOfTheCredentialsRoute()
    {
        using var network = new FakeNetwork(
            Some.Nat(
                Some.Route("169.254.170.2/32", "172.30.0.1", metric: 256),
                Some.Route("169.254.170.2/32", "172.30.0.99", metric: 200)
            )
        )
        {
            BeforeAdd = _ => Throw(true, 1168),
            BeforeRemove = _ => Throw(true, 87),
        };
        Apply(network);
        Assert.Equal(TimeSpan.FromSeconds(2), _time.Elapsed);
        Assert.Equal(
            [
                "trying again for at most 2 s: Could not: code 1168.",
                "route 169.254.170.2/32 via 172.30.0.1 on interface 2: exists",
                "the old route 169.254.170.2/32 via 172.30.0.99 on interface 2 could not be removed: Could not: code 87. Windows may prefer it to the route via 172.30.0.1. Remove what adds it: a PowerShell script in the image, or a persistent route",
                "route 169.254.169.254/32 via 172.30.0.1 on interface 2 could not be set up; the workload starts without it: Could not: code 1168. Do this.",
            ],
            _log);
    }

    /// <summary>No metric is below 0.</summary>
    [Fact]
    public void Apply_WhenAStaleRouteCanNeitherBeRemovedNorOutranked_WarnsAndGoesOn()
    {
        using var network = new FakeNetwork(Some.Nat(Some.Route("169.254.170.2/32", "172.30.0.99", metric: 0)))
        {
            BeforeRemove = _ => Throw(true, 87),
        };
        Apply(network);
        Assert.Contains(
            _log,
            line => line.Contains("Windows may prefer it to the route via 172.30.0.1", StringComparison.Ordinal)
        );
    }

    /// <summary>Windows reported success for the removal, and the route still exists.</summary>
    [Fact]
    public void Apply_WhenAStaleRouteIsStillThere_Warns()
    {
        var stale = Some.Route("169.254.170.2/32", "172.30.0.99", metric: 256);
        using var network = new FakeNetwork(Some.Nat(stale));
        network.BeforeRemove = _ => network.BeforeLook(0, []);
        var routes = new Mock<INetwork>();
        routes.Setup(n => n.Look()).Returns(Some.Nat(stale));
        routes
            .Setup(n => n.LookAtRoutes())
            .Returns([
                stale, Some.Route("169.254.170.2/32", "172.30.0.1", metric: 255),
                Some.Route("169.254.169.254/32", "172.30.0.1"),
            ]);
        Apply(routes.Object);
        Assert.Contains(
            _log,
            line =>
                line.StartsWith(
                    "the old route 169.254.170.2/32 via 172.30.0.99 on interface 2 still exists. The route via 172.30.0.1 wins",
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void Apply_WhenARequiredRouteFails_ListsItAsMissing()
    {
        using var network = new FakeNetwork(Some.Nat())
        {
            BeforeAdd = key => Throw(key.Destination.Equals(LinkLocal.Credentials), code: 5),
        };
        var changer = Changer(network);
        var plan = Some.PlanOf(Planner.Decide(network.Look(), Some.Ec2, Some.Defaults));
        Assert.Throws<BootstrapException>(() => changer.Apply(plan, Some.Ec2, Some.Defaults, HalfAMinute));
        Assert.Equal([LinkLocal.Credentials], changer.Missing);
        Assert.Same(plan, changer.LastPlan);
    }

    [Fact]
    public void Apply_WhenTheGatewayChangesBetweenAttempts_ReturnsTheLastPlan()
    {
        using var network = new FakeNetwork(Some.Nat())
        {
            BeforeLook = (look, routes) =>
            {
                if (look == 2)
                {
                    routes.RemoveAll(route => route.IsDefault);
                    routes.Add(Some.Route("0.0.0.0/0", "172.30.0.254"));
                }
            },
            BeforeAdd = key => Throw(key.NextHop.Equals(Some.Address("172.30.0.1")), code: 1168),
        };
        Assert.Equal(Some.Address("172.30.0.254"), Apply(network).LastPlan?.Gateway);
    }

    /// <summary>A script does not read the routes again either.</summary>
    [Fact]
    public void Apply_WhenTheTableCannotBeReadBack_WarnsAndGoesOn()
    {
        var network = new Mock<INetwork>();
        network.Setup(n => n.Look()).Returns(Some.Nat());
        network.Setup(n => n.LookAtRoutes()).Throws(Some.Failure("Could not read."));
        Apply(network.Object);
        Assert.Equal(
            [
                "the routes could not be read again to confirm them; Windows reported success: Could not read.",
                "route 169.254.170.2/32 via 172.30.0.1 on interface 2: added",
                "route 169.254.169.254/32 via 172.30.0.1 on interface 2: added",
            ],
            _log);
        network.Verify(n => n.Add(It.IsAny<RouteKey>(), It.IsAny<uint>()), Times.Exactly(2));
    }

    /// <summary>A route that could not be added is a failure also if the routes cannot be read.</summary>
    [Fact]
    public void Apply_WhenAddingFailsAndTheTableCannotBeRead_Fails()
    {
        var network = new Mock<INetwork>();
        network.Setup(n => n.Look()).Returns(Some.Nat());
        network.Setup(n => n.Add(Some.Key("169.254.170.2/32", "172.30.0.1"), It.IsAny<uint>()))
            .Throws(Some.Failure("Could not add."));
        network.Setup(n => n.LookAtRoutes()).Throws(Some.Failure("Could not read."));
        Assert.Equal(
            "Could not set up 169.254.170.2/32 (169.254.169.254/32 is set up): Could not add.",
            Assert.Throws<BootstrapException>(() => Apply(network.Object)).Message);
    }

    /// <summary>CIM reports success, and neither backend can read: IP Helper adds the routes, too.</summary>
    [Fact]
    public void Apply_WhenNoBackendCanReadTheTableBack_AddsByBothAndGoesOn()
    {
        var (cim, ipHelper) = (new Mock<INetwork>(), new Mock<INetwork>());
        cim.Setup(network => network.Backend).Returns("cim");
        cim.Setup(network => network.Look()).Returns(Some.Nat());
        ipHelper.Setup(network => network.Backend).Returns("iphelper");
        ipHelper.Setup(network => network.Look()).Throws(Some.Failure("Could not read."));
        cim.Setup(network => network.LookAtRoutes()).Throws(Some.Failure("Could not read."));
        ipHelper.Setup(network => network.LookAtRoutes()).Throws(Some.Failure("Could not read."));
        using var both = new FallbackNetwork(cim.Object, ipHelper.Object, Logger());
        Apply(both, Some.Defaults with { Prefixes = [LinkLocal.Credentials] });
        cim.Verify(network => network.Add(It.IsAny<RouteKey>(), It.IsAny<uint>()), Times.Once);
        ipHelper.Verify(network => network.Add(It.IsAny<RouteKey>(), It.IsAny<uint>()), Times.Once);
        Assert.Equal("route 169.254.170.2/32 via 172.30.0.1 on interface 2: added", _log[^1]);
    }

    private static Action<RouteKey> Fails(IPNetwork destination, uint code) =>
        key => Throw(key.Destination.Equals(destination), code);

    private static void Throw(bool isTime, uint code)
    {
        if (isTime)
        {
            throw Some.Failure($"Could not: code {code}.", "Do this.", nativeCode: code);
        }
    }

    private RouteChanger Apply(INetwork network, PlanOptions? options = null)
    {
        var told = options ?? Some.Defaults;
        var changer = Changer(network);
        changer.Apply(Some.PlanOf(Planner.Decide(network.Look(), Some.Ec2, told)), Some.Ec2, told, HalfAMinute);
        return changer;
    }

    private RouteChanger Changer(INetwork network) =>
        new(network, _time, _time.Advance, Logger());

    private Serilog.Core.Logger Logger() => new LoggerConfiguration().WriteTo.Sink(new ListSink(_log)).CreateLogger();
}
