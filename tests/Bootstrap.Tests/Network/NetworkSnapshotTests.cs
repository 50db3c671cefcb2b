using Bootstrap.Network;

namespace Bootstrap.Tests.Network;

public class NetworkSnapshotTests
{
    [Fact]
    public void Of_AdaptersThatCannotBeRead_KeepsTheRoutesAndSaysWhy()
    {
        var routes = Some.Nat().Routes;
        var seen = NetworkSnapshot.Of(routes, () => throw Some.Failure("Could not read the adapters."));
        Assert.Same(routes, seen.Routes);
        Assert.Empty(seen.Adapters);
        Assert.Equal("Could not read the adapters.", seen.WhyNoAdapters);
    }

    [Fact]
    public void Of_AdaptersThatCanBeRead_HasThem()
    {
        var seen = NetworkSnapshot.Of([], () => [Some.Container]);
        Assert.Equal([Some.Container], seen.Adapters);
        Assert.Null(seen.WhyNoAdapters);
    }
}
