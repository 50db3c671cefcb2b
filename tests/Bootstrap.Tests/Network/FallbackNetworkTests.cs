using Bootstrap.Ecs;
using Bootstrap.Logging;
using Bootstrap.Network;
using Moq;
using Serilog;

namespace Bootstrap.Tests.Network;

public class FallbackNetworkTests
{
    private static readonly RouteKey Route = new(LinkLocal.Credentials, Some.Address("172.30.0.1"), 2);

    private readonly List<string> _log = [];

    [Fact]
    public void FirstBackendThatWorks_IsUsedThroughout()
    {
        using var first = new FakeNetwork(Some.Nat());
        using var network = Fallback(first, NeverAsked());
        network.Look();
        network.Add(Route, 256);
        Assert.Equal(("fake", 1, 0), (network.Backend, first.Changes.Count, _log.Count));
    }

    /// <summary>The second one loads its DLL once, before the first one can hang while it loads its own.</summary>
    [Fact]
    public void SecondBackend_IsPreparedOnceBeforeTheFirstCall()
    {
        var calls = new List<string>();
        var first = new Mock<INetwork>();
        first.Setup(network => network.LookAtRoutes()).Returns([]).Callback(() => calls.Add("read"));
        var second = new Mock<INetwork>();
        second.Setup(network => network.Prepare()).Callback(() => calls.Add("prepare"));
        using var network = Fallback(first.Object, second.Object);
        Assert.Empty(calls);
        network.LookAtRoutes();
        network.LookAtRoutes();
        Assert.Equal(["prepare", "read", "read"], calls);
    }

    [Fact]
    public void FirstBackendThatFails_IsNotUsedAgainAndLogsWhy()
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
    public void FirstBackendThatCannotReadTheAdapters_IsNotUsedAgain()
    {
        var first = new Mock<INetwork>();
        first.Setup(network => network.Backend).Returns("cim");
        first.Setup(network => network.Look()).Returns(Unread("by WMI."));
        using var second = new FakeNetwork(Some.Nat());
        using var network = Fallback(first.Object, second);
        Assert.Null(network.Look().WhyNoAdapters);
        Assert.Equal(["backend fake instead of cim: by WMI."], _log);
    }

    [Fact]
    public void BackendsThatCannotReadTheAdapters_GiveTheRoutes()
    {
        var (first, second) = (new Mock<INetwork>(), new Mock<INetwork>());
        first.Setup(network => network.Look()).Returns(Unread("by WMI."));
        second.Setup(network => network.Look()).Returns(Unread("by IP Helper."));
        using var network = Fallback(first.Object, second.Object);
        var seen = network.Look();
        Assert.Equal(("by IP Helper.", 2), (seen.WhyNoAdapters, seen.Routes.Count));
        network.Look();
        second.Verify(network => network.Look(), Times.Exactly(2));
    }

    private static NetworkSnapshot Unread(string why) => new(Some.Nat().Routes, [], WhyNoAdapters: why);

    /// <summary>The right to ask WMI is not the right to change routes, so a refusal counts as well.</summary>
    [Theory]
    [InlineData("Look")]
    [InlineData("LookAtRoutes")]
    [InlineData("Add")]
    [InlineData("Remove")]
    public void AnyCallThatFails_IsMadeByTheSecondBackend(string call)
    {
        var refusal = Some.Failure("access denied", nativeCode: 5);
        var first = new Mock<INetwork>();
        first.Setup(network => network.Look()).Throws(refusal);
        first.Setup(network => network.LookAtRoutes()).Throws(refusal);
        first.Setup(network => network.Add(Route, 256)).Throws(refusal);
        first.Setup(network => network.Remove(Route)).Throws(refusal);
        using var second = new FakeNetwork(Some.Nat());
        using var network = Fallback(first.Object, second);
        Action act = call switch
        {
            "Look" => () => network.Look(),
            "LookAtRoutes" => () => network.LookAtRoutes(),
            "Add" => () => network.Add(Route, 256),
            _ => () => network.Remove(Route),
        };
        act();
        Assert.Equal(1, second.Looks + second.RouteLooks + second.Changes.Count);
        Assert.Single(_log);
    }

    [Fact]
    public void FallBack_WhenAsked_LeavesTheFirstForGoodOnce()
    {
        using var first = new FakeNetwork(Some.Nat());
        using var second = new FakeNetwork(Some.Nat());
        using var network = Fallback(first, second);
        Assert.Equal((true, false), (network.FallBack("It is not there."), network.FallBack("It is not there.")));
        network.Look();
        Assert.Equal((0, 1), (first.Looks, second.Looks));
        Assert.Equal(["backend fake instead of fake: It is not there."], _log);
    }

    private FallbackNetwork Fallback(INetwork first, INetwork second) => new(first, second, Logger());

    private static INetwork NeverAsked()
    {
        var network = new Mock<INetwork>(MockBehavior.Strict);
        network.Setup(second => second.Prepare());
        network.Setup(n => n.Dispose());
        return network.Object;
    }

    private Serilog.Core.Logger Logger() => new LoggerConfiguration().WriteTo.Sink(new ListSink(_log)).CreateLogger();
}
