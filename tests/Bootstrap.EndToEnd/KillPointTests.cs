using System.Globalization;

namespace Bootstrap.EndToEnd;

/// <summary>
/// Ends bootstrap at any moment of the start, by a kill or by a stop. Nothing is left that would disturb a second
/// start, and the workload never runs on without bootstrap.
/// </summary>
public sealed class KillPointTests(ITestOutputHelper output)
{
    private const uint Stopped = 0xC000013A;
    private const string OwnWord = "ended by the workload";
    private const string BeforeListening = "before we listened";
    private const string EndedByUs = "ended by us, with a line";
    private const string EndedWhileStarting = "ended by us while the workload was starting, with a line";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The number of moments; <c>TEST_KILL_POINTS</c> sets it.</summary>
    private static readonly int Moments = int.Parse(
        Environment.GetEnvironmentVariable("TEST_KILL_POINTS") ?? "6", CultureInfo.InvariantCulture
    );

    /// <summary>
    /// SIGKILL at moments spread over twice the time of a whole start, each in the state of an unused container:
    /// without routes.
    /// </summary>
    [Fact]
    public async Task Killed_AtAnyMoment_TheNextStartWorksAndNothingIsLeft()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var whole = (await StartAsync(container).Completion).Elapsed;
        var before = 0;
        var running = 0;
        for (var moment = 0; moment < Moments; moment++)
        {
            await MakeNewAsync(container);
            var killed = container.Start(
                CommandLine.From(Published.Exe, "--", Published.WindowsPath(Published.Workload("report-stop"))),
                cancellation: TestContext.Current.CancellationToken
            );
            await Task.Delay(whole * 2 * moment / Moments, TestContext.Current.CancellationToken);
            _ = killed.StandardOutputSoFar.Contains("ready", StringComparison.Ordinal) ? running++ : before++;
            await KillAsync(container, "bootstrap.exe");
            if (moment % 2 == 0)
            {
                // In turn: only bootstrap, and bootstrap with its parent.
                await killed.KillAsync();
            }

            await IgnoreAsync(killed.Completion);
            await container.WaitForEndOfAsync("report-stop.exe");

            var next = await container.BootstrapAsync(
                "--", Published.WindowsPath(Published.Workload("exit-code")), "7"
            );
            Assert.True(next.ExitCode == 7, next.ToString());
            Assert.Equal(
                [
                    "169.254.169.254/32 via 172.30.0.1 on vEthernet (Ethernet)",
                    "169.254.170.2/32 via 172.30.0.1 on vEthernet (Ethernet)",
                ],
                await container.LinkLocalRoutesAsync()
            );
        }

        output.WriteLine(
            $"{Moments} kills over {whole.TotalMilliseconds * 2:0} ms: {before} before the workload was there, {running} while it ran"
        );
    }

    /// <summary>
    /// CTRL_SHUTDOWN_EVENT at moments spread over the whole start, including the start of the workload's process:
    /// before the handover the run ends with 0xC000013A and a line; after it bootstrap passes the stop on to the
    /// workload.
    /// </summary>
    [Fact]
    public async Task Stopped_AtAnyMoment_EndsWithTheWorkloadsCodeOrWithALine()
    {
        await using var container = await ContainerExtensions.StartAsync("fargate");
        var whole = (int)(await StartAsync(container).Completion).Elapsed.TotalMilliseconds;
        var outcomes = new Dictionary<string, int>();
        for (var moment = 0; moment < Moments * 2; moment++)
        {
            // The sender is started first and waits for the process, then for the moment. Started afterwards, it would
            // be too late, or always at the same moment.
            var sender = container.Start(
                new CommandLine(
                    $"{Workload("send-console-event")} bootstrap.exe 6 --wait {moment * whole / (Moments * 2)}"
                ),
                cancellation: TestContext.Current.CancellationToken
            );
            await sender.WaitForOutputAsync("waiting", Patience);
            var running = container.Start(
                CommandLine.From(Published.Exe, "--log-level", "debug", "--", Workload("report-stop")),
                cancellation: TestContext.Current.CancellationToken
            );
            if (
                await Task.WhenAny(
                    running.Completion, Task.Delay(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken)
                ) != running.Completion
            )
            {
                // A workload whose C runtime is still starting may miss the event and run on, which is not a fault of
                // bootstrap. A fault would be that bootstrap neither passed the stop on nor ended.
                Assert.True(
                    running.StandardErrorSoFar.Contains("passed on to the workload", StringComparison.Ordinal)
                        && await container.RunningAsync("report-stop.exe") is { Length: > 0 },
                    $"hangs at moment {moment}: {running.StandardOutputSoFar} {running.StandardErrorSoFar} {await container.RunningAsync("bootstrap.exe")} {await container.RunningAsync("report-stop.exe")} {string.Join(", ", outcomes)}"
                );
                await KillAsync(container, "bootstrap.exe");
                await running.KillAsync();
                await IgnoreAsync(running.Completion);
                await sender.Completion;
                await container.WaitForEndOfAsync("report-stop.exe");
                outcomes["passed on, and missed by the workload that was just starting"] =
                    outcomes.GetValueOrDefault("passed on, and missed by the workload that was just starting") + 1;
                continue;
            }

            var result = await running.Completion;
            await sender.Completion;
            await container.WaitForEndOfAsync("report-stop.exe");

            var outcome = Outcome(result);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        // Both must occur: moments that end the run before the workload starts, and later ones that the workload
        // handles.
        var early = outcomes
            .Where(pair => pair.Key is BeforeListening or EndedByUs or EndedWhileStarting)
            .Sum(pair => pair.Value);
        Assert.True(early > 0 && outcomes.ContainsKey(OwnWord), string.Join(", ", outcomes));
        output.WriteLine(
            $"{Moments * 2} stops over {whole} ms: "
                + string.Join(", ", outcomes.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} {pair.Key}"))
        );
    }

    private static string Outcome(RunResult result)
    {
        var error = result.StandardError.Trim();
        switch (result.ExitCode)
        {
            case 106:
                // The workload may end while our line is being written: the line must be complete.
                Assert.Contains(
                    "CTRL_SHUTDOWN_EVENT was received and passed on to the workload as CTRL_SHUTDOWN_EVENT", error,
                    StringComparison.Ordinal
                );
                return OwnWord;
            case Stopped
                when error.Contains(
                    "Stopped by CTRL_SHUTDOWN_EVENT before the workload was started.", StringComparison.Ordinal
                ):
                return EndedByUs;
            case Stopped
                when error.Contains(
                    "Stopped by CTRL_SHUTDOWN_EVENT while the workload was starting: it ends with bootstrap.",
                    StringComparison.Ordinal
                ):
                return EndedWhileStarting;
            // Windows ends a process without a handler; Wine ends it with code 0.
            case Stopped
            or 0
                when result.StandardOutput.Length == 0
                    && !error.Contains("listening for stops", StringComparison.Ordinal):
                return BeforeListening;
            case Stopped
            or 0
                when result.StandardOutput.Length == 0
                    && error.Contains("passed on to the workload", StringComparison.Ordinal):
                return "passed on before the workload listened";
            default:
                Assert.Fail(result.ToString());
                return string.Empty;
        }
    }

    private static RunningProgram StartAsync(Container container) =>
        container.Start(
            CommandLine.From(Published.Exe, "--", Published.WindowsPath(Published.Workload("exit-code")), "0"),
            cancellation: TestContext.Current.CancellationToken
        );

    private static async Task MakeNewAsync(Container container)
    {
        await container.RunLinuxAsync(
            "sh", "-c", "ip -4 route show | grep ^169.254 | while read -r route; do ip route del $route; done; true"
        );
        foreach (
            var folder in Directory.GetDirectories(
                container.ToLinuxPath(@"C:\"),
                "bootstrap-mi-*", SearchOption.AllDirectories
            )
        )
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>
    /// Kills by the kernel, in the container's process namespace, so that the program cannot react.
    /// </summary>
    private static Task<string> KillAsync(Container container, string image) =>
        container.RunLinuxAsync(
            "sh", "-c",
            $"for process in /proc/[0-9]*; do [ \"$(cat \"$process/comm\" 2>/dev/null)\" = {image} ] && kill -KILL \"${{process#/proc/}}\"; done; true"
        );

    /// <summary>A program that was killed has no exit code.</summary>
    private static async Task IgnoreAsync(Task<RunResult> completion)
    {
        try
        {
            await completion;
        }
        catch (SandboxException)
        {
        }
    }

    private static string Workload(string name) => Published.WindowsPath(Published.Workload(name));
}
