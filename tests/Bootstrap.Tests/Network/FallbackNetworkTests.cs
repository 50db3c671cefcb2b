using Bootstrap.Ecs;
using Bootstrap.Logging;
using Bootstrap.Network;
using Moq;
using Serilog;

namespace Bootstrap.Tests.Network;

public class FallbackNetworkTests
{
    private readonly List<string> _log = [];

    [Fact]
    public void FirstThatWorks_IsUsedThroughout()
    {
        using var first = new FakeNetwork(Some.Nat());
        using var network = Fallback(first, NeverAsked());
        network.Look();
        network.AddRoute(LinkLocal.Credentials, Some.Address("172.30.0.1"), 2);
        Assert.Equal(("fake", 1, 0), (network.Backend, first.Changes.Count, _log.Count));
    }

    [Fact]
    public void FirstThatFails_IsLeftForGoodWithOneLineThatSaysWhy()
    {
        var first = new Mock<INetwork>();
        first.Setup(network => network.Backend).Returns("cim");
        first.Setup(network => network.Look()).Throws(Some.Failure("mi.dll is\nmissing."));
        using var second = new FakeNetwork(Some.Nat());
        using var network = Fallback(first.Object, second);
        network.Look();
        network.Look();
        first.Verify(network => network.Look(), Times.Once);
        Assert.Equal((2, "fake"), (second.Looks, network.Backend));
        Assert.Equal(["backend fake instead of cim: mi.dll is missing."], _log);
    }

    [Fact]
    public void FailureThatIsFinal_IsNotTriedAgain()
    {
        var first = new Mock<INetwork>();
        first.Setup(network => network.AddRoute(LinkLocal.Credentials, Some.Address("172.30.0.1"), 2)).Throws(Some.Failure("access denied"));
        using var network = new FallbackNetwork(first.Object, NeverAsked(), _ => true, Logger());
        Assert.Equal("access denied", Assert.Throws<BootstrapException>(() => network.AddRoute(LinkLocal.Credentials, Some.Address("172.30.0.1"), 2)).Message);
    }

    /// <summary>Whoever may not ask WMI may still read the routes, and may find that there is nothing to change.</summary>
    [Fact]
    public void ReadingThatIsDenied_IsTriedAgain()
    {
        var first = new Mock<INetwork>();
        first.Setup(network => network.Look()).Throws(Some.Failure("access denied"));
        using var second = new FakeNetwork(Some.Nat());
        using var network = new FallbackNetwork(first.Object, second, _ => true, Logger());
        network.Look();
        Assert.Equal(1, second.Looks);
    }

    private FallbackNetwork Fallback(INetwork first, INetwork second) => new(first, second, _ => false, Logger());

    private static INetwork NeverAsked()
    {
        var network = new Mock<INetwork>(MockBehavior.Strict);
        network.Setup(n => n.Dispose());
        return network.Object;
    }

    private Serilog.Core.Logger Logger() => new LoggerConfiguration().WriteTo.Sink(new ListSink(_log)).CreateLogger();
}
