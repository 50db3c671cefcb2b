using System.Text;

namespace Sandbox.Tests;

/// <summary>Programs in a container: command line, environment, streams and exit code.</summary>
public sealed class ProgramTests : IAsyncLifetime
{
    private Container _container = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _container = await Container.StartAsync(Topology.Load("nat"), Cancellation);

    public ValueTask DisposeAsync() => _container.DisposeAsync();

    [Fact]
    public async Task ExitCode_HasAll32Bits()
    {
        uint[] codes = [0, 1, 127, 255, 256, 259, 0x7FFFFFFF, 0x80070002, 0xC000013A, 0xFFFFFFFF];

        foreach (var code in codes)
        {
            var result = await _container.RunAsync(Workloads.ExitCode($"0x{code:X}"), cancellation: Cancellation);
            Assert.Equal(code, result.ExitCode);
        }
    }

    [Fact]
    public async Task Streams_PassEveryByte()
    {
        var bytes = new byte[300_000];
        new Random(1).NextBytes(bytes);

        var result = await _container.RunAsync(Workloads.Copy, new RunOptions { StandardInput = bytes }, Cancellation);

        Assert.Equal(0u, result.ExitCode);
        Assert.True(bytes.AsSpan().SequenceEqual(result.StandardOutputBytes.Span), "stdin and stdout differ");
        Assert.Equal("300000 bytes", result.StandardError.Trim());
    }

    [Theory]
    [InlineData("a b \"c d\" \"\" \\\"e\\\" f\\\\ @x [y] --help -- /? %PATH% ^ & | > < ' é € 😀")]
    [InlineData("\"unbalanced")]
    [InlineData("  several   spaces  \t ")]
    public async Task CommandLine_ArrivesVerbatim(string tail)
    {
        var command = CommandLine.From(Workloads.File("echo-arguments")) + " " + tail;

        var result = await _container.RunAsync(new CommandLine(command), cancellation: Cancellation);

        Assert.Equal(command, Encoding.Unicode.GetString(result.StandardOutputBytes.Span));
    }

    [Fact]
    public async Task Environment_IsTheTopologysAndTheGivenOnly()
    {
        Environment.SetEnvironmentVariable("AWS_REGION", "developer");
        Environment.SetEnvironmentVariable("BOOTSTRAP_MODE", "developer");
        var options = new RunOptions
        {
            Environment = new Dictionary<string, string> { ["BOOTSTRAP_ROUTES"] = "é=€ 😀" },
        };

        var result = await _container.RunAsync(Workloads.PrintEnvironment, options, Cancellation);

        var lines = result.StandardOutput.Split(["\r\n", "\n"], StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("AWS_EXECUTION_ENV=AWS_ECS_EC2", lines);
        Assert.Contains("BOOTSTRAP_ROUTES=é=€ 😀", lines);
        Assert.Contains(lines, line => line.StartsWith(@"PATH=C:\", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("developer", result.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain(lines, line => line.StartsWith("DOTNET_", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("SANDBOX_", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("LC_ALL", StringComparison.Ordinal));
    }

    /// <summary>
    /// A .NET program that is not compiled ahead of time needs mscoree.dll, because Wine's loader loads it.
    /// </summary>
    [Fact]
    public async Task Assembly_OfDotNet_CanBeLoaded()
    {
        var assembly = CommandLine.ToWindowsPath(typeof(Container).Assembly.Location);

        var result = await _container.RunAsync(Workloads.File("load-library"), assembly);

        Assert.Equal(0u, result.ExitCode);
    }

    /// <summary>As in a container, no debugger starts and no crash report of 150 lines is written.</summary>
    [Fact]
    public async Task Crash_EndsWithTheExceptionsCodeAndOneLine()
    {
        var result = await _container.RunAsync(Workloads.File("crash"));

        Assert.Equal(0xC0000005, result.ExitCode);
        Assert.Single(result.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Run_WhenThereIsNoSuchProgram_ReportsTheWin32Error()
    {
        var error = await Assert.ThrowsAsync<ProgramNotStartedException>(() => _container.RunAsync("nowhere.exe"));

        Assert.Equal(2, error.Win32Error);
    }

    [Fact]
    public async Task Run_WhenWineEndsBeforeTheProgram_StartsItAgain()
    {
        var launch = _container.ToLinuxPath(@"C:\sandbox\launch.exe");
        File.Move(launch, launch + ".away");
        var program = _container.Start(
            Workloads.Copy, new RunOptions { StandardInput = "once"u8.ToArray() },
            Cancellation
        );
        while (program.WineFailures == 0)
        {
            await Task.Delay(10, Cancellation);
        }

        File.Move(launch + ".away", launch);
        var result = await program.Completion;

        Assert.Equal((0u, "once"), (result.ExitCode, result.StandardOutput));
        Assert.InRange(result.Attempts, 2, 4);
    }

    /// <summary>
    /// If the program reports Wine's failure to start a child process, it is run a second time, but not a third time.
    /// </summary>
    [Fact]
    public async Task Run_WhenAChildWasNotStarted_RunsTheProgramOnceMore()
    {
        const string count = @"C:\count";
        var program = _container.Start(
            new CommandLine($"cmd /c echo x>>{count}& echo Win32 error 1359 1>&2& exit 5"), cancellation: Cancellation);

        var result = await program.Completion;

        Assert.Equal(5u, result.ExitCode);
        Assert.Equal("Win32 error 1359", result.StandardError.Trim());
        Assert.Equal(2, (await File.ReadAllLinesAsync(_container.ToLinuxPath(count), Cancellation)).Length);
    }

    [Fact]
    public async Task Run_WhenWineNeverStartsTheProgram_GivesUp()
    {
        File.Delete(_container.ToLinuxPath(@"C:\sandbox\launch.exe"));

        var error = await Assert.ThrowsAsync<SandboxException>(() =>
            _container.RunAsync(Workloads.Copy, cancellation: Cancellation)
        );

        Assert.StartsWith("Wine ended 4 times before it could start ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timeout_KillsTheProgramsTreeAndNothingElse()
    {
        var other = _container.Start(Workloads.Sleep(500_000), cancellation: Cancellation);
        var command = CommandLine.From("cmd", "/c", CommandLine.ToWindowsPath(Workloads.File("sleep")), "600000");

        // On a busy machine Wine may need longer than that to start the program.
        var message = "";
        for (var seconds = 2; seconds <= 32 && !message.Contains("sleeping", StringComparison.Ordinal); seconds *= 4)
        {
            message = (
                await Assert.ThrowsAsync<SandboxException>(() =>
                    _container.RunAsync(
                        command, new RunOptions { Timeout = TimeSpan.FromSeconds(seconds) },
                        Cancellation
                    )
                )
            ).Message;
            Assert.Contains($"killed after {seconds} s", message, StringComparison.Ordinal);
        }

        Assert.Contains("sleeping", message, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "600000", await _container.RunLinuxAsync("ps", "-e", "-o", "args"), StringComparison.Ordinal
        );
        Assert.False(other.Completion.IsCompleted);
        await other.KillAsync();
        await Assert.ThrowsAsync<SandboxException>(() => other.Completion);
        Assert.Equal(3u, (await _container.RunAsync(Workloads.ExitCode("3"), cancellation: Cancellation)).ExitCode);
    }

    [Fact]
    public async Task Start_LetsOutputBeSeenWhileTheProgramRuns()
    {
        var program = _container.Start(Workloads.Sleep(600_000), cancellation: Cancellation);

        await program.WaitForOutputAsync("sleeping", TimeSpan.FromSeconds(60));
        Assert.False(program.Completion.IsCompleted);
        await program.KillAsync();

        var error = await Assert.ThrowsAsync<SandboxException>(() => program.Completion);
        Assert.StartsWith("killed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ended_ProgramsLeaveNoZombies()
    {
        await _container.RunAsync(Workloads.ExitCode("0"), cancellation: Cancellation);

        Assert.DoesNotContain(
            "<defunct>", await _container.RunLinuxAsync("ps", "-e", "-o", "args"), StringComparison.Ordinal
        );
    }

    [Fact]
    public void Files_AreCopiesOfTheTemplates()
    {
        var template = Path.Combine(Repository.WinePrefix, "system.reg");
        var before = File.ReadAllText(template);

        File.AppendAllText(_container.ToLinuxPath(@"C:\..\system.reg"), ";; changed\n");

        Assert.Equal(before, File.ReadAllText(template));
    }

    [Fact]
    public async Task Files_AreTheContainersOwn()
    {
        await File.WriteAllTextAsync(_container.ToLinuxPath(@"C:\note.txt"), "hello", Cancellation);

        var result = await _container.RunAsync("cmd", "/c", "type", @"C:\note.txt");

        Assert.Equal("hello", result.StandardOutput);
        Assert.Equal("hello", _container.ReadFile(@"C:\note.txt"));
    }
}
