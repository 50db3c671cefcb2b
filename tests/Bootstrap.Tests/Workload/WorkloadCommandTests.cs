using Bootstrap.Logging;
using Bootstrap.Workload;

namespace Bootstrap.Tests.Workload;

public class WorkloadCommandTests
{
    [Theory]
    [InlineData("app.exe  \"a b\" ", @"C:\work\app.exe", "app.exe  \"a b\" ")]
    [InlineData("\"my app.exe\" x", @"C:\work\my app.exe", "\"my app.exe\" x")]
    [InlineData("\"my app.exe\"", @"C:\work\my app.exe", "\"my app.exe\"")]
    public void Resolve_OfAProgramThatIsThere_KeepsTheCommandLineVerbatim(
        string tail, string path, string commandLine
    ) => Assert.Equal(new WorkloadCommand(path, commandLine), WorkloadCommand.Resolve(tail, Lookup(path), System32));

    /// <summary>An exec-form ENTRYPOINT with a shell-form CMD arrives as one quoted argument.</summary>
    [Theory]
    [InlineData("\"app.exe a b\"", "app.exe a b")]
    [InlineData("\"app.exe \\\"a b\\\" c\"", "app.exe \"a b\" c")]
    [InlineData("\" app.exe a\"  ", "app.exe a")]
    public void Resolve_OfOneArgumentThatIsNoFile_RunsItAsACommandLine(string tail, string commandLine) =>
        Assert.Equal(
            new WorkloadCommand(@"C:\work\app.exe", commandLine),
            WorkloadCommand.Resolve(tail, Lookup(@"C:\work\app.exe"), System32)
        );

    [Theory]
    [InlineData("nowhere.exe a", "nowhere.exe")]
    [InlineData("\"nowhere.exe a\" b", "nowhere.exe a")]
    [InlineData("\"nowhere.exe a\"", "nowhere.exe")]
    // One path with blanks, in exec form (one quoted argument) or unquoted: the whole path, and no argument, which may
    // be a secret.
    [InlineData(@"""C:\Program Files\My App\app.exe""", @"C:\Program Files\My App\app.exe")]
    [InlineData(@"""C:\Program Files\My App\app.exe --key=abc""", @"C:\Program Files\My App\app.exe")]
    [InlineData(@"""C:\Program Files\My App\app""", @"C:\Program Files\My App\app")]
    [InlineData(@"C:\Program Files\My App\app.exe --key abc", @"C:\Program Files\My App\app.exe")]
    [InlineData(@"C:\Program Files\My App\app --key=a\b", @"C:\Program Files\My App\app")]
    [InlineData(@"C:\no\app.exe C:\data\key", @"C:\no\app.exe")]
    [InlineData(@"C:\no\app secret", @"C:\no\app")]
    [InlineData(@"""C:\Program Files\My App\app.exe"" x", @"C:\Program Files\My App\app.exe")]
    [InlineData("app --password=x", "app")]
    [InlineData("\"\"", "")]
    [InlineData("\"   \"", "")]
    public void Resolve_OfAMissingProgram_Is127AndNamesIt(string tail, string name)
    {
        var failure = Assert.Throws<BootstrapException>(() =>
            WorkloadCommand.Resolve(tail, Lookup(@"C:\work\app.exe"), System32)
        );
        Assert.Equal(ExitCode.NotFound, failure.ExitCode);
        Assert.Equal($"The workload '{name}' was not found (Win32 error 2).", failure.Message);
    }

    [Theory]
    [InlineData("nowhere", "Give the full path, or the name of a program in the current folder or in PATH.")]
    [InlineData(
        @"C:\no\app.exe",
        "Check that the image has a file with this path. A relative path starts in the current folder. In exec form (JSON) a backslash is written twice."
    )]
    [InlineData(
        "sub/app",
        "Check that the image has a file with this path. A relative path starts in the current folder. In exec form (JSON) a backslash is written twice."
    )]
    [InlineData("echo hello", "echo is a command of cmd.exe, not a program: use cmd /S /C \"echo ...\".")]
    [InlineData("\"SET A=b\"", "SET is a command of cmd.exe, not a program: use cmd /S /C \"SET ...\".")]
    [InlineData("call start.cmd", "call is a command of cmd.exe, not a program: use cmd /S /C \"call ...\".")]
    [InlineData("plan", "To use bootstrap's verb plan, put it before all options: bootstrap plan [OPTIONS].")]
    [InlineData("check", "To use bootstrap's verb check, put it before all options: bootstrap check [OPTIONS].")]
    public void Resolve_OfAMissingProgram_GivesTheHintThatFits(string tail, string hint) =>
        Assert.Equal(
            hint,
            Assert.Throws<BootstrapException>(() => WorkloadCommand.Resolve(tail, Lookup(), System32)).Hint
        );

    /// <summary>
    /// CreateProcess tries all readings of an unquoted path; bootstrap tries one, and its message asks for quotes.
    /// </summary>
    [Theory]
    [InlineData(@"C:\Program Files\My App\app.exe --key abc")]
    [InlineData(@"C:\Program Files\My App\app.exe")]
    [InlineData(@"""C:\Program Files\My App\app.exe --key abc""")]
    public void Resolve_OfAnUnquotedPathOfWhichALongerReadingIsAFile_AsksForQuotes(string tail)
    {
        var failure = Assert.Throws<BootstrapException>(() =>
            WorkloadCommand.Resolve(tail, Lookup(@"C:\Program Files\My App\app.exe"), System32)
        );
        Assert.Equal(ExitCode.NotFound, failure.ExitCode);
        Assert.Equal(
            @"The workload 'C:\Program Files\My App\app.exe' was not found: its path contains a space and is not in quotes, so it was read as 'C:\Program' (Win32 error 2).",
            failure.Message);
        Assert.Equal(@"Quote it: ""C:\Program Files\My App\app.exe"".", failure.Hint);
    }

    [Fact]
    public void Resolve_OfAFolder_Is126()
    {
        var failure = Assert.Throws<BootstrapException>(() => WorkloadCommand.Resolve("tools x", Lookup(), System32));
        Assert.Equal(
            (ExitCode.CannotExecute, "The workload 'tools' cannot be executed: it is a folder (Win32 error 5)."),
            (failure.ExitCode, failure.Message)
        );
    }

    private const string System32 = @"C:\Windows\System32";

    private static ProgramLookup Lookup(params string[] files) =>
        new(@"C:\work", null, null, System32, files.Contains, folder => folder == @"C:\work\tools");
}
