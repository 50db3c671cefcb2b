using System.Diagnostics;

namespace Bootstrap.EndToEnd;

/// <summary>A stderr that is missing, closed, broken or full: the workload runs anyway, without a long delay.</summary>
public sealed class StderrFaultTests(SharedContainer shared) : IClassFixture<SharedContainer>
{
    [Theory]
    [InlineData("--null-stderr")]
    [InlineData("--closed-stderr")]
    [InlineData("--broken-stderr")]
    [InlineData("--full-stderr")]
    public async Task Stderr_ThatTakesNothing_DoesNotDelayTheWorkload(string option)
    {
        // At this level bootstrap writes several lines.
        var start = Stopwatch.StartNew();
        var result = await StartWithAsync(
            option, $"{Published.WindowsPath(Published.Exe)} --mode awsvpc --log-level debug -- cmd /c echo there"
        );
        Assert.Equal(0u, result.ExitCode);
        Assert.Contains("there", result.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(string.Empty, result.StandardError);
        Assert.True(start.Elapsed < TimeSpan.FromSeconds(60), $"it took {start.Elapsed}");
    }

    /// <summary>
    /// The workload inherits the handle that bootstrap wrote to, so no write may be pending on it.
    /// </summary>
    [Fact]
    public async Task Stderr_ThatIsFull_IsLeftToTheWorkloadAsItWas()
    {
        var direct = await StartWithAsync("--full-stderr", $"{Workload("probe-handle")} 12345");
        var behind = await StartWithAsync(
            "--full-stderr", $"{Published.WindowsPath(Published.Exe)} --mode awsvpc -- {Workload("probe-handle")} 12345"
        );
        Assert.Equal((0u, direct.StandardOutput), (behind.ExitCode, behind.StandardOutput));
    }

    [Theory]
    [InlineData("--null-stderr")]
    [InlineData("--broken-stderr")]
    [InlineData("--full-stderr")]
    public async Task Stderr_ThatTakesNothing_ChangesNoFailuresCode(string option)
    {
        var failed = await StartWithAsync(
            option, $"{Published.WindowsPath(Published.Exe)} --network-timeout 0s -- {Workload("exit-code")} 0"
        );
        Assert.Equal(125u, failed.ExitCode);
        var wrong = await StartWithAsync(option, $"{Published.WindowsPath(Published.Exe)} --no-such-option");
        Assert.Equal(2u, wrong.ExitCode);
    }

    /// <summary>
    /// Every line of bootstrap precedes the workload's first output, and the last line is written before the end.
    /// </summary>
    [Fact]
    public async Task Lines_ThatArePassedOn_KeepTheirOrderAndAreAllThere()
    {
        for (var run = 0; run < 10; run++)
        {
            var result = await shared.Container.BootstrapAsync(
                "--mode", "awsvpc", "--log-level", "debug", "--", "cmd", "/c", "echo workload 1>&2"
            );
            var writers = result
                .StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split(' ')[0].Trim())
                .ToArray();
            Assert.Equal("workload", writers[^1]);
            // At this level bootstrap writes several lines; their number is not specified.
            Assert.True(writers.Length > 2, result.StandardError);
            Assert.All(writers[..^1], writer => Assert.Equal("bootstrap:", writer));
        }
    }

    private Task<RunResult> StartWithAsync(string options, string commandLine) =>
        shared.Container.RunAsync(
            new CommandLine($"{Workload("start-with")} {options} -- {commandLine}"),
            cancellation: TestContext.Current.CancellationToken
        );

    private static string Workload(string name) => Published.WindowsPath(Published.Workload(name));
}
