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
    public void OnNetwork_OfAnyOtherName_SaysNothing(string alias) => Assert.Null(ModeSigns.OnNetwork(WithAdapter(alias)));

    [Fact]
    public void OnNetwork_CredentialsOnLink_IsAwsvpc() =>
        Assert.Equal(NetworkMode.Awsvpc, ModeSigns.OnNetwork(Some.Nat(Some.Route("169.254.170.2/32", "0.0.0.0")))?.Mode);

    [Theory]
    [InlineData("169.254.170.2/32", "172.30.0.1")]
    [InlineData("169.254.169.254/32", "0.0.0.0")]
    [InlineData("169.254.0.0/16", "0.0.0.0")]
    public void OnNetwork_AnyOtherRoute_SaysNothing(string destination, string nextHop) =>
        Assert.Null(ModeSigns.OnNetwork(Some.Nat(Some.Route(destination, nextHop))));

    [Fact]
    public void WithoutLooking_ExplicitMode_BeatsFargatesVariable()
    {
        var sign = ModeSigns.WithoutLooking(NetworkMode.Nat, "--mode", Some.Fargate);
        Assert.Equal(NetworkMode.Nat, sign?.Mode);
        Assert.Equal("--mode says nat", sign?.Sign);
    }

    [Fact]
    public void WithoutLooking_FargatesVariable_IsFargate() =>
        Assert.Equal(NetworkMode.Fargate, ModeSigns.WithoutLooking(null, null, Some.Fargate)?.Mode);

    [Fact]
    public void WithoutLooking_OnEc2_SaysNothing() => Assert.Null(ModeSigns.WithoutLooking(null, null, Some.Ec2));

    private static NetworkSnapshot WithAdapter(string alias) =>
        Some.Snapshot([Some.Container with { Alias = alias }], Some.Route("0.0.0.0/0", "172.30.0.1"));
}
