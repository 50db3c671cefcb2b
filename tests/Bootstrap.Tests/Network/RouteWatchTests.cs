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

    /// <summary>The default metadata route could not be added at the start, which was logged then.</summary>
    [Fact]
    public void Run_WhenARouteFailedAtTheStart_ReportsNoChangeAndTriesAgainAfterLongerPauses()
    {
        using var network = new FakeNetwork(Some.Nat(BothRoutes[0])) { BeforeAdd = _ => throw Some.Failure("denied") };
        Run(network, changes: 8, StartWith(network));
        Assert.Single(_log, line => line.Contains("could not be set up", StringComparison.Ordinal));
        Assert.Equal(["denied"], _log.Where(line => line.Contains("denied", StringComparison.Ordinal)).Select(Cause));
        Assert.DoesNotContain(_log, line => line.Contains("routes have changed", StringComparison.Ordinal));
        Assert.Equal([10, 20, 40, 80, 160, 300, 300, 300, 300], _waits.Select(wait => wait.TotalSeconds));

        static string Cause(string line) => line[(line.LastIndexOf(' ') + 1)..];
    }

    [Fact]
    public void Run_WhenARouteThatFailedAtTheStartFailsForAnotherReason_LogsThat()
    {
        var cause = "denied";
        using var network = new FakeNetwork(Some.Nat(BothRoutes[0])) { BeforeAdd = _ => throw Some.Failure(cause) };
        var failed = StartWith(network);
        cause = "not ready";
        Run(network, changes: 2, failed);
        Assert.Equal(
            ["Could not set up 169.254.169.254/32: not ready"],
            _log.Where(line => line.Contains("not ready", StringComparison.Ordinal)));
    }

    [Fact]
    public void Run_WhenARouteThatFailedAtTheStartCanBeAdded_LogsItAndReportsItsNextLoss()
    {
        var isDenied = true;
        using var network = new FakeNetwork(Some.Nat(BothRoutes[0]))
        {
            BeforeAdd = _ =>
            {
                if (isDenied)
                {
                    throw Some.Failure("denied");
                }
            },
        };
        var failed = StartWith(network);
        isDenied = false;
        network.BeforeLook = (look, routes) =>
        {
            if (look == 4)
            {
                routes.RemoveAll(route => route.Key == BothRoutes[1].Key);
            }
        };
        Run(network, changes: 3, failed);
        Assert.Equal(
            [
                "route 169.254.169.254/32 via 172.30.0.1 on interface 2: added",
                "routes have changed while the workload runs: 169.254.169.254/32 missing",
                "route 169.254.169.254/32 via 172.30.0.1 on interface 2: added",
            ],
            _log[^3..]);
    }

    /// <summary>The other route is lost: only that is reported, and put back.</summary>
    [Fact]
    public void Run_WhenAnotherRouteIsLost_ReportsThatAlone()
    {
        using var network = new FakeNetwork(Some.Nat(BothRoutes[0]))
        {
            BeforeAdd = key =>
            {
                if (key == BothRoutes[1].Key)
                {
                    throw Some.Failure("denied");
                }
            },
        };
        var failed = StartWith(network);
        network.BeforeLook = (_, routes) => routes.RemoveAll(route => route.Key == BothRoutes[0].Key);
        var before = _log.Count;
        Run(network, changes: 0, failed);
        Assert.Equal(
            [
                "routes have changed while the workload runs: 169.254.170.2/32 missing",
                "route 169.254.170.2/32 via 172.30.0.1 on interface 2: added",
            ],
            _log[before..]);
    }

    /// <summary>The metric could not be lowered at the start: nothing is left to try.</summary>
    [Fact]
    public void Run_WhenAMetricCouldNotBeLoweredAtTheStart_DoesNothing()
    {
        using var network = new FakeNetwork(Some.Nat(
            Some.Route("169.254.170.2/32", "172.30.0.1", metric: 256), BothRoutes[1],
            Some.Route("169.254.170.2/32", "0.0.0.0", metric: 200)))
        {
            BeforeAdd = _ => throw Some.Failure("refused"),
        };
        var failed = StartWith(network);
        var before = _log.Count;
        Run(network, changes: 2, failed);
        Assert.Empty(_log[before..]);
        Assert.All(_waits, wait => Assert.Equal(Timeout.InfiniteTimeSpan, wait));
    }

    /// <summary>Sets up the routes as at the start of a run.</summary>
    private FailedChanges StartWith(FakeNetwork network)
    {
        using var log = new LoggerConfiguration().WriteTo.Sink(new ListSink(_log)).CreateLogger();
        var time = new ManualTime();
        var changer = new RouteChanger(network, time, time.Advance, log);
        var plan = Some.PlanOf(Planner.Decide(network.Look(), Some.Ec2, Some.Defaults));
        changer.Apply(plan, Some.Ec2, Some.Defaults, TimeSpan.FromSeconds(30));
        return changer.Failed;
    }

    private void Run(INetwork network, int changes, FailedChanges? failed = null)
    {
        using var log = new LoggerConfiguration().WriteTo.Sink(new ListSink(_log)).CreateLogger();
        new RouteWatch(network, Some.Ec2, Some.Defaults, failed ?? new FailedChanges(), Wait, log).Run();

        bool Wait(TimeSpan atMost)
        {
            _waits.Add(atMost);
            return changes-- > 0;
        }
    }
}
