using Bootstrap.Ecs;
using Bootstrap.Network;
using Bootstrap.Workload;

namespace Bootstrap.Tests.Network;

public class ModeSignsTests
{
    [Theory]
    [InlineData("vEthernet (taskbr0a1b2c3d4e5f-ep-4f2a)", "awsvpc")]
    [InlineData("vEthernet (nat-ep-4f2a)", "awsvpc")]
    [InlineData("VETHERNET (NAT-EP-4F2A)", "awsvpc")]
    [InlineData("vEthernet (fargate-bridge-ep-4f2a)", "fargate")]
    public void OnNetwork_OfAnEndpointsName_RecognisesTheMode(string alias, string mode) =>
        Assert.Equal(mode, ModeSigns.OnNetwork(WithAdapter(alias))?.Mode.Name());

    [Theory]
    [InlineData("vEthernet (Ethernet)")]
    [InlineData("vEthernet (nat)")]
    [InlineData("vEthernet (natural-ep-1)")]
    [InlineData("vEthernet (taskbr-ep-1)")]
    [InlineData("vEthernet (taskbr0a1b2c3d4e5-ep-1)")]
    [InlineData("vEthernet (taskbr0a1b2c3d4e5fa-ep-1)")]
    [InlineData("vEthernet (taskbrxxxxxxxxxxxx-ep-1)")]
    [InlineData("nat-ep-1")]
    [InlineData("Ethernet 2")]
    [InlineData("")]
    public void OnNetwork_AnyOtherName_ReturnsNothing(string alias) =>
        Assert.Null(ModeSigns.OnNetwork(WithAdapter(alias)));

    [Fact]
    public void OnNetwork_CredentialsOnLink_IsAwsvpc() =>
        Assert.Equal(
            NetworkMode.Awsvpc, ModeSigns.OnNetwork(Some.Nat(Some.Route("169.254.170.2/32", "0.0.0.0", 3)))?.Mode
        );

    /// <summary>The agent takes the default route from the adapter that gets its on-link route.</summary>
    [Fact]
    public void OnNetwork_CredentialsOnLinkBesideADefaultRoute_ReturnsNothing() =>
        Assert.Null(ModeSigns.OnNetwork(Some.Nat(Some.Route("169.254.170.2/32", "0.0.0.0"))));

    /// <summary>The second endpoint of a Fargate task looks like awsvpc.</summary>
    [Theory]
    [InlineData(2u, 3u)]
    [InlineData(3u, 2u)]
    public void OnNetwork_FargatesBridgeBesideATaskBridge_IsFargateInAnyOrder(uint bridge, uint task)
    {
        var snapshot = Some.Snapshot(
            [
                Some.Container with
                {
                    Index = task,
                    Alias = "vEthernet (taskbr0a1b2c3d4e5f-ep-4f2a)",
                },
                Some.Container with
                {
                    Index = bridge,
                    Alias = "vEthernet (fargate-bridge-ep-4c68c44c-9120-40ac-a69c-cf0a323fb557)",
                },
            ],
            Some.Route("0.0.0.0/0", "10.0.1.1", task),
            Some.Route("169.254.170.2/32", "169.254.172.1", bridge));
        Assert.Equal(NetworkMode.Fargate, ModeSigns.OnNetwork(snapshot)?.Mode);
    }

    /// <summary>
    /// An endpoint that is there and not connected yet; any active route is enough, a multicast one too.
    /// </summary>
    [Fact]
    public void OnNetwork_AnEndpointsName_CountsFromItsFirstRouteOn()
    {
        var endpoint = Some.Container with { Index = 3, Alias = "vEthernet (nat-ep-4f2a)" };
        var before = Some.Snapshot([Some.Container, endpoint], Some.Route("0.0.0.0/0", "172.30.0.1"));
        Assert.Null(ModeSigns.OnNetwork(before));
        Assert.Equal(NetworkMode.Awsvpc, ModeSigns.OfNames(before)?.Mode);
        var after = before with { Routes = [.. before.Routes, Some.Route("224.0.0.0/4", "0.0.0.0", 3)] };
        Assert.Equal(NetworkMode.Awsvpc, ModeSigns.OnNetwork(after)?.Mode);
    }

    [Theory]
    [InlineData("169.254.170.2/32", "172.30.0.1")]
    [InlineData("169.254.169.254/32", "0.0.0.0")]
    [InlineData("169.254.0.0/16", "0.0.0.0")]
    public void OnNetwork_AnyOtherRoute_ReturnsNothing(string destination, string nextHop) =>
        Assert.Null(ModeSigns.OnNetwork(Some.Nat(Some.Route(destination, nextHop))));

    [Fact]
    public void WithoutLooking_ExplicitMode_OverridesFargatesVariable()
    {
        var sign = ModeSigns.WithoutLooking(NetworkMode.Nat, "--mode", Some.Fargate);
        Assert.Equal(NetworkMode.Nat, sign?.Mode);
        Assert.Equal("--mode is nat", sign?.Sign);
    }

    [Fact]
    public void WithoutLooking_FargatesVariable_IsFargate() =>
        Assert.Equal(NetworkMode.Fargate, ModeSigns.WithoutLooking(null, null, Some.Fargate)?.Mode);

    [Fact]
    public void WithoutLooking_OnEc2_ReturnsNothing() => Assert.Null(ModeSigns.WithoutLooking(null, null, Some.Ec2));

    private static NetworkSnapshot WithAdapter(string alias) =>
        Some.Snapshot([Some.Container with { Alias = alias }], Some.Route("0.0.0.0/0", "172.30.0.1"));
}
