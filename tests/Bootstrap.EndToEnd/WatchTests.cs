namespace Bootstrap.EndToEnd;

/// <summary>Routes that change while the workload runs.</summary>
public class WatchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    [Quick]
    public async Task Watch_WhenARouteIsRemovedAndRemovedAgain_PutsItBackEachTime()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var running = container.Start(
            CommandLine.From(Published.Exe, "--watch", "--", Published.WindowsPath(Published.Workload("report-stop"))),
            cancellation: TestContext.Current.CancellationToken);
        await running.WaitForOutputAsync("ready", Patience);
        await Task.Delay(500, TestContext.Current.CancellationToken);
        for (var round = 0; round < 5; round++)
        {
            await container.RunLinuxAsync("ip", "route", "del", "169.254.170.2/32");
            await WaitForRouteAsync(container, "169.254.170.2/32");
        }

        await container.RunAsync(Published.Workload("send-console-event"), "report-stop.exe", "0");
        var result = await running.Completion;
        Assert.Equal(100u, result.ExitCode);
        Assert.Contains(
            "bootstrap: wrn routes have changed while the workload runs: 169.254.170.2/32 missing",
            result.StandardError, StringComparison.Ordinal
        );
    }

    /// <summary>Either of the two notifications is enough.</summary>
    [Theory]
    [InlineData("NotifyRouteChange2")]
    [InlineData("NotifyIpInterfaceChange")]
    public async Task Watch_WithoutOneOfTheNotifications_PutsARouteBack(string function)
    {
        var nat = Topology.Load("nat");
        var faults = new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            ["fail"] = new Dictionary<string, string> { [function] = "50" },
        };
        await using var container = await Container.StartAsync(
            nat with
            {
                Container = nat.Container with { IpHelper = new IpHelperTopology { Faults = faults } },
            },
            TestContext.Current.CancellationToken
        );
        var running = container.Start(
            CommandLine.From(Published.Exe, "--watch", "--", Published.WindowsPath(Published.Workload("report-stop"))),
            cancellation: TestContext.Current.CancellationToken);
        await running.WaitForOutputAsync("ready", Patience);
        await WaitForRouteAsync(container, "169.254.170.2/32");
        await container.RunLinuxAsync("ip", "route", "del", "169.254.170.2/32");
        await WaitForRouteAsync(container, "169.254.170.2/32");
        await container.RunAsync(Published.Workload("send-console-event"), "report-stop.exe", "0");
        Assert.DoesNotContain("not watched", (await running.Completion).StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutWatch_ARemovedRoute_StaysRemoved()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var running = container.Start(
            CommandLine.From(Published.Exe, "--", Published.WindowsPath(Published.Workload("report-stop"))),
            cancellation: TestContext.Current.CancellationToken);
        await running.WaitForOutputAsync("ready", Patience);
        await container.RunLinuxAsync("ip", "route", "del", "169.254.170.2/32");
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(await container.GetRoutesAsync(), route => route.Destination == "169.254.170.2/32");
        await running.KillAsync();
    }

    private static async Task WaitForRouteAsync(Container container, string destination)
    {
        for (var attempt = 0; attempt < 800; attempt++)
        {
            if ((await container.GetRoutesAsync()).Any(route => route.Destination == destination))
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail($"{destination} was not put back");
    }
}
