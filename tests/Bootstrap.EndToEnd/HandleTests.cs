namespace Bootstrap.EndToEnd;

/// <summary>The workload gets our three standard handles unchanged, and no other handle.</summary>
public sealed class HandleTests(SharedContainer shared) : IClassFixture<SharedContainer>
{
    private static readonly string Bootstrap =
        $"{Published.WindowsPath(Published.Exe)} --mode awsvpc --log-level warning --";

    private Container Container => shared.Container;

    [Fact]
    public async Task InheritableHandle_OfOurParent_ReachesADirectChildButNotTheWorkload()
    {
        await File.WriteAllTextAsync(
            Container.ToLinuxPath(@"C:\sandbox\leak.txt"), "x", TestContext.Current.CancellationToken
        );
        var probe = $"{Workload("probe-handle")} {{leak}}";
        var direct = await StartWithAsync(@"--leak C:\sandbox\leak.txt", probe);
        var behind = await StartWithAsync(@"--leak C:\sandbox\leak.txt", $"{Bootstrap} {probe}");
        Assert.Contains("leak.txt", direct.StandardOutput, StringComparison.Ordinal);
        Assert.Equal("none", behind.StandardOutput.Trim());
    }

    [Theory]
    [InlineData("")]
    [InlineData("--null-stdin")]
    [InlineData("--null-stdout")]
    [InlineData("--invalid-stdin")]
    [InlineData("--closed-stdin")]
    [InlineData("--one-output")]
    [InlineData("--null-stdin --null-stdout")]
    public async Task StandardHandles_IfAnyIsMissing_AreTheSameAsForADirectChild(string option)
    {
        var direct = await StartWithAsync(option, $"{Workload("probe-handle")} std");
        var behind = await StartWithAsync(option, $"{Bootstrap} {Workload("probe-handle")} std");
        Assert.Equal(0u, behind.ExitCode);
        Assert.Equal(direct.StandardError, behind.StandardError);
        Assert.Equal(direct.StandardOutput, behind.StandardOutput);
    }

    [Fact]
    [Quick]
    public async Task WithoutStderr_TheWorkloadRunsAnyway()
    {
        var result = await StartWithAsync(
            "--null-stderr",
            $"{Published.WindowsPath(Published.Exe)} --mode awsvpc --log-level debug -- {Workload("exit-code")} 0x80000001"
        );
        Assert.Equal(0x80000001, result.ExitCode);
    }

    /// <summary>100 MB in and the same 100 MB out.</summary>
    [Fact]
    public async Task Streams_OfAHundredMegabytes_PassUnchanged()
    {
        var bytes = new byte[100 * 1024 * 1024];
        new Random(2).NextBytes(bytes);
        var result = await Container.BootstrapAsync(
            new RunOptions { StandardInput = bytes }, "--mode", "awsvpc", "--", Workload("copy"));
        Assert.Equal(0u, result.ExitCode);
        Assert.True(
            result.StandardOutputBytes.Span.SequenceEqual(bytes), $"{result.StandardOutputBytes.Length} bytes came back"
        );
    }

    private Task<RunResult> StartWithAsync(string options, string commandLine) =>
        Container.RunAsync(
            new CommandLine($"{Workload("start-with")} {options} -- {commandLine}"),
            cancellation: TestContext.Current.CancellationToken
        );

    private static string Workload(string name) => Published.WindowsPath(Published.Workload(name));
}
