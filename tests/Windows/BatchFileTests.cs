using System.Text;

namespace Bootstrap.WindowsTests;

/// <summary>Batch files run by Microsoft's cmd.exe, with the cases of the unit tests of the same name.</summary>
public sealed class BatchFileTests : IDisposable
{
    private const string Skipping = "--mode awsvpc --log-level warning --";

    private readonly string _folder = Directory.CreateTempSubdirectory("bootstrap-checks-").FullName;

    private string Batch => Path.Combine(_folder, "show arguments.cmd");

    private string Proof => Path.Combine(_folder, "proof");

    [WindowsTheory]
    [InlineData("")]
    [InlineData(" a b")]
    [InlineData(" \"a b\"  c")]
    [InlineData(" \"a & b | c < d > e ^ f\"")]
    [InlineData(" (a) b=c,d;e !f!")]
    [InlineData(@" C:\folder\ ""C:\my folder""")]
    public async Task HarmlessArguments_ReachAProgramBehindTheBatchFile(string arguments)
    {
        await File.WriteAllTextAsync(
            Batch, $"@\"{Programs.Workload}\" echo %*\r\n@exit 3\r\n", Encoding.ASCII,
            TestContext.Current.CancellationToken
        );
        var result = await Programs.BootstrapAsync($"{Skipping} \"{Batch}\"{arguments}");
        Assert.True(result is { ExitCode: 3, Error: "" }, result.ToString());

        // %* is the text after the batch file's name, without leading spaces.
        Assert.Equal(arguments.Trim(), Encoding.Unicode.GetString(result.OutputBytes).Split(" echo ", 2)[^1].Trim());
    }

    /// <summary>
    /// If cmd.exe acted on one of these arguments, it would create a file. None is created; the batch file does not
    /// run.
    /// </summary>
    [WindowsTheory]
    [InlineData(" a&echo x>{0}")]
    [InlineData(" a|echo x>{0}")]
    [InlineData(" a>{0}")]
    [InlineData(" a^&echo x>{0}")]
    [InlineData(" \"\\\"&echo x>{0}\"")]
    [InlineData(" \"a\\\"&echo x>{0}&rem \\\"\"")]
    [InlineData(" \"a\"\"&echo x>{0}&\"\"\"")]
    [InlineData(" %CMDCMDLINE:~-1%&echo x>{0}")]
    [InlineData(" \"%PATH%\"")]
    [InlineData(" a\necho x>{0}")]
    [InlineData(" \"unclosed")]
    public async Task DangerousArguments_Are126AndNothingIsRun(string arguments)
    {
        await File.WriteAllTextAsync(
            Batch, $"@echo ran>\"{Proof}\"\r\n", Encoding.ASCII, TestContext.Current.CancellationToken
        );
        var result = await Programs.BootstrapAsync(
            $"{Skipping} \"{Batch}\"{arguments.Replace("{0}", Proof, StringComparison.Ordinal)}"
        );
        Assert.Equal((126u, string.Empty), (result.ExitCode, result.Output));
        Assert.Contains(
            "which cmd.exe would interpret instead of passing it to the batch file", result.Error, StringComparison.Ordinal
        );
        Assert.False(File.Exists(Proof));
    }

    /// <summary>
    /// Windows strips trailing dots and spaces (CVE-2024-43402), so such a name still means the batch file.
    /// </summary>
    [WindowsTheory]
    [InlineData(".")]
    [InlineData(" ")]
    [InlineData(" . ")]
    public async Task BatchFile_WithTrailingDotsAndSpaces_IsStillABatchFile(string end)
    {
        await File.WriteAllTextAsync(Batch, "@exit 3\r\n", Encoding.ASCII, TestContext.Current.CancellationToken);
        var result = await Programs.BootstrapAsync($"{Skipping} \"{Batch}{end}\" a&b");
        Assert.Contains(result.ExitCode, new uint[] { 126, 127 });
        Assert.Equal(string.Empty, result.Output);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
