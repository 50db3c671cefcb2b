using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Bootstrap.EndToEnd;

/// <summary>
/// Stops. The event is sent like by the container runtime's shim: to the first process only (containerd), or to every
/// process (Docker).
/// </summary>
public class StopTests
{
    private const uint Stopped = 0xC000013A;
    private const int CtrlC = 0;
    private const int Shutdown = 6;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(50);

    [Theory]
    [InlineData("auto", 0)]
    [InlineData("auto", 1)]
    [InlineData("none", 0)]
    [InlineData("none", 2)]
    [InlineData("none", Shutdown)]
    public async Task ToUsAlone_WithoutForwarding_TheWorkloadRunsOnAndItsCodeIsOurs(string forward, int consoleEvent)
    {
        await using var container = await ContainerExtensions.StartAsync("fargate");
        var running = Start(
            container, "--forward-stop", forward, "--", "cmd", "/c", $"echo ready& {Workload("sleep")} 3000& exit 7"
        );
        await running.WaitForOutputAsync("ready", Patience);
        await SendAsync(container, "bootstrap.exe", consoleEvent);
        Assert.False(running.Completion.IsCompleted);
        Assert.Equal(7u, (await running.Completion).ExitCode);
    }

    /// <summary>
    /// containerd sends the event to bootstrap only. By default the workload receives the same event once.
    /// </summary>
    [Theory]
    [InlineData(2, "CTRL_CLOSE_EVENT")]
    [InlineData(5, "CTRL_LOGOFF_EVENT")]
    [InlineData(Shutdown, "CTRL_SHUTDOWN_EVENT")]
    public async Task ToUsAlone_ByDefault_TheWorkloadGetsTheSameEventOnce(int consoleEvent, string name)
    {
        await using var container = await ContainerExtensions.StartAsync("fargate");
        var running = Start(container, "--", Workload("report-stop"), "--slow", "500");
        await running.WaitForOutputAsync("ready", Patience);
        await SendAsync(container, "bootstrap.exe", consoleEvent);
        var result = await running.Completion;
        Assert.Equal(100u + (uint)consoleEvent, result.ExitCode);
        Assert.Equal(["ready", $"event {consoleEvent}", "ending"], Lines(result.StandardOutput));
        Assert.Contains(
            $"bootstrap: inf {name} was received and passed on to the workload as {name}", result.StandardError,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("wrn", result.StandardError, StringComparison.Ordinal);
    }

    /// <summary>
    /// A shell-form CMD, a batch file and a launcher: the direct child ends at the stop. The application that it
    /// started receives the stop, shuts down, and bootstrap waits for it. The exit code is that of the direct child:
    /// Wine ends a program without a handler with 0, Windows with 0xC000013A.
    /// </summary>
    [Theory]
    [InlineData("cmd")]
    [InlineData("batch")]
    [InlineData("launcher")]
    public async Task ToUsAlone_WithAShellInBetween_TheApplicationGetsTheEventAndFinishesItsShutdown(string between)
    {
        await using var container = await ContainerExtensions.StartAsync("fargate");
        var application = $"{Workload("report-stop")} --slow 1500";
        await File.WriteAllTextAsync(
            container.ToLinuxPath(@"C:\sandbox\start.cmd"), $"@{application}\r\n", TestContext.Current.CancellationToken
        );
        string[] workload = between switch
        {
            "cmd" => ["cmd", "/S", "/C", application],
            "batch" => [@"C:\sandbox\start.cmd"],
            _ => [Workload("launcher"), "--wait", "--", Workload("report-stop"), "--slow", "1500"],
        };
        var running = StartAndSayEnd(container, ["--", .. workload]);
        var result = await StopAsync(container, running);
        Assert.Equal(["ready", "event 6", "ending", "ended"], Lines(result.StandardOutput));
        Assert.Contains(result.ExitCode, new[] { 0u, Stopped });
        Assert.DoesNotContain("wrn", result.StandardError, StringComparison.Ordinal);
        Assert.Equal(string.Empty, await container.RunningAsync("report-stop.exe"));
    }

    /// <summary>Bootstrap also waits for a process that the application starts during its shutdown.</summary>
    [Fact]
    public async Task ToUsAlone_AHelperStartedDuringTheShutdown_IsWaitedFor()
    {
        await using var container = await ContainerExtensions.StartAsync("fargate");
        var running = StartAndSayEnd(
            container, "--", Workload("report-stop"), "--then", "cmd", "/S", "/C",
            $"{Workload("sleep")} 1500& echo flushed"
        );
        var result = await StopAsync(container, running);
        Assert.Equal(106u, result.ExitCode);
        Assert.Equal(["ready", "event 6", "ending", "sleeping", "flushed", "ended"], Lines(result.StandardOutput));
    }

    /// <summary>A daemon that does not end is named after the time limit and not killed.</summary>
    [Fact]
    public async Task ToUsAlone_ADaemonThatGoesOn_IsNamedAfterTheBoundAndLeftRunning()
    {
        await using var container = await ContainerExtensions.StartAsync("fargate");
        var running = Start(container, "--", Workload("launcher"), "--wait", "--", Workload("report-stop"), "--ignore");
        var result = await StopAsync(container, running);
        Assert.Matches(
            @"bootstrap: wrn 20 s after the workload's first process ended at the stop, these processes still run; the container runtime ends them: report-stop\.exe \(\d+\)",
            result.StandardError);
        Assert.NotEqual(string.Empty, await container.RunningAsync("report-stop.exe"));
    }

    /// <summary>With --stop-timeout, its limit replaces the 20 s for the rest of the tree.</summary>
    [Fact]
    public async Task StopTimeout_WithAShellInBetween_EndsWhatGoesOn()
    {
        await using var container = await ContainerExtensions.StartAsync("fargate");
        var running = Start(
            container, "--stop-timeout", "2s", "--success-code", "0xC000013A", "--", Workload("launcher"), "--wait",
            "--", Workload("report-stop"), "--ignore"
        );
        var result = await StopAsync(container, running);
        Assert.Contains(result.ExitCode, new[] { 0u, Stopped });
        Assert.Contains(
            "bootstrap: wrn the workload has not ended 2 s after the stop: it is ended now (--stop-timeout)",
            result.StandardError, StringComparison.Ordinal
        );
        Assert.Equal(string.Empty, await container.RunningAsync("report-stop.exe"));
    }

    /// <summary>
    /// The stop is not passed on, but the time limit applies; --success-code does not apply to its exit code.
    /// </summary>
    [Fact]
    public async Task StopTimeout_WhereNothingIsPassedOn_StillCounts()
    {
        await using var container = await ContainerExtensions.StartAsync("fargate");
        var running = Start(
            container, "--forward-stop", "none", "--stop-timeout", "1s", "--success-code", "0xC000013A", "--",
            Workload("report-stop")
        );
        var result = await StopAsync(container, running);
        Assert.Equal((Stopped, "ready"), (result.ExitCode, result.StandardOutput.Trim()));
        Assert.Contains(
            "bootstrap: inf CTRL_SHUTDOWN_EVENT was received and not passed on to the workload (--forward-stop none)",
            result.StandardError, StringComparison.Ordinal
        );
        Assert.Contains(
            "bootstrap: wrn the workload has not ended 1 s after the stop", result.StandardError,
            StringComparison.Ordinal
        );
    }

    /// <summary>Docker sends the event to every process. The workload shuts down, and bootstrap waits for it.</summary>
    [Fact]
    public async Task ToAllProcesses_TheEndOfTheWorkloadIsAwaited()
    {
        await using var container = await ContainerExtensions.StartAsync("fargate");
        var running = Start(container, "--", Workload("report-stop"), "--slow", "1500");
        await running.WaitForOutputAsync("ready", Patience);
        await SendAsync(container, "bootstrap.exe,report-stop.exe", Shutdown);
        var result = await running.Completion;
        Assert.Equal(106u, result.ExitCode);
        Assert.Contains("ending", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    [Quick]
    public async Task ForwardShutdown_ToUsAlone_ReachesTheWholeTree()
    {
        await using var container = await ContainerExtensions.StartAsync("fargate");
        var running = Start(container, "--forward-stop", "shutdown", "--", Workload("report-stop"), "--slow", "500");
        var result = await StopAsync(container, running);
        Assert.Equal(106u, result.ExitCode);
        Assert.Contains("event 6", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains(
            "bootstrap: inf CTRL_SHUTDOWN_EVENT was received and passed on to the workload as CTRL_SHUTDOWN_EVENT",
            result.StandardError, StringComparison.Ordinal
        );
        Assert.DoesNotContain("wrn", result.StandardError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ctrl-c", 0u)]
    [InlineData("ctrl-break", 1u)]
    [InlineData("shutdown", 6u)]
    public async Task ForwardStop_WithAnEvent_SendsItToTheWorkload(string stop, uint consoleEvent)
    {
        await using var container = await ContainerExtensions.StartAsync("fargate");
        var running = Start(container, "--forward-stop", stop, "--", Workload("report-stop"));
        Assert.Equal(100 + consoleEvent, (await StopAsync(container, running)).ExitCode);
    }

    [Fact]
    public async Task ForwardShutdown_WithAGrandchild_ReachesItToo()
    {
        await using var container = await ContainerExtensions.StartAsync("fargate");
        var running = Start(
            container, "--forward-stop", "shutdown", "--", Published.WindowsPath(Published.Exe), "--",
            Workload("report-stop")
        );
        Assert.Equal(106u, (await StopAsync(container, running)).ExitCode);
    }

    [Fact]
    public async Task ForwardStop_OnCtrlC_SendsNothing()
    {
        await using var container = await ContainerExtensions.StartAsync("fargate");
        var running = Start(container, "--forward-stop", "shutdown", "--", Workload("report-stop"));
        await running.WaitForOutputAsync("ready", Patience);
        await SendAsync(container, "bootstrap.exe", CtrlC);
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("event", running.StandardOutputSoFar, StringComparison.Ordinal);
        Assert.False(running.Completion.IsCompleted);
        await SendAsync(container, "report-stop.exe", CtrlC);
        Assert.Equal(100u, (await running.Completion).ExitCode);
    }

    /// <summary>
    /// The workload defines the meaning of a key: a shell cancels a command, a JVM prints its threads.
    /// </summary>
    [Fact]
    public async Task StopTimeout_AfterCtrlC_DoesNotRun()
    {
        await using var container = await ContainerExtensions.StartAsync("fargate");
        var running = Start(
            container, "--stop-timeout", "100ms", "--", "cmd", "/c", $"echo ready& {Workload("sleep")} 3000& exit 7"
        );
        await running.WaitForOutputAsync("ready", Patience);
        await SendAsync(container, "bootstrap.exe", CtrlC);
        Assert.Equal(7u, (await running.Completion).ExitCode);
    }

    [Fact]
    public async Task StopTimeout_WhenTheWorkloadGoesOn_EndsItWithALine()
    {
        await using var container = await ContainerExtensions.StartAsync("fargate");
        var running = Start(container, "--stop-timeout", "1s", "--", Workload("report-stop"), "--ignore");
        var result = await StopAsync(container, running);
        Assert.Equal(Stopped, result.ExitCode);
        Assert.Contains(
            "bootstrap: wrn the workload has not ended 1 s after the stop: it is ended now (--stop-timeout)",
            result.StandardError, StringComparison.Ordinal
        );
        Assert.Equal(string.Empty, await container.RunningAsync("report-stop.exe"));
    }

    [Fact]
    public async Task StopTimeout_WhenTheWorkloadEndsInTime_LogsNothing()
    {
        await using var container = await ContainerExtensions.StartAsync("fargate");
        var running = Start(
            container, "--stop-timeout", "20s", "--forward-stop", "shutdown", "--log-level", "warning", "--",
            Workload("report-stop")
        );
        var result = await StopAsync(container, running);
        Assert.Equal((106u, string.Empty), (result.ExitCode, result.StandardError));
    }

    /// <summary>
    /// A second stop changes neither the wait nor the code. The workload does not see it: while one of its handlers
    /// runs, a further event waits.
    /// </summary>
    [Fact]
    public async Task SecondStop_ChangesNothing()
    {
        await using var container = await ContainerExtensions.StartAsync("fargate");
        var running = Start(container, "--", Workload("report-stop"), "--slow", "3000");
        await running.WaitForOutputAsync("ready", Patience);
        await SendAsync(container, "bootstrap.exe", Shutdown);
        await running.WaitForOutputAsync("event 6", Patience);
        await SendAsync(container, "bootstrap.exe", 2);
        var result = await running.Completion;
        Assert.Equal(106u, result.ExitCode);
        Assert.Equal(["ready", "event 6", "ending"], Lines(result.StandardOutput));
    }

    /// <summary>While bootstrap waits for the network no change is incomplete: a stop ends it immediately.</summary>
    [Theory]
    [InlineData(CtrlC, "Ctrl-C")]
    [InlineData(1, "Ctrl-Break")]
    [InlineData(Shutdown, "CTRL_SHUTDOWN_EVENT")]
    public async Task BeforeTheWorkload_WhileWaitingForTheNetwork_EndsPromptlyAndReportsIt(
        int consoleEvent, string name)
    {
        await using var container = await ContainerExtensions.StartAsync("no-gateway");
        var running = Start(
            container, "--network-timeout", "60s", "--on-failure", "continue", "--", "cmd", "/c", "echo must not run"
        );
        await WaitForErrorAsync(running, "waiting for a default route");
        var start = DateTime.UtcNow;

        await SendAsync(container, "bootstrap.exe", consoleEvent);
        var result = await running.Completion;

        Assert.Equal(Stopped, result.ExitCode);
        Assert.Equal(string.Empty, result.StandardOutput);
        // Not "ends with": sometimes Wine adds a line when a process ends with a blocked handler.
        Assert.Contains(
            $"bootstrap: err Stopped by {name} before the workload was started.", result.StandardError,
            StringComparison.Ordinal
        );
        Assert.True(DateTime.UtcNow - start < Patience);
    }

    /// <summary>Whether bootstrap has called WMI, by the trace of the stand-in mi.dll.</summary>
    private static async Task<bool> HasAskedAsync(string trace) =>
        File.Exists(trace)
        && (await File.ReadAllTextAsync(trace, TestContext.Current.CancellationToken)).Contains(
            "QueryInstances", StringComparison.Ordinal
        );

    /// <summary>A WMI that hangs must not delay the stop.</summary>
    [Fact]
    public async Task BeforeTheWorkload_WhileWmiHangs_EndsAnyway()
    {
        await using var container = await ContainerExtensions.StartAsync("wmi-hangs");
        var trace = container.ToLinuxPath(@"C:\sandbox\mi.log");
        await File.AppendAllTextAsync(
            container.ToLinuxPath(@"C:\sandbox\mi.ini"), "\n[trace]\nfile=C:\\sandbox\\mi.log\n",
            TestContext.Current.CancellationToken
        );
        var running = Start(container, "--", "cmd", "/c", "echo must not run");
        for (var attempt = 0; attempt < 600 && !await HasAskedAsync(trace); attempt++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        await SendAsync(container, "bootstrap.exe", Shutdown);
        var result = await running.Completion;
        Assert.Equal((Stopped, string.Empty), (result.ExitCode, result.StandardOutput));
        Assert.Contains(
            "bootstrap: err Stopped by CTRL_SHUTDOWN_EVENT before the workload was started.", result.StandardError,
            StringComparison.Ordinal
        );
    }

    /// <summary>A Ctrl-C that is typed in the terminal of eng/sandbox.</summary>
    [Fact]
    public async Task CtrlC_TypedInATerminal_IsTheWorkloads()
    {
        var codeFile = Path.GetTempFileName();
        await InTerminalAsync(
            $"--exit-code-file {codeFile} -- {Published.Exe} -- {Published.Workload("report-stop")}", "ready",
            answer: '\x03'
        );
        Assert.Equal(
            "0x00000064", (await File.ReadAllTextAsync(codeFile, TestContext.Current.CancellationToken)).Trim()
        );
        File.Delete(codeFile);
    }

    /// <summary>
    /// The console's modes belong to the workload: they decide what Ctrl-C or an escape sequence does. Also if one of
    /// the three streams is not a console.
    /// </summary>
    [Theory]
    [InlineData("")]
    [InlineData(" </dev/null")]
    [InlineData(" | cat")]
    [InlineData(" 2>/dev/null")]
    public async Task ConsoleModes_OfTheWorkload_AreThoseOfADirectChild(string redirection)
    {
        var direct = await InTerminalAsync(
            $"-- {Published.Workload("print-console-modes")}{redirection}", "modes", answer: null
        );
        var behind = await InTerminalAsync(
            $"-- {Published.Exe} -- {Published.Workload("print-console-modes")}{redirection}", "modes", answer: null
        );
        const string modes = "modes ?0x[0-9a-f]+ ?0x[0-9a-f]+ ?0x[0-9a-f]+";
        Assert.Matches(modes, direct);
        Assert.Equal(Regex.Match(direct, modes).Value, Regex.Match(behind, modes).Value);
    }

    /// <summary>
    /// Runs eng/sandbox in a terminal, types an answer when some text is there, and returns what was shown.
    /// </summary>
    private static async Task<string> InTerminalAsync(string arguments, string text, char? answer)
    {
        var command = $"{Repository.Root}/eng/sandbox --topology fargate {arguments}";
        var terminal = new ProcessStartInfo(
            "env", ["--default-signal=INT", "script", "--quiet", "--flush", "--command", command, "/dev/null"]
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(terminal)!;
        var screen = new StringBuilder();
        process.OutputDataReceived += (_, line) =>
        {
            lock (screen)
            {
                screen.Append(line.Data);
            }
        };
        process.BeginOutputReadLine();

        // Wine draws the screen with escape sequences between the letters.
        for (var attempt = 0; attempt < 600 && !Letters(screen).Contains(text, StringComparison.Ordinal); attempt++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        if (answer is { } key)
        {
            await process.StandardInput.WriteAsync(key);
            await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        }

        await process
            .WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        return Letters(screen);
    }

    private static string Letters(StringBuilder screen)
    {
        lock (screen)
        {
            return Regex.Replace(screen.ToString(), @"\x1b\[[0-9;?]*[A-Za-z]", string.Empty);
        }
    }

    private static string[] Lines(string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The same, and "ended" on stdout when bootstrap.exe has ended.</summary>
    private static RunningProgram StartAndSayEnd(Container container, params string[] arguments) =>
        container.Start(
            CommandLine.From(
                Published.Workload("start-with"),
                ["--say-end", "--", Published.WindowsPath(Published.Exe), .. arguments]
            ),
            cancellation: TestContext.Current.CancellationToken
        );

    private static RunningProgram Start(Container container, params string[] arguments) =>
        container.Start(
            CommandLine.From(Published.Exe, arguments), cancellation: TestContext.Current.CancellationToken
        );

    private static string Workload(string name) => Published.WindowsPath(Published.Workload(name));

    /// <summary>Waits for the workload, sends a shutdown to bootstrap alone, and waits for the end.</summary>
    private static async Task<RunResult> StopAsync(Container container, RunningProgram running)
    {
        await running.WaitForOutputAsync("ready", Patience);
        await SendAsync(container, "bootstrap.exe", Shutdown);
        return await running.Completion;
    }

    private static async Task SendAsync(Container container, string image, int consoleEvent)
    {
        var sent = await container.RunAsync(
            Published.Workload("send-console-event"), image, consoleEvent.ToString(CultureInfo.InvariantCulture)
        );
        Assert.True(sent.ExitCode == 0, sent.ToString());
    }

    private static async Task WaitForErrorAsync(RunningProgram running, string text)
    {
        for (
            var attempt = 0;
            attempt < 600 && !running.StandardErrorSoFar.Contains(text, StringComparison.Ordinal);
            attempt++
        )
        {
            await Task.Delay(100);
        }

        Assert.Contains(text, running.StandardErrorSoFar, StringComparison.Ordinal);
    }
}
