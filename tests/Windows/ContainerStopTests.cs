using System.Diagnostics;

namespace Bootstrap.WindowsTests;

/// <summary>
/// A real <c>docker stop</c>: Windows sends a shutdown event to every process of the container, in the order of
/// shutdown levels, and ends each process after a time limit.
/// </summary>
public sealed class ContainerStopTests : IClassFixture<ContainerImages>
{
    private const uint Stopped = 0xC000013A;

    /// <summary>
    /// The workload receives the stop although our handler blocks, because of the shutdown level. It finishes its
    /// shutdown, and its exit code is the container's.
    /// </summary>
    [WindowsTheory(Need.Containers)]
    [InlineData(ContainerImages.ServerCore)]
    [InlineData(ContainerImages.NanoServer)]
    public async Task Stop_ByDefault_ReachesTheWorkloadAndReturnsItsCode(string kind)
    {
        await using var container = await StartAsync(
            string.Empty, ContainerImages.Plain(kind), "report-stop --slow 1500"
        );
        var code = await container.StopAsync(30);
        var log = await container.LogsAsync();
        Assert.Contains("event 6", log, StringComparison.Ordinal);
        Assert.Contains("ending", log, StringComparison.Ordinal);
        Assert.Equal(106u, code);
    }

    /// <summary>
    /// A stop with the 30 s of ECS, with Windows' default limits and with both registry values raised. The workload
    /// receives the event early enough to finish. The log holds the time of the stop and the time of the event.
    /// </summary>
    [WindowsTheory(Need.Containers)]
    [InlineData(ContainerImages.ServerCore, false)]
    [InlineData(ContainerImages.ServerCore, true)]
    [InlineData(ContainerImages.NanoServer, false)]
    [InlineData(ContainerImages.NanoServer, true)]
    public async Task Stop_WithEcsTimeoutOf30Seconds_ReachesTheWorkloadAtOnce(string kind, bool isPatient)
    {
        var image = isPatient ? ContainerImages.Patient(kind) : ContainerImages.Plain(kind);
        await using var container = await StartAsync(string.Empty, image, "report-stop --slow 2000");
        var asked = DateTime.UtcNow;
        var code = await container.StopAsync(30);
        var log = await container.LogsAsync();
        var told = System.Text.RegularExpressions.Regex.Match(log, "event 6 at ([0-9:.]+)");
        Assert.True(told.Success, $"the workload was never told: {log}");
        var delay =
            DateTime
                .ParseExact(told.Groups[1].Value, "HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture)
                .TimeOfDay - asked.TimeOfDay;
        Assert.InRange(delay, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(4));
        Assert.Contains("ending", log, StringComparison.Ordinal);
        Assert.Equal(106u, code);
    }

    /// <summary>With a shell in between, the application finishes although cmd.exe ends at the stop.</summary>
    [WindowsTheory(Need.Containers)]
    [InlineData(ContainerImages.ServerCore)]
    [InlineData(ContainerImages.NanoServer)]
    public async Task Stop_WithAShellInBetween_TheApplicationFinishes(string kind)
    {
        await using var container = await DockerContainer.StartAsync(
            string.Empty,
            $@"{ContainerImages.Plain(kind)} cmd /S /C ""C:\windows-workload.exe report-stop --slow 2000"""
        );
        await container.WaitForLogAsync("ready");
        await container.StopAsync(30);
        Assert.Contains("ending", await container.LogsAsync(), StringComparison.Ordinal);
    }

    /// <summary>ServiceMonitor's handler stops IIS. Forwarding the stop gives it time to do so.</summary>
    [WindowsFact(Need.Containers)]
    public async Task Stop_WithServiceMonitor_IisStopsInOrder()
    {
        await using var container = await DockerContainer.StartAsync(
            $@"--volume ""{Path.GetDirectoryName(Programs.Bootstrap)}:C:\bootstrap:ro"" --entrypoint C:\bootstrap\bootstrap.exe",
            $@"mcr.microsoft.com/windows/servercore/iis:windowsservercore-{ContainerImages.BaseTag} -- C:\ServiceMonitor.exe w3svc"
        );
        await container.WaitForLogAsync("Service 'w3svc' started");
        await container.StopAsync(30);
        Assert.Contains(
            "stopped", (await container.LogsAsync()).Split("Service 'w3svc' started")[^1], StringComparison.Ordinal
        );
    }

    /// <summary>The same workload without bootstrap, for comparison.</summary>
    [WindowsTheory(Need.Containers)]
    [InlineData(ContainerImages.ServerCore)]
    [InlineData(ContainerImages.NanoServer)]
    public async Task Stop_WithoutUs_GivesTheSameCode(string kind)
    {
        await using var container = await DockerContainer.StartAsync(
            @"--entrypoint C:\windows-workload.exe", $"{ContainerImages.Plain(kind)} report-stop --slow 1500");
        await container.WaitForLogAsync("ready");
        Assert.Equal(106u, await container.StopAsync(30));
    }

    [WindowsTheory(Need.Containers)]
    [InlineData(ContainerImages.ServerCore)]
    [InlineData(ContainerImages.NanoServer)]
    public async Task Stop_OfAWorkloadWithoutAHandler_EndsWithWindowsCode(string kind)
    {
        await using var container = await StartAsync(string.Empty, ContainerImages.Plain(kind), "sleep 600000");
        Assert.Equal(Stopped, await container.StopAsync(30));
    }

    /// <summary>Windows gives console programs five seconds, regardless of docker stop --time.</summary>
    [WindowsFact(Need.Containers)]
    public async Task Stop_OfAWorkloadThatTakesLonger_IsCutOffByWindowsAfterFiveSeconds()
    {
        await using var container = await StartAsync(
            string.Empty, ContainerImages.Plain(ContainerImages.ServerCore), "report-stop --slow 30000"
        );
        var watch = Stopwatch.StartNew();
        await container.StopAsync(60);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(20));
        var log = await container.LogsAsync();
        Assert.Contains("event 6", log, StringComparison.Ordinal);
        Assert.DoesNotContain("ending", log, StringComparison.Ordinal);
    }

    [WindowsTheory(Need.Containers)]
    [InlineData(ContainerImages.ServerCore)]
    [InlineData(ContainerImages.NanoServer)]
    public async Task Stop_WithWindowsLimitRaised_GivesTheWorkloadLonger(string kind)
    {
        await using var container = await StartAsync(
            string.Empty, ContainerImages.Patient(kind), "report-stop --slow 12000"
        );
        var code = await container.StopAsync(60);
        Assert.Contains("ending", await container.LogsAsync(), StringComparison.Ordinal);
        Assert.Equal(106u, code);
    }

    [WindowsTheory(Need.Containers)]
    [InlineData(ContainerImages.ServerCore)]
    [InlineData(ContainerImages.NanoServer)]
    public async Task StopTimeout_OfAWorkloadThatGoesOn_EndsItWithinWindowsLimit(string kind)
    {
        await using var container = await StartAsync(
            "--env BOOTSTRAP_STOP_TIMEOUT=2s", ContainerImages.Plain(kind), "report-stop --ignore"
        );
        var code = await container.StopAsync(60);
        Assert.Contains(
            "the workload has not ended 2 s after the stop: it is ended now (--stop-timeout)",
            await container.LogsAsync(), StringComparison.Ordinal
        );
        Assert.Equal(Stopped, code);
    }

    /// <summary>docker stop reaches every process, so a forwarded stop is a second event and changes nothing.</summary>
    [WindowsTheory(Need.Containers)]
    [InlineData("auto")]
    [InlineData("none")]
    [InlineData("shutdown")]
    public async Task ForwardStop_WhenDockerStopsEveryProcess_ChangesNothing(string forward)
    {
        await using var container = await StartAsync(
            $"--env BOOTSTRAP_FORWARD_STOP={forward}", ContainerImages.Plain(ContainerImages.ServerCore),
            "report-stop --slow 1000"
        );
        Assert.Equal(106u, await container.StopAsync(30));
    }

    [WindowsFact(Need.Containers)]
    public async Task Stop_BeforeTheWorkloadHasStarted_EndsPromptlyAndReportsIt()
    {
        await using var container = await DockerContainer.StartAsync(
            "--network none --env BOOTSTRAP_NETWORK_TIMEOUT=5m",
            $@"{ContainerImages.Plain(ContainerImages.ServerCore)} C:\windows-workload.exe exit 0"
        );
        await container.WaitForLogAsync("waiting for a default route");
        Assert.Equal(Stopped, await container.StopAsync(30));
        Assert.Contains(
            "Stopped by CTRL_SHUTDOWN_EVENT before the workload was started.", await container.LogsAsync(),
            StringComparison.Ordinal
        );
    }

    [WindowsFact(Need.Containers)]
    public async Task Restart_OfTheContainer_FindsItsNetworkAndRunsAgain()
    {
        await using var container = await StartAsync(
            string.Empty, ContainerImages.Plain(ContainerImages.ServerCore), "report-stop"
        );
        Assert.Equal(106u, await container.StopAsync(30));
        await Docker.MustAsync($"start {container.Id}");
        await Eventually.Async(
            () => (container.LogsAsync().GetAwaiter().GetResult()).Split("ready").Length == 3,
            "the workload runs a second time"
        );
        Assert.DoesNotContain(" err ", await container.LogsAsync(), StringComparison.Ordinal);
    }

    private static async Task<DockerContainer> StartAsync(string options, string image, string workload)
    {
        var container = await DockerContainer.StartAsync(options, $@"{image} C:\windows-workload.exe {workload}");
        await container.WaitForLogAsync("ready");
        return container;
    }
}
