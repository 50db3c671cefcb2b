using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Bootstrap.EndToEnd;

/// <summary>
/// Many changes of the network under one watch, and many stops. <c>TEST_ROUTE_CHANGES=10000</c> and
/// <c>TEST_STOPS=1000</c> are the long runs (docs/reliability.md). Many starts in one container:
/// WorkloadTests.ManyRuns_InOneContainer_LeaveNothingBehind.
/// </summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    private static readonly int Changes = int.Parse(
        Environment.GetEnvironmentVariable("TEST_ROUTE_CHANGES") ?? "200", CultureInfo.InvariantCulture
    );

    private static readonly int Stops = int.Parse(
        Environment.GetEnvironmentVariable("TEST_STOPS") ?? "10", CultureInfo.InvariantCulture
    );

    /// <summary>
    /// Bootstrap alone gets each stop, at a random moment after the application behind cmd.exe is ready. Each stop
    /// reaches the application once, and the run ends after the application's shutdown.
    /// </summary>
    [Fact]
    public async Task Stops_AtRandomMomentsBehindCmd_AllReachTheApplication()
    {
        await using var container = await ContainerExtensions.StartAsync("fargate");
        var start = Stopwatch.GetTimestamp();
        for (var stop = 0; stop < Stops; stop++)
        {
            var running = container.Start(
                CommandLine.From(
                    Published.Exe, "--", "cmd", "/S", "/C",
                    $"{Published.WindowsPath(Published.Workload("report-stop"))} --slow 20"
                ),
                cancellation: TestContext.Current.CancellationToken
            );
            await running.WaitForOutputAsync("ready", TimeSpan.FromSeconds(60));
            await Task.Delay(Random.Shared.Next(50), TestContext.Current.CancellationToken);
            var sent = await container.RunAsync(Published.Workload("send-console-event"), "bootstrap.exe", "6");
            Assert.True(sent.ExitCode == 0, $"stop {stop}: {sent}");
            var result = await running.Completion;
            Assert.Equal("ready\nevent 6\nending\n", result.StandardOutput.ReplaceLineEndings("\n"));
            await container.WaitForEndOfAsync("report-stop.exe");
        }

        var took = Stopwatch.GetElapsedTime(start);
        output.WriteLine($"{Stops} stops in {took.TotalSeconds:0} s, none lost");
    }

    [Fact]
    public async Task Watch_OverManyRouteChanges_LosesNoneAndDoesNotGrow()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var options = new RunOptions { Timeout = TimeSpan.FromHours(2) };
        var running = container.Start(
            CommandLine.From(
                Published.Exe, "--watch", "--log-level", "error", "--", "cmd", "/c",
                $"echo ready& {Published.WindowsPath(Published.Workload("sleep"))} 7200000"
            ),
            options, TestContext.Current.CancellationToken
        );
        await running.WaitForOutputAsync("ready", TimeSpan.FromSeconds(60));

        // Warm up: one-time allocations of the first changes are not growth.
        await ChangeAsync(container, 100);
        var before = await MeasureAsync(container);
        var start = Stopwatch.GetTimestamp();
        await ChangeAsync(container, Changes / 2);
        var half = await MeasureAsync(container);
        await ChangeAsync(container, Changes - (Changes / 2));
        var took = Stopwatch.GetElapsedTime(start);
        var after = await MeasureAsync(container);
        await running.KillAsync();

        output.WriteLine(
            $"{Changes} route changes in {took.TotalSeconds:0} s, none lost; threads, kB of data and handles before {before}, half-way {half}, after {after}"
        );

        // Fewer threads are allowed: idle threads of the system's pool end after a while.
        Assert.InRange(after.Threads, 1, before.Threads);
        Assert.InRange(after.Handles, 0, before.Handles + 2);

        // The garbage collector first uses its budget; growth after that would be a leak.
        Assert.InRange(after.DataKilobytes, 0, half.DataKilobytes + 8192);
    }

    /// <summary>
    /// Removes a route and waits for its return, again and again; in the container, so that each takes milliseconds.
    /// </summary>
    private static async Task ChangeAsync(Container container, int count)
    {
        const string script = """
            change=0
            while [ $change -lt "$1" ]; do
                route=169.254.170.2; [ $((change % 2)) = 0 ] || route=169.254.169.254
                ip route del $route/32
                tries=0
                until ip route show $route/32 | grep -q via; do
                    tries=$((tries + 1))
                    if [ $tries -gt 1000 ]; then echo "change $change: $route was not put back"; exit 0; fi
                    sleep 0.005
                done
                change=$((change + 1))
            done
            """;
        for (var done = 0; done < count; done += 100)
        {
            var lost = await container.RunLinuxAsync(
                "sh", "-c", script, "-", Math.Min(100, count - done).ToString(CultureInfo.InvariantCulture)
            );
            Assert.True(lost.Length == 0, $"after {done}: {lost}");
        }
    }

    private static async Task<(int Threads, int DataKilobytes, int Handles)> MeasureAsync(Container container)
    {
        await Task.Delay(1000);
        var text = await container.AskOfBootstrapAsync(
            "grep -E '^(Threads|VmData)' $p/status && echo Handles: $(ls $p/fd | wc -l)"
        );
        int Number(string name) =>
            int.Parse(Regex.Match(text, $@"{name}:\s+(\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
        return (Number("Threads"), Number("VmData"), Number("Handles"));
    }
}
