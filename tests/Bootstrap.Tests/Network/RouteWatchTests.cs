using Bootstrap.Logging;
using Bootstrap.Network;
using Serilog;

namespace Bootstrap.Tests.Network;

public class RouteWatchTests
{
    private readonly List<string> _log = [];
    private readonly List<TimeSpan> _waits = [];

    private static readonly Route[] BothRoutes =
        [Some.Route("169.254.170.2/32", "172.30.0.1"), Some.Route("169.254.169.254/32", "172.30.0.1")];

    [Fact]
    public void Run_WhenARouteIsMissing_PutsItBackWithALine()
    {
        using var network = new FakeNetwork(Some.Nat(BothRoutes[0]));
        Run(network, changes: 0);
        Assert.Equal(["add 169.254.169.254/32 via 172.30.0.1 on interface 2"], network.Changes);
        Assert.Equal("routes have changed while the workload runs: 169.254.169.254/32 missing", _log[0]);
    }

    [Fact]
    public void Run_WhenOtherRoutesChange_DoesNothing()
    {
        using var network = new FakeNetwork(Some.Nat(BothRoutes));
        Run(network, changes: 3);
        Assert.Equal((4, 0, 0), (network.Looks, network.Changes.Count, _log.Count));
        Assert.All(_waits, wait => Assert.Equal(Timeout.InfiniteTimeSpan, wait));
    }

    [Fact]
    public void Run_WhenTheDefaultRouteIsGone_WaitsForItsReturn()
    {
        using var network = new FakeNetwork(Some.Snapshot([Some.Container]))
        {
            BeforeLook = (look, routes) =>
            {
                if (look == 2)
                {
                    routes.Add(Some.Route("0.0.0.0/0", "172.30.0.1"));
                }
            },
        };
        Run(network, changes: 2);
        Assert.Equal(2, network.Changes.Count);
    }

    [Fact]
    public void Run_WhenPuttingBackFails_WarnsAndTriesAgainSoon()
    {
        var attempts = 0;
        using var network = new FakeNetwork(Some.Nat(BothRoutes[0]))
        {
            BeforeAdd = _ =>
            {
                if (attempts++ == 0)
                {
                    throw Some.Failure("refused");
                }
            },
        };
        Run(network, changes: 2);
        Assert.Equal([TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan], _waits);
        Assert.Single(network.Changes);
    }

    [Fact]
    public void Run_OnAnyFailure_GoesOn()
    {
        using var network = new FakeNetwork(Some.Nat())
        {
            BeforeLook = (_, _) => throw new InvalidOperationException("unexpected"),
        };
        Run(network, changes: 2);
        Assert.Equal(3, network.Looks);
    }

    [Fact]
    public void Run_OnAFailureThatRepeats_LogsItOnceAndTriesAgain()
    {
        var tries = 0;
        using var network = new FakeNetwork(Some.Nat())
        {
            BeforeAdd = _ =>
            {
                tries++;
                throw Some.Failure("Could not add.");
            },
        };
        Run(network, changes: 3);
        Assert.Equal(4 * 2, tries);
        Assert.Single(_log, line => line.Contains("routes have changed", StringComparison.Ordinal));
        Assert.Single(_log, line => line.Contains("Could not add.", StringComparison.Ordinal));
    }

    private void Run(INetwork network, int changes)
    {
        using var log = new LoggerConfiguration().WriteTo.Sink(new ListSink(_log)).CreateLogger();
        new RouteWatch(network, Some.Ec2, Some.Defaults, new FailedChanges(), Wait, log).Run();

        bool Wait(TimeSpan atMost)
        {
            _waits.Add(atMost);
            return changes-- > 0;
        }
    }
}
