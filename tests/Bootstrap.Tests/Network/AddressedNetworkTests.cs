using Bootstrap.Network;
using Bootstrap.Threading;
using Moq;
using Serilog;

namespace Bootstrap.Tests.Network;

public sealed class AddressedNetworkTests : IDisposable
{
    private readonly ManualResetEventSlim _release = new();
    private readonly FakeNetwork _network = new(Some.Nat());
    private readonly List<string> _log = [];

    [Fact]
    public void Look_AddsTheAddresses()
    {
        using var network = Addressed(() => [Some.InterfaceAddress("172.30.12.34")], TimeSpan.FromMinutes(1));
        Assert.Equal([Some.InterfaceAddress("172.30.12.34")], network.Look().Addresses);
        Assert.Empty(_log);
    }

    [Fact]
    public void Look_WhenTheReadHangs_GoesOnWithoutAddressesAndAsksNoMore()
    {
        var reads = 0;
        using var network = Addressed(Hang, TimeSpan.FromMilliseconds(50));
        for (var look = 0; look < 2; look++)
        {
            var seen = network.Look();
            Assert.Equal(2, seen.Routes.Count);
            Assert.Null(seen.Addresses);
        }

        Assert.True(reads <= 1);
        Assert.StartsWith(
            "the IPv4 addresses could not be read within 0.1 s", Assert.Single(_log), StringComparison.Ordinal);

        IReadOnlyList<InterfaceAddress>? Hang()
        {
            reads++;
            _release.Wait();
            return [];
        }
    }

    /// <summary>The connection outlives the thread: it is closed later, and once.</summary>
    [Fact]
    public void Dispose_AfterAReadThatHangs_ClosesTheNetworkOnce()
    {
        using var closed = new ManualResetEventSlim();
        var inner = new Mock<INetwork>();
        inner.Setup(network => network.Look()).Returns(Some.Nat());
        inner.Setup(network => network.Dispose()).Callback(closed.Set);
        var thread = new CallThread("network");
        using var bounded = new BoundedNetwork(() => inner.Object, "cim", TimeSpan.FromMinutes(1), thread, Logger());
        using (var network = new AddressedNetwork(bounded, Hang, TimeSpan.FromMilliseconds(50), thread, Logger()))
        {
            network.Look();
            network.Look();
        }

        Assert.True(closed.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        _release.Set();
        inner.Verify(network => network.Dispose(), Times.Once);

        IReadOnlyList<InterfaceAddress>? Hang()
        {
            _release.Wait();
            return null;
        }
    }

    public void Dispose()
    {
        _release.Set();
        _release.Dispose();
        _network.Dispose();
    }

    private AddressedNetwork Addressed(Func<IReadOnlyList<InterfaceAddress>?> read, TimeSpan bound) =>
        new(_network, read, bound, new CallThread("network"), Logger());

    private Serilog.Core.Logger Logger() => new LoggerConfiguration().WriteTo.Sink(new ListSink(_log)).CreateLogger();
}
