using Bootstrap.Network;

namespace Bootstrap.Tests.Network;

public class HintsTests
{
    [Theory]
    [InlineData(5u, "USER ContainerAdministrator")]
    [InlineData(87u, "inside a subnet of its interface")]
    [InlineData(1168u, "inside a subnet of its interface")]
    [InlineData(1231u, "inside a subnet of its interface")]
    [InlineData(1232u, "inside a subnet of its interface")]
    public void ForRoute_OfACodeWithARemedy_NamesIt(uint error, string hint) =>
        Assert.Contains(hint, Hints.ForRoute(error), StringComparison.Ordinal);

    [Fact]
    public void ForRoute_OfAnyOtherCode_IsNothing() => Assert.Null(Hints.ForRoute(31));
}
