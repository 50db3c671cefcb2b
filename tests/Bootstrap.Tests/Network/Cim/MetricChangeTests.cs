using Bootstrap.Logging;
using Bootstrap.Network.Cim;

namespace Bootstrap.Tests.Network.Cim;

public class MetricChangeTests
{
    private readonly List<string> _calls = [];

    [Fact]
    public void Run_CreatesTheRouteWithTheNewMetric()
    {
        Run(_ => false);
        Assert.Equal(["delete", "create 199"], _calls);
    }

    [Fact]
    public void Run_WhenTheNewMetricIsRefused_PutsTheRouteBackAndReportsTheRefusal()
    {
        Assert.Equal("refused 199", Assert.Throws<BootstrapException>(() => Run(metric => metric == 199)).Message);
        Assert.Equal(["delete", "create 199", "create 256"], _calls);
    }

    [Fact]
    public void Run_WhenTheRouteCannotBePutBackEither_ReportsTheFirstRefusal() =>
        Assert.Equal("refused 199", Assert.Throws<BootstrapException>(() => Run(_ => true)).Message);

    [Fact]
    public void Run_WhenTheRouteCannotBeDeleted_CreatesNothing()
    {
        Assert.Throws<BootstrapException>(
            () => MetricChange.Run(() => throw Some.Failure("denied"), _ => _calls.Add("create"), 256, 199));
        Assert.Empty(_calls);
    }

    private void Run(Func<uint, bool> isRefused) => MetricChange.Run(() => _calls.Add("delete"), metric =>
    {
        _calls.Add($"create {metric}");
        if (isRefused(metric))
        {
            throw Some.Failure($"refused {metric}");
        }
    }, before: 256, after: 199);
}
