using Bootstrap.Logging;
using Bootstrap.Workload;

namespace Bootstrap.Tests.Workload;

public class StartFailureTests
{
    [Theory]
    [InlineData(
        @"C:\app\start.ps1",
        "Run a .ps1 file with PowerShell: powershell -File start.ps1 (pwsh if the image has it)."
    )]
    [InlineData(@"C:\app\web.dll", "A .dll file is not a program. Run a .NET assembly with dotnet: dotnet web.dll")]
    [InlineData(@"C:\app\App.JAR", "Run a .jar file with Java: java -jar App.JAR")]
    [InlineData(@"C:\app\main.py", "Run a .py file with Python: python main.py")]
    [InlineData(@"C:\app\server.js", "Run a .js file with Node.js: node server.js")]
    [InlineData(@"C:\app\setup.vbs", "Run a .vbs file with Windows Script Host: cscript //B setup.vbs")]
    [InlineData(@"C:\app\entrypoint.sh", "A .sh file needs a Unix shell, which Windows images do not have.")]
    [InlineData(
        @"C:\app\app.exe",
        "It is not a program for this Windows: check that it is a complete 64-bit Windows exe."
    )]
    public void Of_AFileThatIsNotAProgram_ReportsHowToRunIt(string path, string hint)
    {
        var failure = StartFailure.Of(new WorkloadCommand(path, path), "CreateProcess", 193);
        Assert.Equal((ExitCode.CannotExecute, hint), (failure.ExitCode, failure.Hint));
        Assert.StartsWith(
            $"The workload '{path}' cannot be executed (Win32 error 193: ", failure.Message, StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(2, ExitCode.NotFound)]
    [InlineData(3, ExitCode.NotFound)]
    [InlineData(5, ExitCode.CannotExecute)]
    [InlineData(216, ExitCode.CannotExecute)]
    [InlineData(740, ExitCode.CannotExecute)]
    [InlineData(1455, ExitCode.CannotExecute)]
    public void Of_AnError_HasItsExitCode(int error, int exitCode) =>
        Assert.Equal(
            exitCode, StartFailure.Of(new WorkloadCommand(@"C:\app.exe", "app"), "CreateProcess", error).ExitCode
        );

    [Fact]
    public void Of_AnotherCall_NamesIt() =>
        Assert.StartsWith(
            "The workload cannot be started: InitializeProcThreadAttributeList: Win32 error 8: ",
            StartFailure.Of(new WorkloadCommand(@"C:\app.exe", "app"), "InitializeProcThreadAttributeList", 8).Message,
            StringComparison.Ordinal
        );
}
