using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Threading;
using Moq;

namespace Bootstrap.Tests.Network;

public sealed class BoundedNetworkTests : IDisposable
{
    private readonly ManualResetEventSlim _release = new();

    [Fact]
    public void CallThatAnswers_GivesItsAnswer()
    {
        using var network = Bounded(() => new FakeNetwork(Some.Nat()), TimeSpan.FromMinutes(1));
        Assert.Equal(2, network.Look().Routes.Count);
        Assert.Equal("cim", network.Backend);
    }

    [Fact]
    public void CallThatFails_GivesItsOwnFailure()
    {
        using var network = Bounded(() => throw Some.Failure("no mi.dll"), TimeSpan.FromMinutes(1));
        Assert.Equal("no mi.dll", Assert.Throws<BootstrapException>(network.Look).Message);
    }

    [Fact]
    public void CallThatHangs_IsAbandonedAndNoCallFollows()
    {
        var hanging = new Mock<INetwork>();
        using var called = new ManualResetEventSlim();
        hanging.Setup(network => network.Look()).Callback(() =>
        {
            called.Set();
            _release.Wait();
        }).Returns(Some.Nat());
        using (var network = Bounded(() => hanging.Object, TimeSpan.FromMilliseconds(50)))
        {
            Assert.Equal("cim has not answered within 0.1 s.", Assert.Throws<BootstrapException>(network.Look).Message);
            Assert.Throws<BootstrapException>(network.Look);

            // On a busy machine its thread begins after the bound.
            Assert.True(called.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        }

        hanging.Verify(network => network.Look(), Times.Once);
        hanging.Verify(network => network.Dispose(), Times.Never);
    }

    [Fact]
    public void CallThatComesBackAfterAll_ClosesTheNetworkOnItsThread()
    {
        var late = new Mock<INetwork>();
        using var closed = new ManualResetEventSlim();
        late.Setup(network => network.Look()).Callback(() => _release.Wait()).Returns(Some.Nat());
        late.Setup(network => network.Dispose()).Callback(closed.Set);
        using var network = Bounded(() => late.Object, TimeSpan.FromMilliseconds(50));
        Assert.Throws<BootstrapException>(network.Look);

        _release.Set();

        Assert.True(closed.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void AllCalls_AndTheClosing_AreMadeOnOneThread()
    {
        var threads = new List<int>();
        var inner = new Mock<INetwork>();
        using var closed = new ManualResetEventSlim();
        inner.Setup(network => network.Look()).Callback(Note).Returns(Some.Nat());
        inner.Setup(network => network.LookAtRoutes()).Callback(Note).Returns([]);
        inner.Setup(network => network.Dispose()).Callback(() =>
        {
            Note();
            closed.Set();
        });
        using (var network = Bounded(Connect, TimeSpan.FromMinutes(1)))
        {
            network.Look();
            network.LookAtRoutes();
            network.Remove(Some.Key("169.254.170.2/32", "172.30.0.1"));
        }

        Assert.True(closed.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal(4, threads.Count);
        Assert.NotEqual(Environment.CurrentManagedThreadId, Assert.Single(threads.Distinct()));

        INetwork Connect()
        {
            Note();
            return inner.Object;
        }

        void Note() => threads.Add(Environment.CurrentManagedThreadId);
    }

    /// <summary>IP Helper after CIM: no second thread.</summary>
    [Fact]
    public void SecondNetworkAfterAFailure_UsesTheSameThread()
    {
        var threads = new List<Thread>();
        var inner = new Mock<INetwork>();
        inner.Setup(network => network.LookAtRoutes()).Callback(Note).Returns([]);
        var thread = new CallThread("network");
        using var first = Bounded(Fail, TimeSpan.FromMinutes(1), thread);
        using var second = Bounded(() => inner.Object, TimeSpan.FromMinutes(1), thread);
        Assert.Throws<BootstrapException>(first.LookAtRoutes);
        second.LookAtRoutes();
        Assert.Equal(2, threads.Count);
        Assert.NotSame(Thread.CurrentThread, Assert.Single(threads.Distinct()));

        INetwork Fail()
        {
            Note();
            throw Some.Failure("no mi.dll");
        }

        void Note() => threads.Add(Thread.CurrentThread);
    }

    /// <summary>CIM hangs: IP Helper gets another thread.</summary>
    [Fact]
    public void SecondNetworkAfterAHang_Answers()
    {
        var hanging = new Mock<INetwork>();
        hanging.Setup(network => network.Look()).Callback(() => _release.Wait()).Returns(Some.Nat());
        var thread = new CallThread("network");
        using var first = Bounded(() => hanging.Object, TimeSpan.FromMilliseconds(50), thread);
        using var second = Bounded(() => new FakeNetwork(Some.Nat()), TimeSpan.FromMinutes(1), thread);
        Assert.Throws<BootstrapException>(first.Look);
        Assert.Equal(2, second.Look().Routes.Count);
    }

    private static BoundedNetwork Bounded(Func<INetwork> connect, TimeSpan bound, CallThread? thread = null) =>
        new(connect, "cim", bound, thread ?? new CallThread("network"), Serilog.Core.Logger.None);

    public void Dispose()
    {
        _release.Set();
        _release.Dispose();
    }
}
