using System.Globalization;
using System.Text;

namespace Bootstrap.EndToEnd;

/// <summary>
/// The workload behaves as without bootstrap. One container for all tests; it has no network to set up.
/// </summary>
public sealed class WorkloadTests(SharedContainer shared) : IClassFixture<SharedContainer>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private Container Container => shared.Container;

    /// <summary>
    /// All low codes, common codes of Windows programs, and the neighbours of every power of two.
    /// </summary>
    [Fact]
    [Quick]
    public async Task ExitCode_OfTheWorkload_IsOursAll32Bits()
    {
        var result = await Container.RunAsync(
            CommandLine.From(
                Published.Workload("compare-exit-codes"), Published.WindowsPath(Published.Exe),
                Published.WindowsPath(Published.Workload("exit-code"))
            ),
            new RunOptions { Timeout = TimeSpan.FromMinutes(10) },
            TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("342 exit codes, no difference", result.StandardOutput, StringComparison.Ordinal);
    }

    /// <summary>259 is STILL_ACTIVE: a loop that polls the code instead of the handle would not end.</summary>
    [Theory]
    [InlineData("259", 259)]
    [InlineData("0xC000013A", 0xC000013A)]
    public async Task ExitCode_ThatOthersGetWrong_IsOursToo(string code, uint expected) =>
        Assert.Equal(
            expected, (await SkippingAsync("--", Published.WindowsPath(Published.Workload("exit-code")), code)).ExitCode
        );

    [Theory]
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
        var program = Published.WindowsPath(Published.Workload("echo-arguments"));
        var result = await Container.BootstrapRawAsync($"--mode awsvpc -- {program} {tail}");
        Assert.Equal(0u, result.ExitCode);
        Assert.Equal($"{program} {tail}", Encoding.Unicode.GetString(result.StandardOutputBytes.Span));
    }

    /// <summary>
    /// Starts generated command lines directly and by bootstrap, and compares the bytes that the program received. The
    /// seed depends on the day, so that every day tests others; a failure prints how to repeat it.
    /// </summary>
    [Fact]
    public async Task Arguments_Generated_AreTheSameAsForADirectChild()
    {
        var seed = DateTime.UtcNow.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var count = Environment.GetEnvironmentVariable("TEST_COMMAND_LINES") ?? "200";
        var result = await Container.RunAsync(
            CommandLine.From(
                Published.Workload("compare-arguments"), Published.WindowsPath(Published.Exe),
                Published.WindowsPath(Published.Workload("echo-arguments")), count, seed
            ),
            new RunOptions { Timeout = TimeSpan.FromHours(1) },
            TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, $"seed {seed}: {result}");
    }

    [Fact]
    public async Task Arguments_OfAShellFormCmd_RunAsACommandLine()
    {
        var program = Published.WindowsPath(Published.Workload("echo-arguments"));
        var result = await Container.BootstrapRawAsync($"--mode awsvpc -- \"{program} a b\"");
        Assert.Equal($"{program} a b", Encoding.Unicode.GetString(result.StandardOutputBytes.Span));
    }

    [Fact]
    public async Task Environment_OfTheWorkload_IsTheContainers()
    {
        var options = new RunOptions
        {
            Environment = new Dictionary<string, string> { ["A_VARIABLE"] = "ä value", ["BOOTSTRAP_MODE"] = "awsvpc" },
        };
        var direct = await Container.RunAsync(
            CommandLine.From(Published.Workload("print-environment")), options, TestContext.Current.CancellationToken
        );
        var behind = await Container.BootstrapAsync(
            options, "--", Published.WindowsPath(Published.Workload("print-environment"))
        );
        Assert.Contains("A_VARIABLE=ä value", direct.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(direct.StandardOutput, behind.StandardOutput);
    }

    [Theory]
    [InlineData(
        "nowhere.exe",
        "The workload 'nowhere.exe' was not found (Win32 error 2). Give the full path, or the name of a program in the current folder or in PATH."
    )]
    [InlineData(
        @"C:\no\such\app.exe",
        @"The workload 'C:\no\such\app.exe' was not found (Win32 error 2). Check that the image has a file with this path. A relative path starts in the current folder. In exec form (JSON) a backslash is written twice."
    )]
    [InlineData(
        "plan",
        "The workload 'plan' was not found (Win32 error 2). To use bootstrap's verb plan, put it before all options: bootstrap plan [OPTIONS]."
    )]
    public async Task MissingProgram_Is127WithOneLine(string program, string line)
    {
        var result = await SkippingAsync("--", program);
        result.AssertOneLine(127, "err", line);
    }

    [Fact]
    public async Task FileThatIsNotAProgram_Is126WithTheWin32Code()
    {
        await File.WriteAllTextAsync(
            Container.ToLinuxPath(@"C:\sandbox\text.exe"), "this is no program", TestContext.Current.CancellationToken
        );
        var result = await SkippingAsync("--", @"C:\sandbox\text.exe");
        Assert.Equal(126u, result.ExitCode);
        Assert.Contains(
            @"bootstrap: err The workload 'C:\sandbox\text.exe' cannot be executed (Win32 error 193: ",
            result.StandardError, StringComparison.Ordinal
        );
        Assert.Equal(string.Empty, result.StandardOutput);
    }

    [Theory]
    [InlineData(@"C:\sandbox\my tools\exit-code.exe")]
    [InlineData("C:/sandbox/my tools/exit-code.exe")]
    [InlineData(@"C:\sandbox\my tools\exit-code")]
    [InlineData(@"C:\SANDBOX\MY TOOLS\EXIT-CODE")]
    [InlineData(@"my tools\exit-code")]
    [InlineData("./my tools/exit-code.exe")]
    [InlineData("on-path")]
    [InlineData("on-path.exe")]
    [InlineData("batch")]
    public async Task ProgramName_InAnySpelling_IsFound(string program)
    {
        var folder = Container.ToLinuxPath(@"C:\sandbox");
        Directory.CreateDirectory(Path.Combine(folder, "my tools"));
        File.Copy(Published.Workload("exit-code"), Path.Combine(folder, "my tools", "exit-code.exe"), overwrite: true);
        File.Copy(Published.Workload("exit-code"), Container.ToLinuxPath(@"C:\windows\on-path.exe"), overwrite: true);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "batch.cmd"), "@exit %1\r\n", TestContext.Current.CancellationToken
        );
        var result = await Container.BootstrapAsync(
            new RunOptions { WorkingDirectory = folder },
            "--mode", "awsvpc", "--", program, "4"
        );
        Assert.True(result.ExitCode == 4, result.ToString());
    }

    /// <summary>The arguments of a batch file pass cmd.exe verbatim, or the start fails.</summary>
    [Fact]
    public async Task BatchFile_HarmlessArguments_ArriveAndDangerousOnesAreRefused()
    {
        await File.WriteAllTextAsync(
            Container.ToLinuxPath(@"C:\sandbox\show args.cmd"), "@echo [%*]\r\n@exit 3\r\n",
            TestContext.Current.CancellationToken
        );
        var harmless = await Container.BootstrapRawAsync(
            "--mode awsvpc --log-level warning -- \"C:\\sandbox\\show args.cmd\" a \"b & c\" d"
        );
        Assert.True(harmless.ExitCode == 3, harmless.ToString());
        Assert.Equal("[a \"b & c\" d]", harmless.StandardOutput.Trim());

        foreach (var tail in (string[])["a&echo pwned", "%PATH%", "\"\\\"&echo pwned\"", "a|more", "a^b"])
        {
            var refused = await Container.BootstrapRawAsync(
                $"--mode awsvpc --log-level warning -- \"C:\\sandbox\\show args.cmd\" {tail}"
            );
            Assert.Equal((126u, string.Empty), (refused.ExitCode, refused.StandardOutput));
            Assert.Contains(
                "which cmd.exe would interpret instead of passing it to the batch file", refused.StandardError,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task Folder_AsTheWorkload_Is126() =>
        (await SkippingAsync("--", @"C:\windows")).AssertOneLine(
            126, "err",
            @"The workload 'C:\windows' cannot be executed: it is a folder (Win32 error 5). Give the path of the program in it."
        );

    [Fact]
    public async Task ExportGateway_GivesTheWorkloadTheGatewaysAddress()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var result = await container.BootstrapAsync(
            "--export-gateway", "DD_AGENT_HOST", "--", "cmd", "/c", "echo %DD_AGENT_HOST%"
        );
        Assert.Equal("172.30.0.1", result.StandardOutput.Trim());
    }

    [Fact]
    public async Task ExportGateway_OfSeveralVariables_SetsEachAndReportsReplacedOnesWithoutTheOldValue()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");

        // By the option, which overrides the variable. .NET's own variables are the workload's like all others.
        var byOption = await RunAsync(
            new()
            {
                ["BOOTSTRAP_EXPORT_GATEWAY"] = "DD_AGENT_HOST=overridden-{gateway}",
                ["DD_AGENT_HOST"] = "old-value",
                ["DOTNET_DiagnosticPorts"] = "old-value",
                ["SAME"] = "172.30.0.1",
            },
            "--export-gateway", "DD_AGENT_HOST", "--export-gateway", "DD_TRACE_AGENT_URL=http://{gateway}:8126/a,b=c",
            "--export-gateway", "dotnet_diagnosticports={gateway}:1,{gateway}:2", "--export-gateway", "SAME");
        Assert.Equal(
            ["172.30.0.1", "http://172.30.0.1:8126/a,b=c", "172.30.0.1:1,172.30.0.1:2", "172.30.0.1"],
            Lines(byOption.StandardOutput));
        Assert.Equal(
            ["DD_AGENT_HOST", "dotnet_diagnosticports"],
            Lines(byOption.StandardError).Select(line => line.Split(" was already set; its value is replaced"))
                .Where(parts => parts.Length == 2).Select(parts => parts[0]["bootstrap: inf ".Length..]));
        Assert.DoesNotContain("old-value", byOption.StandardError, StringComparison.Ordinal);

        var byVariable = await RunAsync(
            new()
            {
                ["BOOTSTRAP_EXPORT_GATEWAY"] =
                    "DD_AGENT_HOST, DD_TRACE_AGENT_URL=http://{gateway}:8126,DOTNET_DiagnosticPorts={gateway}",
                ["SAME"] = "kept",
            });
        Assert.Equal(
            ["172.30.0.1", "http://172.30.0.1:8126", "172.30.0.1", "kept"], Lines(byVariable.StandardOutput));
        Assert.DoesNotContain("was already set", byVariable.StandardError, StringComparison.Ordinal);

        Task<RunResult> RunAsync(Dictionary<string, string> environment, params string[] options) =>
            container.BootstrapAsync(
                new RunOptions { Environment = environment },
                [
                    .. options, "--", Published.WindowsPath(Published.Workload("print-environment")), "DD_AGENT_HOST",
                    "DD_TRACE_AGENT_URL", "DOTNET_DiagnosticPorts", "SAME",
                ]);

        static string[] Lines(string text) => text.Split(
            '\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public async Task ExportGateway_WithoutAGatewayAndWithOnFailureContinue_LeavesTheVariableAndReportsIt()
    {
        await using var container = await ContainerExtensions.StartAsync("no-gateway");
        var result = await container.BootstrapAsync(
            "--network-timeout", "0s", "--on-failure", "continue", "--export-gateway", "DD_AGENT_HOST", "--", "cmd",
            "/c", "echo [%DD_AGENT_HOST%]"
        );
        Assert.Equal("[%DD_AGENT_HOST%]", result.StandardOutput.Trim());
        Assert.Contains(
            "bootstrap: wrn DD_AGENT_HOST is not changed: no gateway is known", result.StandardError,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task ExportGateway_InASkippedMode_IsNotSetAndReportsIt()
    {
        var result = await SkippingAsync(
            "--export-gateway", "DD_AGENT_HOST", "--", Published.WindowsPath(Published.Workload("print-environment"))
        );
        Assert.DoesNotContain("DD_AGENT_HOST", result.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(
            "bootstrap: wrn DD_AGENT_HOST is not set: in awsvpc mode no gateway leads to the host",
            result.StandardError.Trim()
        );
    }

    [Fact]
    public async Task CurrentFolder_OfTheWorkload_IsOurs()
    {
        var options = new RunOptions { WorkingDirectory = Container.ToLinuxPath(@"C:\sandbox") };
        var direct = await Container.RunAsync(
            CommandLine.From("cmd", "/c", "cd"), options, TestContext.Current.CancellationToken
        );
        var behind = await Container.BootstrapAsync(options, "--mode", "awsvpc", "--", "cmd", "/c", "cd");
        Assert.NotEqual(string.Empty, direct.StandardOutput.Trim());
        Assert.Equal(direct.StandardOutput, behind.StandardOutput);
    }

    /// <summary>The chain of IIS images: a log relay, a service waiter, and their child process.</summary>
    [Fact]
    public async Task Chain_OfRelayAndWaiter_KeepsOutputAndExitCode()
    {
        string[] chain =
        [
            Published.WindowsPath(Published.Workload("relay")), "--",
            Published.WindowsPath(Published.Workload("start-with")), "--",
            Published.WindowsPath(Published.Exe), "--",
            Published.WindowsPath(Published.Workload("exit-code")), "0x80070005",
        ];
        var options = new RunOptions { Environment = new Dictionary<string, string> { ["BOOTSTRAP_MODE"] = "awsvpc" } };
        var result = await Container.BootstrapAsync(options, ["--", .. chain]);
        Assert.Equal(0x80070005, result.ExitCode);
        Assert.Contains("awsvpc", result.StandardOutput, StringComparison.Ordinal); // the inner one's log, relayed
    }

    /// <summary>
    /// Bootstrap's threads and memory while the workload runs and receives many stops.
    /// </summary>
    /// <summary>With either DLL, a console program gets no shutdown event. Tested with both backends.</summary>
    [Theory]
    [InlineData("cim")]
    [InlineData("iphelper")]
    public async Task Modules_WhileTheWorkloadRuns_AreWithoutUser32AndGdi32(string backend)
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var running = container.Start(
            CommandLine.From(
                Published.Exe, "--watch", "--backend", backend, "--", "cmd", "/c",
                $"echo ready& {Published.WindowsPath(Published.Workload("sleep"))} 600000"
            ),
            cancellation: TestContext.Current.CancellationToken
        );
        await running.WaitForOutputAsync("ready", Patience);
        var mapped = await container.AskOfBootstrapAsync("grep -i '/wine/\\|/system32/' $p/maps");
        await running.KillAsync();

        Assert.Contains("/kernel32.dll", mapped, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(backend == "cim", mapped.Contains("/mi.dll", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("/user32.dll", mapped, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("/gdi32.dll", mapped, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task LongRun_WithManyStops_DoesNotGrow()
    {
        await using var container = await ContainerExtensions.StartAsync("fargate");
        var running = container.Start(
            CommandLine.From(
                Published.Exe, "--", "cmd", "/c",
                $"echo ready& {Published.WindowsPath(Published.Workload("sleep"))} 600000"
            ),
            cancellation: TestContext.Current.CancellationToken
        );
        await running.WaitForOutputAsync("ready", Patience);
        await SendCtrlCAsync(20);
        var before = await MeasureAsync();
        await SendCtrlCAsync(60);
        var after = await MeasureAsync();
        await running.KillAsync();

        Assert.True(after.Threads <= before.Threads, $"{before} {after}");
        Assert.InRange(after.DataKilobytes, 0, before.DataKilobytes + 512);

        async Task SendCtrlCAsync(int count)
        {
            for (var stop = 0; stop < count; stop++)
            {
                await container.RunAsync(Published.Workload("send-console-event"), "bootstrap.exe", "0");
            }
        }

        async Task<(int Threads, int DataKilobytes)> MeasureAsync()
        {
            await Task.Delay(500);
            var status = await container.AskOfBootstrapAsync("grep -E '^(Threads|VmData)' $p/status");
            var numbers = System
                .Text.RegularExpressions.Regex.Matches(status, @"\d+")
                .Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture))
                .ToArray();
            Assert.Equal(2, numbers.Length);
            return (numbers[1], numbers[0]);
        }
    }

    /// <summary>Repeated runs in one container leave no process, no file and no extra route.</summary>
    [Fact]
    public async Task ManyRuns_InOneContainer_LeaveNothingBehind()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        await RunsAsync(5);
        var before = await MeasureAsync();
        await RunsAsync(
            int.Parse(Environment.GetEnvironmentVariable("TEST_RUNS") ?? "50", CultureInfo.InvariantCulture)
        );
        Assert.Equal(before, await MeasureAsync());

        async Task RunsAsync(int count)
        {
            for (var run = 0; run < count; run++)
            {
                Assert.Equal(
                    0u,
                    (
                        await container.BootstrapAsync(
                            "--log-level", "error", "--", Published.WindowsPath(Published.Workload("exit-code")), "0"
                        )
                    ).ExitCode
                );
            }
        }

        async Task<(int Files, int Routes, string Processes)> MeasureAsync() =>
            (
                Directory.GetFiles(container.ToLinuxPath(@"C:\users"), "*", SearchOption.AllDirectories).Length,
                (await container.GetRoutesAsync()).Count,
                await container.RunLinuxAsync(
                    "sh", "-c", "cat /proc/[0-9]*/comm | sort | uniq -c | grep -v -E ' (cat|sort|uniq|grep|sh)$'"
                )
            );
    }

    [Fact]
    [Quick]
    public async Task Killed_TheWorkloadsTreeEnds()
    {
        await using var container = await ContainerExtensions.StartAsync("fargate");
        var script = $"echo started& {Published.WindowsPath(Published.Workload("sleep"))} 600000";
        var running = container.Start(
            CommandLine.From(Published.Exe, "cmd", "/c", script), cancellation: TestContext.Current.CancellationToken);
        await running.WaitForOutputAsync("started", Patience);
        await container.WaitForProgramAsync("sleep.exe");

        await container.RunAsync("taskkill", "/f", "/im", "bootstrap.exe");

        await container.WaitForEndOfAsync("sleep.exe");
        await running.Completion;
    }

    /// <summary>
    /// As without bootstrap, the code is returned at once, and the container runtime ends the remaining processes.
    /// </summary>
    [Theory]
    [InlineData("cmd")]
    [InlineData("launcher")]
    public async Task Ended_TheWorkloadsLeftoversGoOn(string workload)
    {
        await using var container = await ContainerExtensions.StartAsync("fargate");
        var leftover = $"{Published.WindowsPath(Published.Workload("sleep"))} 600000";
        var result = await container.BootstrapRawAsync(workload == "cmd"
            ? $"cmd /c start /b {leftover} >nul 2>nul <nul & exit 3"
            : $"{Published.WindowsPath(Published.Workload("launcher"))} --once -- {leftover}");
        Assert.Equal(3u, result.ExitCode);
        Assert.DoesNotContain("wrn", result.StandardError, StringComparison.Ordinal);
        Assert.NotEqual(string.Empty, await container.RunningAsync("sleep.exe"));
    }

    /// <summary>Our job allows a tool to start its helper outside the job.</summary>
    [Fact]
    public async Task Breakaway_OfAChild_IsAllowed()
    {
        var result = await SkippingAsync("--", Published.WindowsPath(Published.Workload("break-away")));
        Assert.Equal((0u, "the child ran"), (result.ExitCode, result.StandardOutput.Trim()));
    }

    /// <summary>tini's -e: codes that the image's author calls success.</summary>
    [Theory]
    [InlineData("143", "143", 0u)]
    [InlineData("3,0xC000013A", "0xC000013A", 0u)]
    [InlineData("-1073741510", "0xC000013A", 0u)]
    [InlineData("143", "144", 144u)]
    [InlineData("259", "259", 0u)]
    public async Task SuccessCode_OfTheWorkload_IsReportedAsZero(string successCodes, string code, uint expected)
    {
        var workload = Published.WindowsPath(Published.Workload("exit-code"));
        Assert.Equal(expected, (await SkippingAsync("--success-code", successCodes, "--", workload, code)).ExitCode);
        var options = new RunOptions
        {
            Environment = new Dictionary<string, string>
            {
                ["BOOTSTRAP_SUCCESS_CODES"] = successCodes,
                ["BOOTSTRAP_MODE"] = "awsvpc",
            },
        };
        Assert.Equal(expected, (await Container.BootstrapAsync(options, "--", workload, code)).ExitCode);
    }

    [Fact]
    public async Task SuccessCode_OfBootstrapItself_IsNotChanged() =>
        Assert.Equal(127u, (await SkippingAsync("--success-code", "127", "--", "nowhere.exe")).ExitCode);

    /// <summary>Windows could not load the program. One line reports it, and the code is unchanged.</summary>
    [Theory]
    [InlineData("0xC0000135", "a DLL that it needs is not in the image")]
    [InlineData("0xC0000139", "lacks a function")]
    [InlineData("0xC000007B", "32-bit instead of 64-bit")]
    public async Task LoadersCode_AtOnce_IsExplained(string code, string reason)
    {
        var result = await SkippingAsync("--", Published.WindowsPath(Published.Workload("exit-code")), code);
        Assert.Equal(Convert.ToUInt32(code, 16), result.ExitCode);
        Assert.StartsWith(
            $"bootstrap: wrn the workload ended at once with {code}: ", result.StandardError, StringComparison.Ordinal
        );
        Assert.Contains(reason, result.StandardError, StringComparison.Ordinal);
        Assert.Single(result.StandardError.Trim().Split('\n'));
    }

    /// <summary>Variables for a .NET workload, one of which would end NativeAOT's runtime.</summary>
    [Fact]
    public async Task DotnetVariables_OfTheWorkload_AreNotOurs()
    {
        var options = new RunOptions
        {
            Environment = new Dictionary<string, string>
            {
                ["DOTNET_GCHeapHardLimit"] = "0x10000000",
                ["DOTNET_GCLargePages"] = "1",
                ["DOTNET_gcServer"] = "1",
                ["BOOTSTRAP_MODE"] = "awsvpc",
            },
        };
        var result = await Container.BootstrapAsync(
            options, "--", Published.WindowsPath(Published.Workload("print-environment"))
        );
        Assert.Equal(0u, result.ExitCode);
        Assert.Contains("DOTNET_GCLargePages=1", result.StandardOutput, StringComparison.Ordinal);
    }

    /// <summary>
    /// A reader of the workload's stdout sees its end when the workload closes it, and a writer to its stdin too.
    /// </summary>
    [Fact]
    public async Task Streams_ThatTheWorkloadCloses_AreClosedForTheOtherSide()
    {
        var close = Published.WindowsPath(Published.Workload("close-streams"));
        var result = await Container.RunAsync(
            new CommandLine($"{close} run -- {Published.WindowsPath(Published.Exe)} --mode awsvpc -- {close} close"),
            cancellation: TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    /// <summary>Our own path, unquoted and with a space, as a shell-form ENTRYPOINT may write it.</summary>
    [Fact]
    public async Task OurOwnPath_UnquotedWithASpace_IsNotTheWorkload()
    {
        var folder = Directory.CreateDirectory(Container.ToLinuxPath(@"C:\sandbox\our tools")).FullName;
        File.Copy(Published.Exe, Path.Combine(folder, "bootstrap.exe"), overwrite: true);
        var result = await Container.RunAsync(
            new CommandLine(
                $@"{Published.WindowsPath(Published.Workload("start-with"))} -- C:\sandbox\our tools\bootstrap.exe --mode awsvpc -- {Published.WindowsPath(Published.Workload("exit-code"))} 6"
            ),
            cancellation: TestContext.Current.CancellationToken
        );
        Assert.True(result.ExitCode == 6, result.ToString());
    }

    /// <summary>PATH without System32, which CreateProcess does not need.</summary>
    [Fact]
    public async Task Path_WithoutSystem32_CmdIsFound()
    {
        var options = new RunOptions
        {
            Environment = new Dictionary<string, string>
            {
                ["PATH"] = @"C:\tools;;C:\Program Files\dotnet",
                ["BOOTSTRAP_MODE"] = "awsvpc",
            },
        };
        Assert.Equal(7u, (await Container.BootstrapAsync(options, "--", "cmd", "/c", "exit 7")).ExitCode);
    }

    [Theory]
    [InlineData("start.ps1", "powershell -File start.ps1")]
    [InlineData("app.jar", "java -jar app.jar")]
    [InlineData("app.py", "python app.py")]
    public async Task FileOfAnotherKind_Is126AndReportsHowToRunIt(string file, string hint)
    {
        await File.WriteAllTextAsync(
            Container.ToLinuxPath($@"C:\sandbox\{file}"), "no program", TestContext.Current.CancellationToken
        );
        var result = await SkippingAsync("--", $@"C:\sandbox\{file}");
        Assert.Equal(126u, result.ExitCode);
        Assert.Contains(hint, result.StandardError, StringComparison.Ordinal);
    }

    private Task<RunResult> SkippingAsync(params string[] arguments) =>
        Container.BootstrapAsync(["--mode", "awsvpc", "--log-level", "warning", .. arguments]);
}
