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
            ["Add 169.254.170.2/32 via 172.30.0.1 on 2", "Add 169.254.169.254/32 via 172.30.0.1 on 2"],
            plan.Routes.Select(Describe));
        Assert.Equal("no sign of awsvpc or Fargate; default route via 172.30.0.1 on interface 2 'vEthernet (Ethernet)' (effective metric 25)", plan.Reason);
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void Decide_OnASecondRun_KeepsBothRoutes()
    {
        var plan = Plan(Some.Nat(Some.Route("169.254.170.2/32", "172.30.0.1"), Some.Route("169.254.169.254/32", "172.30.0.1")));
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
        Assert.True(route.Create);
        Assert.Equal([stale], route.Stale);
    }

    [Fact]
    public void Decide_WithTheRightRouteAndAStaleOne_OnlyRemoves()
    {
        var stale = Some.Route("169.254.170.2/32", "172.30.0.99");
        var route = Plan(Some.Nat(stale, Some.Route("169.254.170.2/32", "172.30.0.1"))).Routes[0];
        Assert.Equal(RouteAction.Replace, route.Action);
        Assert.False(route.Create);
        Assert.Equal([stale], route.Stale);
    }

    [Fact]
    public void Decide_WithCredentialsOnLink_SkipsAsAwsvpc()
    {
        var plan = Plan(Some.Nat(Some.Route("169.254.170.2/32", "0.0.0.0")));
        Assert.Equal(NetworkMode.Awsvpc, plan.Mode);
        Assert.Empty(plan.Routes);
        Assert.Null(plan.Gateway);
        Assert.Null(plan.Interface);
    }

    /// <summary>While the agent is at work, the nat endpoint of an awsvpc task has a default route for a moment.</summary>
    [Fact]
    public void Decide_WithAnAwsvpcEndpointAndStillADefaultRouteOnIt_Skips() =>
        Assert.Equal(NetworkMode.Awsvpc, Plan(Some.Snapshot(
            [Some.Container with { Alias = "vEthernet (nat-ep-4f2a)" }], Some.Route("0.0.0.0/0", "172.30.0.1"))).Mode);

    [Fact]
    public void Decide_WithMetadataOnLink_LeavesItAndSaysSo()
    {
        var plan = Plan(Some.Nat(Some.Route("169.254.169.254/32", "0.0.0.0", 3)));
        Assert.Equal("Keep 169.254.169.254/32 via 0.0.0.0 on 3", Describe(plan.Routes[1]));
        Assert.Equal(["169.254.169.254/32 is on-link on interface 3 and is left as it is"], plan.Warnings.Select(warning => warning.Text));
    }

    [Fact]
    public void Decide_ToldNatWithCredentialsOnLink_AddsBesideAndNeverRemovesIt()
    {
        var plan = Plan(Some.Nat(Some.Route("169.254.170.2/32", "0.0.0.0")), Some.Defaults with { Mode = NetworkMode.Nat, ModeSource = "--mode" });
        Assert.Equal("Add 169.254.170.2/32 via 172.30.0.1 on 2", Describe(plan.Routes[0]));
        Assert.Empty(plan.Routes[0].Stale);
        Assert.StartsWith("--mode says nat; ", plan.Reason, StringComparison.Ordinal);
        Assert.Equal(["169.254.170.2/32 is on-link on interface 2 and is left as it is"], plan.Warnings.Select(warning => warning.Text));
    }

    [Fact]
    public void Decide_WithTwoDefaultRoutes_TakesTheLowestEffectiveMetricNotTheLowestRouteMetric()
    {
        var plan = Plan(Some.Snapshot(
            [Some.Container, Some.Container with { Index = 3, Alias = "Ethernet 2" }],
            Some.Route("0.0.0.0/0", "10.0.0.1", 3, metric: 0, interfaceMetric: 5000),
            Some.Route("0.0.0.0/0", "172.30.0.1", 2, metric: 100, interfaceMetric: 25)));
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
        var plan = Plan(Some.Snapshot(
            [new Adapter(5, "VPN", "WireGuard Tunnel", IsUp: true), Some.Container with { Description = description }],
            Some.Route("0.0.0.0/0", "10.0.0.1", 5, metric: 0, interfaceMetric: 1),
            Some.Route("0.0.0.0/0", "172.30.0.1", 2)));
        Assert.Equal(2u, plan.Interface!.Index);
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void Decide_WithADisconnectedHyperVAdapter_TakesTheConnectedOne()
    {
        var plan = Plan(Some.Snapshot(
            [Some.Container with { IsUp = false }, Some.Container with { Index = 3 }],
            Some.Route("0.0.0.0/0", "172.30.0.1", 2, metric: 0),
            Some.Route("0.0.0.0/0", "172.31.0.1", 3, metric: 500)));
        Assert.Equal(3u, plan.Interface!.Index);
    }

    [Fact]
    public void Decide_WithoutAHyperVAdapter_TakesTheBestDefaultRouteAndWarns()
    {
        var plan = Plan(Some.Snapshot([new Adapter(5, "Ethernet", "Intel NIC", IsUp: true)], Some.Route("0.0.0.0/0", "10.0.0.1", 5)));
        Assert.Equal(Some.Address("10.0.0.1"), plan.Gateway);
        Assert.Equal(["interface 5 'Ethernet' (Intel NIC) is not a Hyper-V adapter; it has the best default route, so it is taken"], plan.Warnings.Select(warning => warning.Text));
    }

    [Fact]
    public void Decide_WithNoDefaultRoute_IsNotYetAndSaysWhatThereIs()
    {
        var notYet = Assert.IsType<NotYet>(Decide(Some.Snapshot([Some.Container], Some.Route("172.30.0.0/20", "0.0.0.0"))));
        Assert.Equal("a default route with a gateway", notYet.Missing);
        Assert.Contains("2 'vEthernet (Ethernet)'", notYet.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_WithADefaultRouteThatHasNoNextHop_IsNotYet() =>
        Assert.IsType<NotYet>(Decide(Some.Snapshot([Some.Container], Some.Route("0.0.0.0/0", "0.0.0.0"))));

    [Fact]
    public void Decide_WithNoAdapter_IsNotYet() => Assert.IsType<NotYet>(Decide(Some.Snapshot([])));

    [Theory]
    [InlineData("3")]
    [InlineData("Ethernet 2")]
    [InlineData("ETHERNET 2")]
    public void Decide_ToldAnInterface_TakesItsDefaultRoute(string name)
    {
        var plan = Plan(TwoAdapters, Some.Defaults with { Interface = name });
        Assert.Equal(Some.Address("10.0.0.1"), plan.Gateway);
        Assert.Equal(3u, plan.Interface!.Index);
    }

    [Fact]
    public void Decide_ToldAGatewayThatHasADefaultRoute_TakesThatRoutesInterface() =>
        Assert.Equal(3u, Plan(TwoAdapters, Some.Defaults with { Gateway = Some.Address("10.0.0.1") }).Interface!.Index);

    [Fact]
    public void Decide_ToldAnotherGateway_TakesTheBestRoutesInterface()
    {
        var plan = Plan(TwoAdapters, Some.Defaults with { Gateway = Some.Address("172.30.0.9") });
        Assert.Equal(2u, plan.Interface!.Index);
        Assert.Equal(Some.Address("172.30.0.9"), plan.Routes[0].NextHop);
        Assert.EndsWith(", gateway 172.30.0.9 as told", plan.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_ToldGatewayAndInterface_NeedsNoDefaultRoute()
    {
        var plan = Plan(Some.Snapshot([Some.Container]), Some.Defaults with { Gateway = Some.Address("172.30.0.1"), Interface = "2" });
        Assert.Equal("Add 169.254.170.2/32 via 172.30.0.1 on 2", Describe(plan.Routes[0]));
    }

    [Fact]
    public void Decide_ToldAnInterfaceThatIsNotThere_SaysWhichThereAre()
    {
        var notYet = Assert.IsType<NotYet>(Decide(TwoAdapters, Some.Defaults with { Interface = "Wi-Fi" }));
        Assert.Equal("interface 'Wi-Fi' (seen: 2 'vEthernet (Ethernet)', 3 'Ethernet 2')", notYet.Missing);
        Assert.Equal("Give --interface the index or the alias of one that is there.", notYet.Hint);
    }

    /// <summary>Windows has an on-link /32 route for each of its own addresses.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("2")]
    public void Decide_ToldItsOwnAddressAsTheGateway_Refuses(string? name)
    {
        var failure = Assert.Throws<BootstrapException>(() => Decide(
            Some.Nat(Some.Route("172.30.0.9/32", "0.0.0.0")), Some.Defaults with { Gateway = Some.Address("172.30.0.9"), Interface = name }));
        Assert.Equal("Gateway 172.30.0.9 is an address of this container itself, or a broadcast address: it is on-link on interface 2.", failure.Message);
        Assert.Equal(ExitCode.NetworkFailed, failure.ExitCode);
    }

    /// <summary>Some clouds reach their gateway by an on-link /32 route.</summary>
    [Fact]
    public void Decide_ToldTheDefaultRoutesGatewayThatIsOnLink_TakesIt() =>
        Assert.Equal(Some.Address("172.30.0.1"), Plan(
            Some.Nat(Some.Route("172.30.0.1/32", "0.0.0.0")), Some.Defaults with { Gateway = Some.Address("172.30.0.1"), Interface = "2" }).Gateway);

    [Fact]
    public void WithoutLooking_OnFargateOrToldAwsvpc_DecidesAtOnce()
    {
        Assert.Equal(NetworkMode.Fargate, Planner.WithoutLooking(Some.Fargate, Some.Defaults)?.Mode);
        Assert.Equal(NetworkMode.Awsvpc, Planner.WithoutLooking(Some.Ec2, Some.Defaults with { Mode = NetworkMode.Awsvpc })?.Mode);
        Assert.Null(Planner.WithoutLooking(Some.Fargate, Some.Defaults with { Mode = NetworkMode.Nat }));
        Assert.Null(Planner.WithoutLooking(Some.Ec2, Some.Defaults));
    }

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static readonly Gen<Route> GenRoute =
        from destination in OneOf("0.0.0.0/0", "0.0.0.0/0", "169.254.170.2/32", "169.254.169.254/32", "172.30.0.0/20", "169.254.0.0/16")
        from nextHop in OneOf("0.0.0.0", "172.30.0.1", "172.30.0.2", "10.0.0.1")
        from index in Gen.UInt[1, 4]
        from metric in Gen.UInt[0, 3]
        from interfaceMetric in Gen.UInt[0, 3]
        select Some.Route(destination, nextHop, index, metric, interfaceMetric);

    private static readonly Gen<Adapter> GenAdapter =
        from index in Gen.UInt[1, 4]
        from alias in OneOf("Ethernet", "vEthernet (Ethernet)", "vEthernet (nat-ep-1)")
        from description in OneOf("Hyper-V Virtual Ethernet Adapter", "Intel NIC")
        from isUp in Gen.Bool
        select new Adapter(index, alias, description, isUp);

    private static readonly Gen<NetworkSnapshot> GenSnapshot =
        from routes in GenRoute.Array[0, 12]
        from adapters in GenAdapter.Array[0, 4]
        select new NetworkSnapshot(routes, [.. adapters.DistinctBy(adapter => adapter.Index)]);

    [Fact]
    public void Decide_OnAnySnapshot_DoesNotDependOnTheOrderOfRows() =>
        Gen.Select(GenSnapshot, Gen.Int).Sample(
            (snapshot, seed) =>
            {
                var random = new Random(seed);
                var shuffled = new NetworkSnapshot(
                    [.. snapshot.Routes.OrderBy(_ => random.Next())], [.. snapshot.Adapters.OrderBy(_ => random.Next())]);
                return Show(Decide(snapshot)) == Show(Decide(shuffled));
            },
            iter: 20_000);

    [Fact]
    public void Decide_AfterItsPlanIsCarriedOut_ChangesNothing() =>
        GenSnapshot.Sample(
            snapshot =>
            {
                if (Decide(snapshot) is not Plan plan)
                {
                    return true;
                }

                var routes = snapshot.Routes.ToList();
                foreach (var planned in plan.Routes)
                {
                    routes.RemoveAll(route => planned.Stale.Contains(route));
                    if (planned.Create)
                    {
                        routes.Add(new Route(planned.Destination, planned.NextHop, planned.InterfaceIndex, null, 256, 1));
                    }
                }

                return Plan(snapshot with { Routes = routes }).ChangesNothing;
            },
            iter: 20_000);

    [Fact]
    public void Decide_OnAnySnapshot_TakesGatewayAndInterfaceFromOneRouteAndRemovesOnlyWhatIsAskedFor() =>
        GenSnapshot.Sample(
            snapshot => Decide(snapshot) is not Plan { Mode: NetworkMode.Nat } plan
                || (snapshot.Routes.Any(route => route.IsDefault && route.NextHop.Equals(plan.Gateway) && route.InterfaceIndex == plan.Interface!.Index)
                    && plan.Routes.All(planned => planned.Stale.All(stale => stale.Destination.Equals(planned.Destination) && !stale.IsOnLink))),
            iter: 20_000);

    private static readonly NetworkSnapshot TwoAdapters = Some.Snapshot(
        [Some.Container, Some.Container with { Index = 3, Alias = "Ethernet 2" }],
        Some.Route("0.0.0.0/0", "172.30.0.1", 2),
        Some.Route("0.0.0.0/0", "10.0.0.1", 3, metric: 500));

    private static Decision Decide(NetworkSnapshot snapshot, PlanOptions? options = null) =>
        Planner.Decide(snapshot, Some.Ec2, options ?? Some.Defaults);

    private static Plan Plan(NetworkSnapshot snapshot, PlanOptions? options = null) => Some.PlanOf(Decide(snapshot, options));

    private static string Describe(PlannedRoute route) => $"{route.Action} {route.Destination} via {route.NextHop} on {route.InterfaceIndex}";

    private static string Show(Decision decision) => decision is Plan plan
        ? PlanText.ToJson(plan, "x") + string.Join('|', plan.Routes.Select(route => $"{route.Reason} {route.Create} {string.Join(',', route.Stale)}")) + string.Join('|', plan.Warnings)
        : decision.ToString();
}
