using Bootstrap.Logging;
using Bootstrap.Workload;

namespace Bootstrap.Tests.Workload;

public class BatchFileTests
{
    private const string System32 = @"C:\Windows\System32";
    private const string Path = @"C:\my tools\run.cmd";

    [Theory]
    [InlineData("")]
    [InlineData(" a b")]
    [InlineData(" \"a b\"  c")]
    [InlineData(" \"a & b | c < d > e ^ f\"")]
    [InlineData(" (a) b=c,d;e !f!")]
    [InlineData(@" C:\folder\ ""C:\my folder""")]
    public void ToCommand_OfHarmlessArguments_PassesThemVerbatim(string arguments) => Assert.Equal(
        new WorkloadCommand(@"C:\Windows\System32\cmd.exe", $"cmd.exe /d /e:on /v:off /s /c \"\"{Path}\"{arguments}\""),
        BatchFile.ToCommand(Path, arguments, System32));

    /// <summary>The public vectors of CVE-2024-24576 and CVE-2024-43402, and the plain ones.</summary>
    [Theory]
    [InlineData(" a&calc.exe", "its arguments contain '&' outside quotes")]
    [InlineData(" a|calc.exe", "its arguments contain '|' outside quotes")]
    [InlineData(" a>file", "its arguments contain '>' outside quotes")]
    [InlineData(" a<file", "its arguments contain '<' outside quotes")]
    [InlineData(" a^&b", "its arguments contain '^' outside quotes")]
    [InlineData(" \"\\\"&calc.exe\"", "an argument contains a quote")]
    [InlineData(" \"a\\\"&calc.exe&rem \\\"\"", "an argument contains a quote")]
    [InlineData(" \"a\"\"&calc.exe&\"\"\"", "an argument contains a quote")]
    [InlineData(" %CMDCMDLINE:~-1%&calc.exe", "its arguments contain '%'")]
    [InlineData(" \"%PATH%\"", "its arguments contain '%'")]
    [InlineData(" a\ncalc.exe", "its arguments contain a line break")]
    [InlineData(" \"a\r\ncalc.exe\"", "its arguments contain a line break")]
    [InlineData(" \"unclosed", "its arguments contain a quote that is not closed")]
    public void ToCommand_OfArgumentsThatCmdWouldActOn_Is126AndNamesThem(string arguments, string danger)
    {
        var failure = Assert.Throws<BootstrapException>(() => BatchFile.ToCommand(Path, arguments, System32));
        Assert.Equal(ExitCode.CannotExecute, failure.ExitCode);
        Assert.Equal(
            $@"The workload 'C:\my tools\run.cmd' cannot be executed: {danger}, which cmd.exe would interpret instead of passing it to the batch file.",
            failure.Message
        );
    }

    [Fact]
    public void ToCommand_OfMoreThanCmdReads_Is126AndNamesTheLimit()
    {
        Assert.Equal(8191, BatchFile.ToCommand(Path, " " + new string('a', 8137), System32).CommandLine.Length);
        var failure = Assert.Throws<BootstrapException>(() =>
            BatchFile.ToCommand(Path, " " + new string('a', 8138), System32)
        );
        Assert.Equal(ExitCode.CannotExecute, failure.ExitCode);
        Assert.EndsWith(
            "cmd.exe reads 8191 characters at most, and path and arguments have 8192.", failure.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void ToCommand_OfAPathThatCmdWouldExpand_Is126() =>
        Assert.Throws<BootstrapException>(() => BatchFile.ToCommand(@"C:\%TEMP%\run.cmd", "", System32));

    [Theory]
    [InlineData(@"C:\a.bat", true)]
    [InlineData(@"C:\a.CMD", true)]
    [InlineData(@"C:\a.cmd.", true)]
    [InlineData(@"C:\a.cmd\.", true)]
    [InlineData(@"C:\a.cmd . ", true)]
    [InlineData(@"C:\a.exe", false)]
    [InlineData(@"C:\a.cmd\b.exe", false)]
    public void Is_ByTheExtension(string path, bool expected) => Assert.Equal(expected, BatchFile.Is(path));
}
