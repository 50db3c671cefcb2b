using Bootstrap.Logging;
using Bootstrap.Workload;

namespace Bootstrap.Tests.Workload;

public class WorkloadCommandTests
{
    [Theory]
    [InlineData("app.exe  \"a b\" ", @"C:\work\app.exe", "app.exe  \"a b\" ")]
    [InlineData("\"my app.exe\" x", @"C:\work\my app.exe", "\"my app.exe\" x")]
    [InlineData("\"my app.exe\"", @"C:\work\my app.exe", "\"my app.exe\"")]
    public void Resolve_OfAProgramThatIsThere_KeepsTheCommandLineVerbatim(string tail, string path, string commandLine) =>
        Assert.Equal(new WorkloadCommand(path, commandLine), WorkloadCommand.Resolve(tail, Lookup(path), System32));

    /// <summary>An exec-form ENTRYPOINT with a shell-form CMD arrives as one quoted argument.</summary>
    [Theory]
    [InlineData("\"app.exe a b\"", "app.exe a b")]
    [InlineData("\"app.exe \\\"a b\\\" c\"", "app.exe \"a b\" c")]
    [InlineData("\" app.exe a\"  ", "app.exe a")]
    public void Resolve_OfOneArgumentThatIsNoFile_RunsItAsACommandLine(string tail, string commandLine) =>
        Assert.Equal(new WorkloadCommand(@"C:\work\app.exe", commandLine), WorkloadCommand.Resolve(tail, Lookup(@"C:\work\app.exe"), System32));

    [Theory]
    [InlineData("nowhere.exe a", "nowhere.exe")]
    [InlineData("\"nowhere.exe a\" b", "nowhere.exe a")]
    [InlineData("\"nowhere.exe a\"", "nowhere.exe")]
    [InlineData("\"\"", "")]
    [InlineData("\"   \"", "")]
    public void Resolve_OfAMissingProgram_Is127AndNamesIt(string tail, string name)
    {
        var failure = Assert.Throws<BootstrapException>(() => WorkloadCommand.Resolve(tail, Lookup(@"C:\work\app.exe"), System32));
        Assert.Equal(ExitCode.NotFound, failure.ExitCode);
        Assert.Equal($"The workload '{name}' was not found (Win32 error 2).", failure.Message);
    }

    [Theory]
    [InlineData("nowhere", "Give its full path, or a name that is in the current folder or on PATH.")]
    [InlineData(@"C:\no\app.exe", "Is the file in the image, at this path? A relative path starts in the current folder; in exec form (JSON) a backslash is written twice.")]
    [InlineData("sub/app", "Is the file in the image, at this path? A relative path starts in the current folder; in exec form (JSON) a backslash is written twice.")]
    [InlineData("plan", "If bootstrap's own plan is meant: it comes before all options, bootstrap plan [OPTIONS].")]
    [InlineData("check", "If bootstrap's own check is meant: it comes before all options, bootstrap check [OPTIONS].")]
    public void Resolve_OfAMissingProgram_GivesTheHintThatFits(string tail, string hint) =>
        Assert.Equal(hint, Assert.Throws<BootstrapException>(() => WorkloadCommand.Resolve(tail, Lookup(), System32)).Hint);

    [Fact]
    public void Resolve_OfAFolder_Is126()
    {
        var failure = Assert.Throws<BootstrapException>(() => WorkloadCommand.Resolve("tools x", Lookup(), System32));
        Assert.Equal((ExitCode.CannotExecute, "The workload 'tools' cannot be executed: it is a folder (Win32 error 5)."), (failure.ExitCode, failure.Message));
    }

    private const string System32 = @"C:\Windows\System32";

    private static ProgramLookup Lookup(params string[] files) => new(@"C:\work", null, null, files.Contains, folder => folder == @"C:\work\tools");
}
