using System.Globalization;
using System.Text;

namespace Bootstrap.EndToEnd;

/// <summary>
/// The workload behind the published exe: as if we were not there. One container for all, without a network to set up.
/// </summary>
public sealed class WorkloadTests(SharedContainer shared) : IClassFixture<SharedContainer>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private Container Container => shared.Container;

    /// <summary>The table of codes that Windows programs really end with.</summary>
    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("127")]
    [InlineData("255")]
    [InlineData("256")]
    [InlineData("259")]
    [InlineData("0x7FFFFFFF")]
    [InlineData("0x80070002")]
    [InlineData("0xC0000005")]
    [InlineData("0xC000013A")]
    [InlineData("0xC0000409")]
    [InlineData("0xFFFFFFFF")]
    public async Task ExitCode_OfTheWorkload_IsOursAll32Bits(string code)
    {
        var result = await SkippingAsync("--", Published.WindowsPath(Published.Workload("exit-code")), code);
        var expected = code.StartsWith("0x", StringComparison.Ordinal)
            ? uint.Parse(code[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : uint.Parse(code, CultureInfo.InvariantCulture);
        Assert.Equal(expected, result.ExitCode);
    }

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

    [Fact]
    public async Task Arguments_OfAShellFormCmd_RunAsACommandLine()
    {
        var program = Published.WindowsPath(Published.Workload("echo-arguments"));
        var result = await Container.BootstrapRawAsync($"--mode awsvpc -- \"{program} a b\"");
        Assert.Equal($"{program} a b", Encoding.Unicode.GetString(result.StandardOutputBytes.Span));
    }

    [Fact]
    public async Task Streams_ThroughTheWorkload_StayBinary()
    {
        var bytes = new byte[1_000_000];
        new Random(1).NextBytes(bytes);
        var result = await Container.BootstrapAsync(
            new RunOptions { StandardInput = bytes }, "--mode", "awsvpc", "--", Published.WindowsPath(Published.Workload("copy")));
        Assert.Equal(0u, result.ExitCode);
        Assert.True(result.StandardOutputBytes.Span.SequenceEqual(bytes), $"{result.StandardOutputBytes.Length} bytes came back");
    }

    [Fact]
    public async Task Environment_OfTheWorkload_IsTheContainers()
    {
        var options = new RunOptions { Environment = new Dictionary<string, string> { ["A_VARIABLE"] = "ä value", ["BOOTSTRAP_MODE"] = "awsvpc" } };
        var direct = await Container.RunAsync(CommandLine.From(Published.Workload("print-environment")), options, TestContext.Current.CancellationToken);
        var behind = await Container.BootstrapAsync(options, "--", Published.WindowsPath(Published.Workload("print-environment")));
        Assert.Contains("A_VARIABLE=ä value", direct.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(direct.StandardOutput, behind.StandardOutput);
    }

    [Theory]
    [InlineData("nowhere.exe", "The workload 'nowhere.exe' was not found. Give its full path, or a name that is in the current folder or on PATH.")]
    [InlineData(@"C:\no\such\app.exe", @"The workload 'C:\no\such\app.exe' was not found. Give its full path, or a name that is in the current folder or on PATH.")]
    public async Task MissingProgram_Is127WithOneLine(string program, string line)
    {
        var result = await SkippingAsync("--", program);
        result.AssertOneLine(127, "err", line);
    }

    [Fact]
    public async Task ProgramThatIsNone_Is126WithTheWin32Code()
    {
        await File.WriteAllTextAsync(Container.ToLinuxPath(@"C:\sandbox\text.exe"), "this is no program", TestContext.Current.CancellationToken);
        var result = await SkippingAsync("--", @"C:\sandbox\text.exe");
        Assert.Equal(126u, result.ExitCode);
        Assert.Contains(@"bootstrap: err The workload 'C:\sandbox\text.exe' cannot be executed (Win32 error 193: ", result.StandardError, StringComparison.Ordinal);
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
    public async Task ProgramName_AsPeopleWriteIt_IsFound(string program)
    {
        var folder = Container.ToLinuxPath(@"C:\sandbox");
        Directory.CreateDirectory(Path.Combine(folder, "my tools"));
        File.Copy(Published.Workload("exit-code"), Path.Combine(folder, "my tools", "exit-code.exe"), overwrite: true);
        File.Copy(Published.Workload("exit-code"), Container.ToLinuxPath(@"C:\windows\on-path.exe"), overwrite: true);
        await File.WriteAllTextAsync(Path.Combine(folder, "batch.cmd"), "@exit %1\r\n", TestContext.Current.CancellationToken);
        var result = await Container.BootstrapAsync(new RunOptions { WorkingDirectory = folder }, "--mode", "awsvpc", "--", program, "4");
        Assert.True(result.ExitCode == 4, result.ToString());
    }

    [Fact]
    public async Task Killed_TheWorkloadsTreeDiesWithUs()
    {
        await using var container = await ContainerExtensions.StartAsync("fargate");
        var script = $"echo started& {Published.WindowsPath(Published.Workload("sleep"))} 60000";
        var running = container.Start(
            CommandLine.From(Published.Exe, "cmd", "/c", script), cancellation: TestContext.Current.CancellationToken);
        await running.WaitForOutputAsync("started", Patience);
        await container.WaitForProgramAsync("sleep.exe");

        await container.RunAsync("taskkill", "/f", "/im", "bootstrap.exe");

        await container.WaitForEndOfAsync("sleep.exe");
        await running.Completion;
    }

    [Fact]
    public async Task Ended_TheWorkloadsLeftoversEndToo()
    {
        await using var container = await ContainerExtensions.StartAsync("fargate");
        var result = await container.BootstrapAsync("cmd", "/c", $"start /b {Published.WindowsPath(Published.Workload("sleep"))} 60000& exit 8");
        Assert.Equal(8u, result.ExitCode);
        await container.WaitForEndOfAsync("sleep.exe");
    }

    private Task<RunResult> SkippingAsync(params string[] arguments) => Container.BootstrapAsync(["--mode", "awsvpc", "--log-level", "warning", .. arguments]);
}
