using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bootstrap.WindowsTests;

/// <summary>
/// Process behaviour of the published exe that Wine cannot show. No container is needed: with <c>--mode awsvpc</c> the
/// machine's network is not changed.
/// </summary>
public sealed class ProcessTests(ExpendableAdapter adapter) : IClassFixture<ExpendableAdapter>
{
    private const string Skipping = "--mode awsvpc --log-level warning --";
    private const string Destination = "169.254.200.2/32";

    [WindowsTheory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(2u)]
    [InlineData(127u)]
    [InlineData(255u)]
    [InlineData(256u)]
    [InlineData(259u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0x80070002u)]
    [InlineData(0xC0000005u)]
    [InlineData(0xC000013Au)]
    [InlineData(0xC0000409u)]
    [InlineData(0xFFFFFFFFu)]
    public async Task ExitCode_OfTheWorkload_IsOurs(uint code)
    {
        var result = await Programs.BootstrapAsync($"{Skipping} {Programs.Workload} exit {code}");
        Assert.Equal((code, string.Empty), (result.ExitCode, result.Error));
    }

    [WindowsTheory]
    [InlineData("a \"b c\" d")]
    [InlineData("\"\" \"\" x")]
    [InlineData("\"a\\\\\" b\\ \"c\\\"d\"")]
    [InlineData("^caret %PATH% &|<> !x!")]
    [InlineData("tab\tand  two blanks ")]
    [InlineData("@file /? [directive] --help -- --mode nat")]
    [InlineData("unclosed \"quote")]
    [InlineData("Ünïcødé 日本語 🙂")]
    public async Task Arguments_BehindTheProgram_ReachItByteForByte(string tail)
    {
        var workload = $"{Programs.Workload} echo {tail}";
        var result = await Programs.BootstrapAsync($"{Skipping} {workload}");
        Assert.Equal(workload, Encoding.Unicode.GetString(result.OutputBytes));
    }

    [WindowsTheory]
    [InlineData("--no-such-option -- x.exe", "Unknown option '--no-such-option'.")]
    [InlineData("--network-timeout never -- x.exe", "--network-timeout 'never' is not ")]
    [InlineData("--mode awsvpc --", "No COMMAND is given")]
    public async Task WrongInput_IsOneLineOnStderrAndCode2(string commandLine, string line)
    {
        var result = await Programs.BootstrapAsync(commandLine);
        Assert.True(result is { ExitCode: 2, Output: "" }, result.ToString());
        Assert.StartsWith(
            $"bootstrap: err {line}", Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal
        );
    }

    [WindowsFact]
    public async Task Variable_WhenWrong_IsNamedAndTheOptionOverridesIt()
    {
        Environment.SetEnvironmentVariable("BOOTSTRAP_MODE", "nonsense");
        try
        {
            var refused = await Programs.BootstrapAsync($"-- {Programs.Workload} exit 7");
            Assert.Equal(2u, refused.ExitCode);
            Assert.Contains("BOOTSTRAP_MODE 'nonsense'", refused.Error, StringComparison.Ordinal);
            Assert.Equal(7u, (await Programs.BootstrapAsync($"{Skipping} {Programs.Workload} exit 7")).ExitCode);
        }
        finally
        {
            Environment.SetEnvironmentVariable("BOOTSTRAP_MODE", null);
        }
    }

    [WindowsFact]
    public async Task Help_IsOnStdout()
    {
        var result = await Programs.BootstrapAsync("--help");
        Assert.True(result is { ExitCode: 0, Error: "" }, result.ToString());
        Assert.Contains("--network-timeout", result.Output, StringComparison.Ordinal);
    }

    [WindowsFact]
    public async Task JsonLog_AtLevelDebug_IsOneObjectInEachLine()
    {
        var result = await Programs.BootstrapAsync(
            $"--mode awsvpc --log-level debug --log-format json -- {Programs.Workload} exit 0"
        );
        var lines = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length >= 2, result.ToString());
        Assert.All(lines, line =>
        {
            using var logged = JsonDocument.Parse(line);
            Assert.True(logged.RootElement.TryGetProperty("@m", out _), line);
        });
    }

    /// <summary><c>check</c> restores the console mode, because later programs use the same console.</summary>
    [WindowsTheory]
    [InlineData(null, true)]
    [InlineData("1", false)]
    public async Task Check_InAConsole_IsColouredAndLeavesItsMode(string? noColor, bool isColoured)
    {
        Environment.SetEnvironmentVariable("NO_COLOR", noColor);
        try
        {
            var result = await Programs.RunAsync(Programs.Workload, $"in-console {Programs.Bootstrap} check");
            var match = Regex.Match(result.Output, "^mode ([0-9]+), then ([0-9]+); coloured: (True|False)\r\n$");
            Assert.True(match.Success, result.ToString());
            Assert.Equal(match.Groups[1].Value, match.Groups[2].Value);
            Assert.Equal($"{isColoured}", match.Groups[3].Value);
        }
        finally
        {
            Environment.SetEnvironmentVariable("NO_COLOR", null);
        }
    }

    /// <summary>
    /// Microsoft documents that a console program with either DLL gets no shutdown event. WMI's client is loaded before
    /// the workload starts.
    /// </summary>
    [WindowsTheory(Need.ExpendableAdapter)]
    [InlineData("cim")]
    [InlineData("iphelper")]
    public async Task Modules_WhileTheWorkloadRuns_AreWithoutUser32AndGdi32(string backend)
    {
        try
        {
            await using var running = new Running(
                Programs.Bootstrap,
                $"{adapter.Options(Destination)} --backend {backend} -- {Programs.Workload} sleep 60000"
            );
            await running.WaitForOutputAsync("ready");
            var names = running.Modules().Select(Path.GetFileName).ToList();
            Assert.Contains("KERNEL32.DLL", names, StringComparer.OrdinalIgnoreCase);
            Assert.Equal(backend == "cim", names.Contains("mi.dll", StringComparer.OrdinalIgnoreCase));
            Assert.DoesNotContain("user32.dll", names, StringComparer.OrdinalIgnoreCase);
            Assert.DoesNotContain("gdi32.dll", names, StringComparer.OrdinalIgnoreCase);
        }
        finally
        {
            adapter.RemoveRoute(Destination);
        }
    }

    /// <summary>GetProcessHandleCount while console events arrive and routes are added and removed.</summary>
    [WindowsFact(Need.ExpendableAdapter)]
    public async Task HandleCount_AfterManyEventsAndRouteChanges_DoesNotGrow()
    {
        try
        {
            await using var running = new Running(
                Programs.Bootstrap, $"{adapter.Options(Destination)} --watch -- {Programs.Workload} sleep 600000"
            );
            await running.WaitForOutputAsync("ready");
            await DisturbAsync(10);
            var before = running.HandleCount();
            await DisturbAsync(50);
            var after = running.HandleCount();

            // A thread-pool thread of Windows' callbacks may have started; fifty leaks would exceed the tolerance.
            Assert.True(after <= before + 10, $"{before} handles, then {after}");
            Assert.False(running.HasEnded);

            async Task DisturbAsync(int count)
            {
                for (var index = 0; index < count; index++)
                {
                    await Programs.SendAsync(0, running.Id);
                    adapter.RemoveRoute(Destination);
                    await Eventually.Async(() => adapter.HasRoute(Destination), "the watch puts the route back");
                }
            }
        }
        finally
        {
            adapter.RemoveRoute(Destination);
        }
    }

    /// <summary>Repeated runs leave no process and no temporary files.</summary>
    [WindowsFact(Need.ExpendableAdapter)]
    public async Task ManyRuns_WithWmi_LeaveNothingBehind()
    {
        try
        {
            await RunsAsync(3);
            var before = TemporaryFiles();
            await RunsAsync(
                int.Parse(Environment.GetEnvironmentVariable("TEST_RUNS") ?? "50", CultureInfo.InvariantCulture)
            );
            Assert.Equal(before, TemporaryFiles());
            Assert.Empty(Programs.WorkloadIds());
            Assert.Empty(Process.GetProcessesByName("bootstrap"));
        }
        finally
        {
            adapter.RemoveRoute(Destination);
        }

        async Task RunsAsync(int count)
        {
            for (var run = 0; run < count; run++)
            {
                var result = await Programs.BootstrapAsync(
                    $"{adapter.Options(Destination)} --backend cim --log-level warning -- {Programs.Workload} exit 0"
                );
                Assert.True(result is { ExitCode: 0, Error: "" }, result.ToString());
            }
        }

        static string[] TemporaryFiles() =>
            [.. Directory.GetFileSystemEntries(Path.GetTempPath(), "bootstrap*").Order(StringComparer.Ordinal)];
    }

    [WindowsFact]
    public async Task Killed_TheWorkloadDiesWithUs()
    {
        await using var running = new Running(Programs.Bootstrap, $"{Skipping} {Programs.Workload} sleep 60000");
        await running.WaitForOutputAsync("ready");
        using (var bootstrap = Process.GetProcessById(running.Id))
        {
            bootstrap.Kill(entireProcessTree: false);
        }

        await Eventually.Async(() => Programs.WorkloadIds().Length == 0, "the workload has ended");
    }

    /// <summary>
    /// Bootstrap returns the code at once. Remaining processes run on; the container runtime stops them.
    /// </summary>
    [WindowsFact]
    public async Task Ended_TheWorkloadsLeftoversGoOn()
    {
        var result = await Programs.BootstrapAsync(
            $"{Skipping} cmd /c \"start /b {Programs.Workload} sleep 60000 >nul 2>nul <nul & exit 8\""
        );
        try
        {
            Assert.Equal(8u, result.ExitCode);
            Assert.Single(Programs.WorkloadIds());
        }
        finally
        {
            foreach (var id in Programs.WorkloadIds())
            {
                using var leftover = Process.GetProcessById(id);
                leftover.Kill();
            }
        }
    }

    /// <summary>A workload can start a child outside the job, as without bootstrap.</summary>
    [WindowsFact]
    public async Task Breakaway_OfAChild_IsAsWithoutUs()
    {
        var direct = await Programs.RunAsync(Programs.Workload, "break-away");
        var behind = await Programs.BootstrapAsync($"{Skipping} {Programs.Workload} break-away");
        Assert.Equal((direct.ExitCode, direct.Error), (behind.ExitCode, behind.Error));
    }

    /// <summary>
    /// Without stdin, with NUL or with a console, the workload gets the same handles as without bootstrap.
    /// </summary>
    [WindowsTheory]
    [InlineData("missing")]
    [InlineData("null")]
    [InlineData("console")]
    public async Task StandardHandles_MissingNullOrConsole_AreAsWithoutUs(string input)
    {
        var direct = await Programs.RunAsync(Programs.Workload, $"with-input {input} {Programs.Workload} handles");
        var behind = await Programs.RunAsync(
            Programs.Workload, $"with-input {input} {Programs.Bootstrap} {Skipping} {Programs.Workload} handles"
        );
        Assert.Equal((0u, direct.Output), (behind.ExitCode, behind.Output));
    }
}
