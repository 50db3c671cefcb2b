using Bootstrap.Ecs;
using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Output;
using CsCheck;

namespace Bootstrap.Tests.Network;

public class PlannerTests
{
    [Fact]
    public void Decide_InNat_AddsBothRoutesByTheDefaultRoutesGatewayAndInterface()
    {
        var plan = Plan(Some.Nat());
        Assert.Equal(NetworkMode.Nat, plan.Mode);
        Assert.Equal(Some.Address("172.30.0.1"), plan.Gateway);
        Assert.Equal(Some.Container, plan.Interface);
        Assert.Equal(
            [
                "Add 169.254.170.2/32 via 172.30.0.1 on interface 2",
                "Add 169.254.169.254/32 via 172.30.0.1 on interface 2",
            ],
            plan.Routes.Select(Describe)
        );
        Assert.Equal(
            "no sign of awsvpc or Fargate; default route via 172.30.0.1 on interface 2 'vEthernet (Ethernet)' (effective metric 25)",
            plan.Reason
        );
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void Decide_OnASecondRun_KeepsBothRoutes()
    {
        var plan = Plan(
            Some.Nat(Some.Route("169.254.170.2/32", "172.30.0.1"), Some.Route("169.254.169.254/32", "172.30.0.1"))
        );
        Assert.All(plan.Routes, route => Assert.Equal(RouteAction.Keep, route.Action));
        Assert.True(plan.ChangesNothing);
    }

    [Theory]
    [InlineData("172.30.0.99", 2u)]
    [InlineData("172.30.0.1", 7u)]
    public void Decide_WithAStaleRoute_ReplacesIt(string nextHop, uint interfaceIndex)
    {
        var stale = Some.Route("169.254.170.2/32", nextHop, interfaceIndex);
        var route = Plan(Some.Nat(stale)).Routes[0];
        Assert.Equal(RouteAction.Replace, route.Action);
        Assert.NotNull(route.Metric);
        Assert.Equal([stale], route.Stale);
    }

    [Fact]
    public void Decide_WithTheRightRouteAndAStaleOne_OnlyRemoves()
    {
        var stale = Some.Route("169.254.170.2/32", "172.30.0.99");
        var route = Plan(Some.Nat(stale, Some.Route("169.254.170.2/32", "172.30.0.1"))).Routes[0];
        Assert.Equal(RouteAction.Replace, route.Action);
        Assert.Null(route.Metric);
        Assert.Equal([stale], route.Stale);
    }

    [Fact]
    public void Decide_WithCredentialsOnLink_SkipsAsAwsvpc()
    {
        var plan = Plan(Some.Nat(Some.Route("169.254.170.2/32", "0.0.0.0", 3)));
        Assert.Equal(NetworkMode.Awsvpc, plan.Mode);
        Assert.Empty(plan.Routes);
        Assert.Null(plan.Gateway);
        Assert.Null(plan.Interface);
    }

    /// <summary>
    /// In awsvpc mode the agent removes the default route of the adapter that gets its on-link route.
    /// </summary>
    [Theory]
    [InlineData(256u, 255u)]
    [InlineData(1u, 0u)]
    public void Decide_WithCredentialsOnLinkBesideADefaultRoute_OutranksItAndWarns(uint metric, uint ours)
    {
        var onLink = Some.Route("169.254.170.2/32", "0.0.0.0", metric: metric);
        var plan = Plan(Some.Nat(onLink));
        Assert.Equal("Add 169.254.170.2/32 via 172.30.0.1 on interface 2", Describe(plan.Routes[0]));
        Assert.Equal((ours, onLink), (plan.Routes[0].Metric, plan.Routes[0].Outranked.Single()));
        Assert.Empty(plan.Routes[0].Stale);
        Assert.Contains(
            "169.254.170.2/32 on-link on interface 2 is stale", Assert.Single(plan.Warnings).Text,
            StringComparison.Ordinal
        );
    }

    /// <summary>No metric is below 0, so the route can only be removed.</summary>
    [Fact]
    public void Decide_WithAnOnLinkCredentialsRouteThatCannotBeOutranked_ReplacesItAndWarns()
    {
        var onLink = Some.Route("169.254.170.2/32", "0.0.0.0");
        var plan = Plan(Some.Nat(onLink));
        var route = plan.Routes[0];
        Assert.Equal((RouteAction.Replace, 0u, onLink), (route.Action, route.Metric, route.Stale.Single()));
        Assert.Contains(
            "169.254.170.2/32 on-link on interface 2 is stale", Assert.Single(plan.Warnings).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Decide_WithOursAndAnOnLinkRouteThatWins_LowersTheMetric()
    {
        var route = Plan(
            Some.Nat(
                Some.Route("169.254.170.2/32", "0.0.0.0", metric: 256),
                Some.Route("169.254.170.2/32", "172.30.0.1", metric: 256)
            )
        ).Routes[0];
        Assert.Equal((RouteAction.Replace, 255u), (route.Action, route.Metric));
    }

    /// <summary>
    /// While the agent is at work, the nat endpoint of an awsvpc task has a default route for a moment.
    /// </summary>
    [Fact]
    public void Decide_WithAnAwsvpcEndpointAndStillADefaultRouteOnIt_Skips() =>
        Assert.Equal(
            NetworkMode.Awsvpc,
            Plan(
                Some.Snapshot(
                    [Some.Container with { Alias = "vEthernet (nat-ep-4f2a)" }],
                    Some.Route("0.0.0.0/0", "172.30.0.1")
                )
            ).Mode
        );

    [Fact]
    public void Decide_WithMetadataOnLink_LeavesItAndReportsIt()
    {
        var plan = Plan(Some.Nat(Some.Route("169.254.169.254/32", "0.0.0.0", 3)));
        Assert.Equal("Keep 169.254.169.254/32 on-link on interface 3", Describe(plan.Routes[1]));
        Assert.Equal(
            ["the existing route 169.254.169.254/32 on-link on interface 3 is kept, and no route via the gateway is added"],
            plan.Warnings.Select(warning => warning.Text)
        );
    }

    /// <summary>On interface 3 it may be the agent's, so it stays even where it cannot be outranked.</summary>
    [Theory]
    [InlineData("169.254.170.2/32", 0)]
    [InlineData("169.254.169.254/32", 1)]
    public void Decide_WithModeNatAndARouteOnLink_AddsOneThatWinsAndNeverRemovesIt(string prefix, int index)
    {
        var plan = Plan(
            Some.Nat(Some.Route(prefix, "0.0.0.0", 3, metric: 256)), Some.Defaults with
            {
                Mode = NetworkMode.Nat,
                ModeSource = "--mode",
            }
        );
        Assert.Equal($"Add {prefix} via 172.30.0.1 on interface 2", Describe(plan.Routes[index]));
        Assert.Empty(plan.Routes[index].Stale);
        Assert.Equal(255u, plan.Routes[index].Metric);
        Assert.StartsWith("--mode is nat; ", plan.Reason, StringComparison.Ordinal);
        Assert.Equal(
            [
                $"the existing route {prefix} on-link on interface 3 is kept; "
                    + "the route via 172.30.0.1 wins by its lower metric, 280",
            ],
            plan.Warnings.Select(warning => warning.Text)
        );
        Assert.Empty(
            Plan(Some.Nat(Some.Route(prefix, "0.0.0.0", 3)), Some.Defaults with { Mode = NetworkMode.Nat })
                .Routes[index]
                .Stale
        );
    }

    /// <summary>
    /// In awsvpc mode the agent adds the on-link metadata route on the adapter that has the task's default route
    /// (amazon-ecs-agent, agent/ecscni/namespace_helper_windows.go). Other prefixes may be Windows' or another
    /// program's.
    /// </summary>
    [Theory]
    [InlineData("169.254.169.254/32", 256u, "wins by its lower metric, 280")]
    [InlineData("169.254.169.254/32", 0u, "does not win over it: no metric is low enough")]
    [InlineData("169.254.170.23/32", 0u, "does not win over it: no metric is low enough")]
    [InlineData("169.254.0.0/16", 0u, "does not win over it: no metric is low enough")]
    public void Decide_WithModeNatAndAnotherRouteOnLinkBesideADefaultRoute_NeverRemovesIt(
        string prefix, uint metric, string outcome)
    {
        var onLink = Some.Route(prefix, "0.0.0.0", metric: metric);
        var plan = Plan(Some.Nat(onLink), Some.Defaults with
        {
            Mode = NetworkMode.Nat,
            Prefixes = [Some.Prefix(prefix)],
        });
        var route = Assert.Single(plan.Routes);
        Assert.Equal(RouteAction.Add, route.Action);
        Assert.Empty(route.Stale);
        Assert.Equal([onLink], route.Outranked);
        Assert.Equal(
            [$"the existing route {prefix} on-link on interface 2 is kept; the route via 172.30.0.1 {outcome}"],
            plan.Warnings.Select(warning => warning.Text));
    }

    /// <summary>No metric is below 0; a route that wins already keeps its metric.</summary>
    [Theory]
    [InlineData(0u, null, 25u, "does not win over it: no metric is low enough")]
    [InlineData(256u, 255u, 25u, "wins by its lower metric, 280")]
    [InlineData(256u, 3u, 25u, "wins by its lower metric, 28")]
    [InlineData(256u, 256u, 25u, "wins by its lower metric, 280")]
    [InlineData(256u, null, null, "may not win over it: a metric could not be read")]
    public void Decide_WithModeNatAndTheAgentsRouteOnLink_NamesTheRouteThatWins(
        uint onLink, uint? ours, uint? interfaceMetric, string outcome)
    {
        const string prefix = "169.254.170.2/32";
        var rival = Some.Route(prefix, "0.0.0.0", 3, metric: onLink) with { InterfaceMetric = interfaceMetric };
        var plan = Plan(
            Some.Nat([rival, .. ours is { } metric ? [Some.Route(prefix, "172.30.0.1", metric: metric)] : (Route[])[]]),
            Some.Defaults with { Mode = NetworkMode.Nat, ModeSource = "--mode" });
        Assert.Equal(
            $"the existing route {prefix} on-link on interface 3 is kept; the route via 172.30.0.1 {outcome}",
            Assert.Single(plan.Warnings).Text);
    }

    [Fact]
    public void Decide_AfterAStaleRouteCouldNotBeRemoved_OutranksIt()
    {
        var stale = Some.Route("169.254.170.2/32", "172.30.0.99", metric: 200);
        var snapshot = Some.Nat(stale, Some.Route("169.254.170.2/32", "172.30.0.1", metric: 256));
        var failed = new FailedChanges { Unremovable = { stale.Key } };
        var route = Some.PlanOf(Planner.Decide(snapshot, Some.Ec2, Some.Defaults, failed)).Routes[0];
        Assert.Equal((RouteAction.Replace, 199u), (route.Action, route.Metric));
        Assert.Empty(route.Stale);
    }

    [Fact]
    public void Decide_AfterTheMetricCouldNotBeLoweredEither_KeepsTheRoute()
    {
        var stale = Some.Route("169.254.170.2/32", "172.30.0.99", metric: 200);
        var own = Some.Route("169.254.170.2/32", "172.30.0.1", metric: 256);
        var failed = new FailedChanges { Unremovable = { stale.Key }, Unlowerable = { own.Key } };
        var route = Some.PlanOf(Planner.Decide(Some.Nat(stale, own), Some.Ec2, Some.Defaults, failed)).Routes[0];
        Assert.Equal((RouteAction.Keep, own.Key), (route.Action, route.Key));
        Assert.Null(route.Metric);
    }

    [Fact]
    public void Decide_WithTheDefaults_RequiresTheCredentialsRouteAlone()
    {
        Assert.Equal([true, false], Plan(Some.Nat()).Routes.Select(route => route.IsRequired));
        Assert.Equal(
            [true, true],
            Plan(Some.Nat(), Some.Defaults with { Prefixes = [.. LinkLocal.Default] })
                .Routes.Select(route => route.IsRequired)
        );
    }

    [Fact]
    public void Decide_WithoutARole_RequiresOnlyRoutesThatWereRequestedByName()
    {
        var withoutRole = Some.Ec2 with { AsksForCredentials = false };
        Assert.Equal(
            [false, false],
            Some.PlanOf(Planner.Decide(Some.Nat(), withoutRole, Some.Defaults)).Routes.Select(route => route.IsRequired)
        );
        var named = Some.Defaults with { Prefixes = [LinkLocal.Credentials] };
        Assert.Equal(
            [true], Some.PlanOf(Planner.Decide(Some.Nat(), withoutRole, named)).Routes.Select(route => route.IsRequired)
        );
    }

    [Fact]
    public void Decide_WithTwoDefaultRoutesOfEqualRank_NamesTheOtherAndHowToChoose()
    {
        var plan = Plan(
            Some.Snapshot(
                [Some.Container, Some.Container with { Index = 3, Alias = "Ethernet 2" }],
                Some.Route("0.0.0.0/0", "10.0.0.1", 3), Some.Route("0.0.0.0/0", "172.30.0.1", 2)
            )
        );
        Assert.Equal(2u, plan.Interface!.Index);
        Assert.Equal(
            [
                "the default route via 10.0.0.1 on interface 3 has the same rank as the one via 172.30.0.1 on interface 2, which is used; to choose, set --interface and --gateway",
            ],
            plan.Warnings.Select(warning => warning.Text)
        );
    }

    [Fact]
    public void Decide_WithAChoiceOfTwoEqualDefaultRoutes_IsUnambiguous()
    {
        var snapshot = Some.Snapshot(
            [Some.Container, Some.Container with { Index = 3, Alias = "Ethernet 2" }],
            Some.Route("0.0.0.0/0", "10.0.0.1", 3), Some.Route("0.0.0.0/0", "172.30.0.1", 2)
        );
        Assert.Empty(Plan(snapshot, Some.Defaults with { Interface = "3" }).Warnings);
        Assert.Empty(Plan(snapshot, Some.Defaults with { Gateway = Some.Address("10.0.0.1") }).Warnings);
        Assert.Single(Plan(snapshot, Some.Defaults with { Gateway = Some.Address("172.30.0.9") }).Warnings);
    }

    [Fact]
    public void Decide_WithOneUnreadableMetric_RanksItLastAndReportsIt()
    {
        var plan = Plan(
            Some.Snapshot(
                [Some.Container, Some.Container with { Index = 3, Alias = "Ethernet 2" }],
                Some.Route("0.0.0.0/0", "172.30.0.1", 2, metric: 9000) with
                {
                    RouteMetric = 9000,
                },
                Some.Route("0.0.0.0/0", "10.0.0.1", 3) with
                {
                    InterfaceMetric = null,
                }
            )
        );
        Assert.Equal(2u, plan.Interface!.Index);
        Assert.Equal(
            ["the metric of the default route via 10.0.0.1 on interface 3 could not be read, so it ranks last"],
            plan.Warnings.Select(warning => warning.Text)
        );
    }

    [Fact]
    public void Decide_WithNoReadableMetric_DecidesByRouteMetricAndWarns()
    {
        var plan = Plan(
            Some.Snapshot(
                [Some.Container, Some.Container with { Index = 3, Alias = "Ethernet 2" }],
                Some.Route("0.0.0.0/0", "172.30.0.1", 2, metric: 10) with
                {
                    InterfaceMetric = null,
                },
                Some.Route("0.0.0.0/0", "10.0.0.1", 3, metric: 0) with
                {
                    InterfaceMetric = null,
                }
            )
        );
        Assert.Equal(3u, plan.Interface!.Index);
        Assert.Contains(
            "no interface metric could be read", Assert.Single(plan.Warnings).Text, StringComparison.Ordinal
        );
        Assert.Contains("(effective metric unknown, best of 2)", plan.Reason, StringComparison.Ordinal);
    }

    /// <summary>With one default route the metric does not matter.</summary>
    [Fact]
    public void Decide_WithOneDefaultRouteOfUnreadableMetric_DoesNotWarn() =>
        Assert.Empty(
            Plan(
                Some.Snapshot([Some.Container], Some.Route("0.0.0.0/0", "172.30.0.1") with { InterfaceMetric = null })
            ).Warnings
        );

    [Fact]
    public void Decide_OnFargateByItsVariable_ReportsANetworkThatLooksLikeNat()
    {
        Assert.Contains(
            "looks like nat",
            Assert.Single(Some.PlanOf(Planner.Decide(Some.Nat(), Some.Fargate, Some.Defaults)).Warnings).Text,
            StringComparison.Ordinal
        );
        Assert.Empty(
            Some.PlanOf(
                Planner.Decide(
                    Some.Snapshot(
                        [Some.Container with { Alias = "vEthernet (fargate-bridge-ep-1)" }],
                        Some.Route("0.0.0.0/0", "10.0.0.1")
                    ),
                    Some.Fargate, Some.Defaults
                )
            ).Warnings
        );
        Assert.Empty(
            Some.PlanOf(
                Planner.Decide(Some.Nat(Some.Route("169.254.170.2/32", "169.254.172.1")), Some.Fargate, Some.Defaults)
            ).Warnings
        );
        Assert.Empty(Some.PlanOf(Planner.Decide(Some.Snapshot([]), Some.Fargate, Some.Defaults)).Warnings);
    }

    /// <summary>amazon-ecs-agent#3122: after an hour, 169.254.x.y/16 and no default route.</summary>
    [Fact]
    public void Decide_WithALostAddress_ReportsIt()
    {
        var snapshot = Some.Snapshot([Some.Container]) with
        {
            Addresses = [Some.InterfaceAddress("169.254.12.34", 16)],
        };
        Assert.Contains(
            "Interface 2 has lost its address: 169.254.12.34/16", Assert.IsType<NotYet>(Decide(snapshot)).Hint,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Decide_WithTwoDefaultRoutes_TakesTheLowestEffectiveMetricNotTheLowestRouteMetric()
    {
        var plan = Plan(
            Some.Snapshot(
                [Some.Container, Some.Container with { Index = 3, Alias = "Ethernet 2" }],
                Some.Route("0.0.0.0/0", "10.0.0.1", 3, metric: 0, interfaceMetric: 5000),
                Some.Route("0.0.0.0/0", "172.30.0.1", 2, metric: 100, interfaceMetric: 25)
            )
        );
        Assert.Equal(Some.Address("172.30.0.1"), plan.Gateway);
        Assert.Equal(2u, plan.Interface!.Index);
        Assert.Contains("effective metric 125, best of 2", plan.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Hyper-V Virtual Ethernet Adapter")]
    [InlineData("Hyper-V Virtual Ethernet Adapter #2")]
    [InlineData("Hyper-V Virtual Ethernet Container Adapter")]
    [InlineData("Microsoft Hyper-V Network Adapter")]
    public void Decide_WithAHyperVAdapter_PrefersItToABetterMetric(string description)
    {
        var plan = Plan(
            Some.Snapshot(
                [
                    new Adapter(5, "VPN", "WireGuard Tunnel", IsUp: true), Some.Container with
                    {
                        Description = description,
                    },
                ],
                Some.Route("0.0.0.0/0", "10.0.0.1", 5, metric: 0, interfaceMetric: 1),
                Some.Route("0.0.0.0/0", "172.30.0.1", 2)
            )
        );
        Assert.Equal(2u, plan.Interface!.Index);
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void Decide_WithADisconnectedHyperVAdapter_TakesTheConnectedOne()
    {
        var plan = Plan(
            Some.Snapshot(
                [Some.Container with { IsUp = false }, Some.Container with { Index = 3 }],
                Some.Route("0.0.0.0/0", "172.30.0.1", 2, metric: 0),
                Some.Route("0.0.0.0/0", "172.31.0.1", 3, metric: 500)
            )
        );
        Assert.Equal(3u, plan.Interface!.Index);
    }

    [Fact]
    public void Decide_WithoutAHyperVAdapter_TakesTheBestDefaultRouteAndWarns()
    {
        var plan = Plan(
            Some.Snapshot([new Adapter(5, "Ethernet", "Intel NIC", IsUp: true)], Some.Route("0.0.0.0/0", "10.0.0.1", 5))
        );
        Assert.Equal(Some.Address("10.0.0.1"), plan.Gateway);
        Assert.Equal(
            [
                "interface 5 'Ethernet' (Intel NIC) is not a Hyper-V adapter; it has the best default route, so it is used",
            ],
            plan.Warnings.Select(warning => warning.Text)
        );
    }

    [Fact]
    public void Decide_WithNoDefaultRoute_IsNotYetAndListsTheInterfaces()
    {
        var notYet = Assert.IsType<NotYet>(
            Decide(Some.Snapshot([Some.Container], Some.Route("172.30.0.0/20", "0.0.0.0")))
        );
        Assert.Equal("a default route with a gateway", notYet.Missing);
        Assert.Contains("2 'vEthernet (Ethernet)'", notYet.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_WithADefaultRouteThatHasNoNextHop_IsNotYet() =>
        Assert.IsType<NotYet>(Decide(Some.Snapshot([Some.Container], Some.Route("0.0.0.0/0", "0.0.0.0"))));

    /// <summary>The routes are enough for a plan. The warning says what could not be ruled out.</summary>
    [Theory]
    [InlineData(null, "nat mode could not be confirmed")]
    [InlineData(NetworkMode.Nat, "the routes are set up without a look at the adapters")]
    public void Decide_WithAdaptersThatCannotBeRead_MakesAPlanAndWarns(object? mode, string warning)
    {
        var plan = Plan(
            Unread(Some.Route("0.0.0.0/0", "172.30.0.1")), Some.Defaults with { Mode = (NetworkMode?)mode });
        Assert.Equal(
            [
                "Add 169.254.170.2/32 via 172.30.0.1 on interface 2",
                "Add 169.254.169.254/32 via 172.30.0.1 on interface 2",
            ],
            plan.Routes.Select(Describe));
        var text = Assert.Single(plan.Warnings).Text;
        Assert.StartsWith(warning, text, StringComparison.Ordinal);
        Assert.Contains(": Could not read the adapters: code 8", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("vEthernet (Ethernet)")]
    public void Decide_WithAnInterfaceAndAdaptersThatCannotBeRead_FindsItAmongTheRoutes(string name)
    {
        var route = Some.Route("0.0.0.0/0", "172.30.0.1") with { InterfaceAlias = "vEthernet (Ethernet)" };
        Assert.Equal(2u, Plan(Unread(route), Some.Defaults with { Interface = name }).Interface?.Index);
        Assert.Equal(
            "interface 'other' (seen: Could not read the adapters: code 8)",
            Assert.IsType<NotYet>(Decide(Unread(route), Some.Defaults with { Interface = "other" })).Missing);
    }

    [Fact]
    public void Decide_WithTheAgentsRouteAndAdaptersThatCannotBeRead_SkipsAsAwsvpc()
    {
        var plan = Plan(Unread(Some.Route("169.254.170.2/32", "0.0.0.0", 3)));
        Assert.Equal((NetworkMode.Awsvpc, 0), (plan.Mode, plan.Warnings.Count));
    }

    [Fact]
    public void Decide_WithoutADefaultRouteAndAdaptersThatCannotBeRead_NamesTheFailure() =>
        Assert.StartsWith(
            "Could not read the adapters: code 8. In awsvpc mode",
            Assert.IsType<NotYet>(Decide(Unread())).Hint, StringComparison.Ordinal);

    [Fact]
    public void Decide_WithFargatesVariableAndAdaptersThatCannotBeRead_TrustsTheVariable() =>
        Assert.Empty(
            Some.PlanOf(
                Planner.Decide(Unread(Some.Route("0.0.0.0/0", "172.30.0.1")), Some.Fargate, Some.Defaults)
            ).Warnings);

    private static NetworkSnapshot Unread(params Route[] routes) =>
        new(routes, [], WhyNoAdapters: "Could not read the adapters: code 8.");

    [Fact]
    public void Decide_WithNoAdapter_IsNotYet() => Assert.IsType<NotYet>(Decide(Some.Snapshot([])));

    [Theory]
    [InlineData("3")]
    [InlineData("Ethernet 2")]
    [InlineData("ETHERNET 2")]
    public void Decide_WithAnInterface_TakesItsDefaultRoute(string name)
    {
        var plan = Plan(TwoAdapters, Some.Defaults with { Interface = name });
        Assert.Equal(Some.Address("10.0.0.1"), plan.Gateway);
        Assert.Equal(3u, plan.Interface!.Index);
    }

    [Fact]
    public void Decide_WithAGatewayThatHasADefaultRoute_TakesThatRoutesInterface() =>
        Assert.Equal(3u, Plan(TwoAdapters, Some.Defaults with { Gateway = Some.Address("10.0.0.1") }).Interface!.Index);

    [Fact]
    public void Decide_WithAnotherGateway_TakesTheBestRoutesInterface()
    {
        var plan = Plan(TwoAdapters, Some.Defaults with { Gateway = Some.Address("172.30.0.9") });
        Assert.Equal(2u, plan.Interface!.Index);
        Assert.Equal(Some.Address("172.30.0.9"), plan.Routes[0].NextHop);
        Assert.EndsWith(", gateway 172.30.0.9 as configured", plan.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_WithGatewayAndInterface_NeedsNoDefaultRoute()
    {
        var plan = Plan(
            Some.Snapshot([Some.Container]), Some.Defaults with
            {
                Gateway = Some.Address("172.30.0.1"),
                Interface = "2",
            }
        );
        Assert.Equal("Add 169.254.170.2/32 via 172.30.0.1 on interface 2", Describe(plan.Routes[0]));
    }

    [Fact]
    public void Decide_WithAMissingInterface_ListsTheInterfaces()
    {
        var notYet = Assert.IsType<NotYet>(Decide(TwoAdapters, Some.Defaults with { Interface = "Wi-Fi" }));
        Assert.Equal("interface 'Wi-Fi' (seen: 2 'vEthernet (Ethernet)', 3 'Ethernet 2')", notYet.Missing);
        Assert.Equal("Set --interface to the index or the alias of an existing interface.", notYet.Hint);
    }

    [Theory]
    [InlineData("172.30.12.34", null, "an address of this container")]
    [InlineData("172.30.12.34", "2", "an address of this container")]
    [InlineData("172.30.15.255", null, "the broadcast address of a subnet of this container")]
    public void Decide_WithItsOwnAddressAsTheGateway_Refuses(string gateway, string? name, string what)
    {
        var failure = Assert.Throws<BootstrapException>(() =>
            Decide(
                Some.Nat() with
                {
                    Addresses = [Some.InterfaceAddress("172.30.12.34")],
                },
                Some.Defaults with
                {
                    Gateway = Some.Address(gateway),
                    Interface = name,
                }
            )
        );
        Assert.Equal($"Gateway {gateway} is {what}, on interface 2.", failure.Message);
        Assert.Equal(ExitCode.SetupFailed, failure.ExitCode);
    }

    /// <summary>Some clouds reach their gateway by an on-link /32 route.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("2")]
    public void Decide_WithAGatewayThatIsOnLink_TakesIt(string? name) =>
        Assert.Equal(
            Some.Address("172.30.0.9"),
            Plan(
                Some.Nat(Some.Route("172.30.0.9/32", "0.0.0.0")) with
                {
                    Addresses = [Some.InterfaceAddress("172.30.12.34")],
                },
                Some.Defaults with
                {
                    Gateway = Some.Address("172.30.0.9"),
                    Interface = name,
                }
            ).Gateway
        );

    [Fact]
    public void WithoutLooking_OnFargateOrWithModeAwsvpc_DecidesAtOnce()
    {
        Assert.Equal(NetworkMode.Fargate, Planner.WithoutLooking(Some.Fargate, Some.Defaults)?.Mode);
        Assert.Equal(
            NetworkMode.Awsvpc, Planner.WithoutLooking(Some.Ec2, Some.Defaults with { Mode = NetworkMode.Awsvpc })?.Mode
        );
        Assert.Null(Planner.WithoutLooking(Some.Fargate, Some.Defaults with { Mode = NetworkMode.Nat }));
        Assert.Null(Planner.WithoutLooking(Some.Ec2, Some.Defaults));
    }

    private static Gen<string> OneOf(params string[] values) =>
        Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static readonly Gen<Route> GenRoute =
        from destination in OneOf(
            "0.0.0.0/0", "0.0.0.0/0", "169.254.170.2/32", "169.254.169.254/32", "172.30.0.0/20", "169.254.0.0/16"
        )
        from nextHop in OneOf("0.0.0.0", "172.30.0.1", "172.30.0.2", "10.0.0.1")
        from index in Gen.UInt[1, 4]
        from metric in Gen.UInt[0, 3]
        from readable in Gen.Int[0, 9]
        select Some.Route(destination, nextHop, index, metric) with
        {
            RouteMetric = readable == 0 ? null : metric,
            InterfaceMetric = index % 3, // one for each interface, as on Windows
        };

    private static readonly Gen<Adapter> GenAdapter =
        from index in Gen.UInt[1, 4]
        from alias in OneOf(
            "Ethernet", "Ethernet", "vEthernet (Ethernet)", "vEthernet (nat-ep-1)", "vEthernet (fargate-bridge-ep-1)"
        )
        from description in OneOf("Hyper-V Virtual Ethernet Adapter", "Intel NIC")
        from isUp in Gen.Bool
        select new Adapter(index, alias, description, isUp);

    private static readonly Gen<NetworkSnapshot> GenSnapshot =
        from routes in GenRoute.Array[0, 12]
        from adapters in GenAdapter.Array[0, 4]
        from unreadable in Gen.UInt[0, 12]
        select new NetworkSnapshot(
            [
                .. routes
                    .DistinctBy(route => route.Key)
                    .Select(route =>
                        route.InterfaceIndex == unreadable ? route with { InterfaceMetric = null } : route
                    ),
            ],
            [.. adapters.DistinctBy(adapter => adapter.Index)]
        );

    private static readonly Gen<PlanOptions> GenOptions =
        from isTold in Gen.Int[0, 4]
        select isTold switch
        {
            0 => Some.Defaults with { Mode = NetworkMode.Nat, ModeSource = "--mode" },
            1 => Some.Defaults with { Gateway = Some.Address("172.30.0.2") },
            _ => Some.Defaults,
        };

    [Fact]
    public void Decide_OnAnySnapshot_DoesNotDependOnTheOrderOfRows() =>
        Gen.Select(GenSnapshot, GenOptions, Gen.Int)
            .Sample(
                (snapshot, options, seed) =>
                {
                    var random = new Random(seed);
                    var shuffled = new NetworkSnapshot(
                        [.. snapshot.Routes.OrderBy(_ => random.Next())],
                        [.. snapshot.Adapters.OrderBy(_ => random.Next())]
                    );
                    return Show(Decide(snapshot, options)) == Show(Decide(shuffled, options));
                },
                iter: 20_000
            );

    /// <summary>
    /// Some stale routes cannot be removed. They are then outranked if possible.
    /// </summary>
    [Fact]
    public void Decide_AfterItsPlanIsCarriedOut_ChangesNothing() =>
        Gen.Select(GenSnapshot, GenOptions, Gen.Int)
            .Sample(
                (snapshot, options, seed) =>
                {
                    if (Decide(snapshot, options) is not Plan plan)
                    {
                        return true;
                    }

                    var random = new Random(seed);
                    var unremovable = plan
                        .Routes.SelectMany(planned => planned.Stale)
                        .Where(_ => random.Next(2) == 0)
                        .Select(stale => stale.Key)
                        .ToList();
                    var failed = new FailedChanges();
                    failed.Unremovable.UnionWith(unremovable);
                    var after = snapshot;
                    for (var round = 0; round < 2; round++)
                    {
                        // The first round removes; the second lowers the metric where a stale route stays.
                        after = after with
                        {
                            Routes = CarryOut(
                                Some.PlanOf(Planner.Decide(after, Some.Ec2, options, round == 0 ? null : failed)),
                                after, unremovable
                            ),
                        };
                    }

                    var again = Some.PlanOf(Planner.Decide(after, Some.Ec2, options, failed));
                    return again.ChangesNothing && again.Routes.All(route => route.Metric is null);
                },
                iter: 20_000
            );

    /// <summary>Windows then uses the plan's route, unless a stale route cannot be outranked.</summary>
    [Fact]
    public void Decide_AfterItsPlanIsCarriedOut_TheRightRouteWins() =>
        Gen.Select(GenSnapshot, GenOptions)
            .Sample(
                (snapshot, options) =>
                {
                    if (Decide(snapshot, options) is not Plan plan)
                    {
                        return true;
                    }

                    var routes = CarryOut(plan, snapshot, []);
                    return plan
                        .Routes.Where(planned => !planned.Key.IsOnLink)
                        .All(planned =>
                            routes.Single(route => route.Key == planned.Key) is var own
                            && routes
                                .Where(route => route.Destination.Equals(planned.Destination) && route.Key != own.Key)
                                .All(rival =>
                                    own.Beats(rival)
                                    || own.RouteMetric is null or 0
                                    || own.InterfaceMetric is null
                                    || rival.EffectiveMetric is null
                                )
                        );
                },
                iter: 20_000
            );

    private static List<Route> CarryOut(Plan plan, NetworkSnapshot snapshot, IReadOnlyCollection<RouteKey> unremovable)
    {
        var routes = snapshot.Routes.ToList();
        foreach (var planned in plan.Routes)
        {
            routes.RemoveAll(route => planned.Stale.Contains(route) && !unremovable.Contains(route.Key));
            if (planned.Metric is { } metric)
            {
                var interfaceMetric = routes
                    .Find(route => route.InterfaceIndex == planned.InterfaceIndex)
                    ?.InterfaceMetric;
                routes.RemoveAll(route => route.Key == planned.Key);
                routes.Add(new Route(planned.Key, null, metric, interfaceMetric));
            }
        }

        return routes;
    }

    [Fact]
    public void Decide_OnAnySnapshot_TakesGatewayAndInterfaceFromOneRouteAndRemovesOnlyWhatIsAskedFor() =>
        Gen.Select(GenSnapshot, GenOptions).Sample(
            (snapshot, options) =>
                Decide(snapshot, options) is not Plan { Mode: NetworkMode.Nat } plan
                || (
                    snapshot.Routes.Any(route =>
                        route.IsDefault
                        && (options.Gateway is not null || route.NextHop.Equals(plan.Gateway))
                        && route.InterfaceIndex == plan.Interface!.Index
                    )
                    && plan.Routes.All(planned =>
                        planned.Stale.All(stale =>
                            stale.Destination.Equals(planned.Destination)
                            && (
                                !stale.IsOnLink
                                || (
                                    stale.Destination.Equals(LinkLocal.Credentials)
                                    && snapshot.HasGateway(stale.InterfaceIndex)
                                )
                            )
                        )
                    )
                ),
            iter: 20_000
        );

    /// <summary>Windows uses the longest prefix. A route that leads to the same gateway is no problem.</summary>
    [Theory]
    [InlineData("169.254.170.0/24", "169.254.170.2/32", "172.30.0.99", "credentials")]
    [InlineData("169.254.0.0/16", "169.254.169.0/24", "172.30.0.99", "169.254.169.0/24")]
    [InlineData("169.254.0.0/16", "169.254.170.23/32", "172.30.0.99", "eks-pod-identity")]
    [InlineData("169.254.0.0/16", "169.254.170.2/32", "0.0.0.0", "credentials")]
    [InlineData("169.254.0.0/16", "169.254.170.2/32", "172.30.0.1", null)]
    [InlineData("169.254.0.0/16", "169.254.77.0/24", "172.30.0.99", null)]
    [InlineData("169.254.170.0/24", "169.254.0.0/16", "172.30.0.99", null)]
    [InlineData("169.254.170.2/32", "169.254.170.2/32", "172.30.0.99", null)]
    public void Decide_WithAMoreSpecificRoute_WarnsIfItLeadsElsewhere(
        string configured, string other, string nextHop, string? name)
    {
        var options = Some.Defaults with { Mode = NetworkMode.Nat, Prefixes = [Some.Prefix(configured)] };
        var warnings = Plan(Some.Nat(Some.Route(other, nextHop)), options).Warnings
            .Where(warning => warning.Message.Name == Messages.RouteDiverted.Name).ToList();
        if (name is null)
        {
            Assert.Empty(warnings);
        }
        else
        {
            Assert.Contains(
                $"take the more specific route {other} ", Assert.Single(warnings).Text, StringComparison.Ordinal);
            Assert.Contains($"add --route {name},", warnings[0].Text, StringComparison.Ordinal);
        }
    }

    private static readonly NetworkSnapshot TwoAdapters = Some.Snapshot(
        [Some.Container, Some.Container with { Index = 3, Alias = "Ethernet 2" }],
        Some.Route("0.0.0.0/0", "172.30.0.1", 2),
        Some.Route("0.0.0.0/0", "10.0.0.1", 3, metric: 500)
    );

    private static Decision Decide(NetworkSnapshot snapshot, PlanOptions? options = null) =>
        Planner.Decide(snapshot, Some.Ec2, options ?? Some.Defaults);

    private static Plan Plan(NetworkSnapshot snapshot, PlanOptions? options = null) =>
        Some.PlanOf(Decide(snapshot, options));

    private static string Describe(PlannedRoute route) => $"{route.Action} {route.Key}";

    private static string Show(Decision decision) =>
        decision is Plan plan
            ? PlanText.ToJson(plan, "x")
                + string.Join(
                    '|',
                    plan.Routes.Select(route =>
                        $"{route.Reason} {route.Metric} {string.Join(',', route.Stale)} {string.Join(',', route.Outranked)}"
                    )
                )
                + string.Join('|', plan.Warnings.Select(warning => warning.Text))
            : decision.ToString();
}
