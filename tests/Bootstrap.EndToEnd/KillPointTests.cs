using System.Globalization;

namespace Bootstrap.EndToEnd;

/// <summary>
/// Ended at any moment of the start, by a kill or by a stop: nothing stays that a second start would stumble over, and
/// the workload never runs on alone.
/// </summary>
public sealed class KillPointTests(ITestOutputHelper output)
{
    private const uint Stopped = 0xC000013A;
    private const string OwnWord = "ended by the workload's own word";
    private const string BeforeListening = "before we listened";
    private const string EndedByUs = "ended by us, with a line";
    private const string EndedWhileStarting = "ended by us while the workload was being started, with a line";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>How many moments are tried; <c>TEST_KILL_POINTS</c> makes it more.</summary>
    private static readonly int Moments = int.Parse(
        Environment.GetEnvironmentVariable("TEST_KILL_POINTS") ?? "6", CultureInfo.InvariantCulture
    );

    /// <summary>
    /// SIGKILL at moments spread over twice the time that a whole start takes, each in the state that an unused
    /// container has: no routes, and MI's client library not unpacked yet.
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
                // In turn: bootstrap alone, and with it whoever started it.
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
    /// CTRL_SHUTDOWN_EVENT at moments spread over the whole start, the start of the workload's process included: before
    /// the handover the run ends with 0xC000013A and a line; behind it the workload is told by the one who forwards.
    /// </summary>
    [Fact]
    public async Task Stopped_AtAnyMoment_EndsByTheWorkloadsWordOrWithALine()
    {
        await using var container = await ContainerExtensions.StartAsync("fargate");
        var whole = (int)(await StartAsync(container).Completion).Elapsed.TotalMilliseconds;
        var outcomes = new Dictionary<string, int>();
        for (var moment = 0; moment < Moments * 2; moment++)
        {
            // The sender waits for the process itself, then for the moment: a program that has to be started first
            // would come too late, or always at the same time.
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
                // Told while its C runtime was still starting, the workload may miss it and go on: that is its own
                // affair. That we neither passed it on nor ended would be ours.
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

        // What must occur: moments early enough to end the run before the workload is there, and later ones that it
        // answers.
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
                // The workload may end at the same moment as our line is begun: it is written all the same.
                Assert.Contains(
                    "CTRL_SHUTDOWN_EVENT came and was passed on to the workload as CTRL_SHUTDOWN_EVENT", error,
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
                    "Stopped by CTRL_SHUTDOWN_EVENT while the workload was being started: it ends with us.",
                    StringComparison.Ordinal
                ):
                return EndedWhileStarting;
            // Who does not listen yet is ended by Windows, and by Wine with code 0.
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
    /// By the kernel, in the container's own process namespace: nothing of the program's gets a word in.
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
