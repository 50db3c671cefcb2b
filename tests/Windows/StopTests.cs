using System.Diagnostics;

namespace Bootstrap.WindowsTests;

/// <summary>
/// Console events on real Windows, without a container. Each is sent by a remote thread at kernel32!CtrlRoutine, as
/// containerd's shim does it. <see cref="ContainerStopTests"/> covers a real <c>docker stop</c>.
/// </summary>
public class StopTests
{
    private const string Fargate = "--mode awsvpc";
    private const uint Stopped = 0xC000013A;
    private const int CtrlC = 0;
    private const int CtrlBreak = 1;
    private const int Shutdown = 6;

    /// <summary>
    /// Windows ends a process whose handler returns from these events. The workload's exit code shows that our handler
    /// blocks.
    /// </summary>
    [WindowsTheory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(Shutdown)]
    public async Task ToUsAlone_OurHandlerBlocks_UntilTheWorkloadHasEnded(int consoleEvent)
    {
        await using var running = await StartAsync(
            $"{Fargate} --forward-stop none -- cmd /c \"{Programs.Workload} sleep 8000 & exit 7\""
        );
        await Programs.SendAsync(consoleEvent, running.Id);
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        Assert.False(running.HasEnded);
        Assert.Equal(7u, (await running.EndAsync()).ExitCode);
    }

    /// <summary>By default the workload receives the same event, immediately and once.</summary>
    [WindowsTheory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(Shutdown)]
    public async Task ToUsAlone_ByDefault_TheWorkloadGetsTheSameEventOnce(int consoleEvent)
    {
        await using var running = await StartAsync($"{Fargate} -- {Programs.Workload} report-stop --slow 500");
        await Programs.SendAsync(consoleEvent, running.Id);
        var result = await running.EndAsync();
        Assert.True(result.ExitCode == 100 + (uint)consoleEvent, result.ToString());
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(result.Output, $"event {consoleEvent} at "));
    }

    /// <summary>
    /// cmd.exe ends at the stop. The application that it started receives the event and finishes; bootstrap waits for
    /// it.
    /// </summary>
    [WindowsFact]
    public async Task ToUsAlone_WithAShellInBetween_TheApplicationGetsTheEventAndFinishesItsShutdown()
    {
        await using var running = await StartAsync(
            $"{Fargate} -- cmd /S /C \"{Programs.Workload} report-stop --slow 3000\""
        );
        await Programs.SendAsync(Shutdown, running.Id);
        var result = await running.EndAsync();
        Assert.Contains("event 6", result.Output, StringComparison.Ordinal);
        Assert.Contains("ending", result.Output, StringComparison.Ordinal);
        Assert.Equal(Stopped, result.ExitCode);
        Assert.Empty(Programs.WorkloadIds());
    }

    [WindowsTheory]
    [InlineData(CtrlC)]
    [InlineData(CtrlBreak)]
    public async Task Key_ToBootstrapAlone_DoesNotEndIt(int consoleEvent)
    {
        await using var running = await StartAsync($"{Fargate} -- cmd /c \"{Programs.Workload} sleep 4000 & exit 7\"");
        await Programs.SendAsync(consoleEvent, running.Id);
        Assert.Equal(7u, (await running.EndAsync()).ExitCode);
    }

    /// <summary>Windows ends a program without a handler with the same code, with bootstrap and without.</summary>
    [WindowsTheory]
    [InlineData(CtrlC)]
    [InlineData(CtrlBreak)]
    [InlineData(Shutdown)]
    public async Task WorkloadWithoutAHandler_EndsWithTheCodeThatWindowsGivesIt(int consoleEvent)
    {
        await using var direct = new Running(Programs.Workload, "sleep 60000");
        await direct.WaitForOutputAsync("ready");
        await Programs.SendAsync(consoleEvent, direct.Id);
        var expected = await direct.EndAsync();
        Assert.Equal(Stopped, expected.ExitCode);

        await using var behind = await StartAsync($"{Fargate} -- {Programs.Workload} sleep 60000");
        await Programs.SendAsync(consoleEvent, Assert.Single(Programs.WorkloadIds()));
        Assert.Equal(expected.ExitCode, (await behind.EndAsync()).ExitCode);
    }

    [WindowsTheory]
    [InlineData("ctrl-c", 0u)]
    [InlineData("ctrl-break", 1u)]
    [InlineData("shutdown", 6u)]
    public async Task ForwardStop_ReachesTheWorkload(string stop, uint consoleEvent)
    {
        await using var running = await StartAsync(
            $"{Fargate} --forward-stop {stop} -- {Programs.Workload} report-stop --slow 500"
        );
        await Programs.SendAsync(Shutdown, running.Id);
        var result = await running.EndAsync();
        Assert.True(result.ExitCode == 100 + consoleEvent, result.ToString());
        Assert.DoesNotContain("wrn", result.Error, StringComparison.Ordinal);
    }

    /// <summary>
    /// If the workload opens a new console, that console's conhost.exe may be in the job. A stop of conhost.exe would
    /// end the console's programs before their shutdown has finished.
    /// </summary>
    [WindowsFact]
    public async Task ForwardStop_WhenTheWorkloadOpensAConsole_SkipsItsConhost()
    {
        await using var running = await StartAsync(
            $"{Fargate} --forward-stop shutdown -- {Programs.Workload} in-new-console report-stop --slow 3000"
        );
        await Programs.SendAsync(Shutdown, running.Id);
        var result = await running.EndAsync();

        Assert.Contains("event 6", result.Output, StringComparison.Ordinal);
        Assert.Contains("ending", result.Output, StringComparison.Ordinal);
        Assert.Equal(106u, result.ExitCode);
        Assert.DoesNotContain("could not be passed on", result.Error, StringComparison.Ordinal);
        await Eventually.Async(() => Programs.WorkloadIds().Length == 0, "all of the workload has ended");
    }

    [WindowsFact]
    public async Task ForwardStop_ToA32BitProgram_SkipsItWithAWarning()
    {
        var cmd = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.SystemX86), "cmd.exe");
        await using var running = await StartAsync(
            $"{Fargate} --forward-stop shutdown --stop-timeout 3s -- {cmd} /c \"echo ready& ping -n 60 127.0.0.1 >nul\""
        );
        await Programs.SendAsync(Shutdown, running.Id);
        var result = await running.EndAsync();
        Assert.Equal(Stopped, result.ExitCode);
        Assert.Matches(
            @"wrn the stop could not be passed on to every process: .*cmd\.exe \([0-9]+\) is a 32-bit program", result.Error
        );
        Assert.Contains("it is ended now (--stop-timeout)", result.Error, StringComparison.Ordinal);
    }

    [WindowsFact]
    public async Task StopTimeout_WhenTheWorkloadGoesOn_EndsItsWholeTree()
    {
        await using var running = await StartAsync(
            $"{Fargate} --forward-stop none --stop-timeout 1s -- cmd /c \"{Programs.Workload} report-stop --ignore\""
        );
        var watch = Stopwatch.StartNew();
        await Programs.SendAsync(Shutdown, running.Id);
        var result = await running.EndAsync();
        Assert.Equal(Stopped, result.ExitCode);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));
        Assert.Empty(Programs.WorkloadIds());
    }

    private static async Task<Running> StartAsync(string commandLine)
    {
        var running = new Running(Programs.Bootstrap, commandLine);
        await running.WaitForOutputAsync("ready");
        return running;
    }
}
