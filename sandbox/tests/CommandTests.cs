using System.Diagnostics;
using System.Globalization;

namespace Sandbox.Tests;

/// <summary>The command eng/sandbox.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sandbox-tests-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ExitStatus_IsTheLow8BitsAndTheFileHasAll32()
    {
        var file = Path.Combine(_folder, "code");

        var result = await RunAsync("", "--exit-code-file", file, "--", Workloads.File("exit-code"), "0xC000013A");

        Assert.Equal((0x3A, "", ""), result);
        Assert.Equal("0xC000013A\n", await File.ReadAllTextAsync(file, Cancellation));
    }

    [Fact]
    public async Task Program_WhenItCannotBeStarted_Gives127AndTheWin32Error()
    {
        var file = Path.Combine(_folder, "code");

        var (status, _, error) = await RunAsync("", "--exit-code-file", file, "--", "nowhere.exe");

        Assert.Equal(127, status);
        Assert.Equal("launch: cannot start: nowhere.exe (Win32 error 2)", error.Trim());
        Assert.Equal("error 2\n", await File.ReadAllTextAsync(file, Cancellation));
    }

    [Theory]
    [InlineData("/no/such/program.exe", "there is no program '/no/such/program.exe'", 2)]
    [InlineData("/usr/bin", "'/usr/bin' is a folder", 5)]
    [InlineData("/etc/passwd", "'/etc/passwd' is no Windows program", 193)]
    public async Task Program_WhenThePathIsWrong_ReportsItInOneLine(string program, string expected, int code)
    {
        var file = Path.Combine(_folder, "code");

        var (status, output, error) = await RunAsync("", "--exit-code-file", file, "--", program);

        Assert.Equal((127, ""), (status, output));
        Assert.StartsWith("sandbox: " + expected, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
        Assert.Equal($"error {code}\n", await File.ReadAllTextAsync(file, Cancellation));
    }

    [Fact]
    public async Task Program_WhenNothingWasBuilt_NamesTheBuildCommand()
    {
        var (_, _, error) = await RunAsync(
            "", "--", Path.Combine(Repository.Root, "artifacts", "win-x64", "nothing.exe")
        );

        Assert.Contains("'./build publish' makes it", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WorkingCopy_WhenItCannotBeWritten_ReportsIt()
    {
        var (status, _, error) = await RunShellAsync($"""
            exec unshare --mount bash -ec 'mount --bind "$0" "$0"; mount -o remount,bind,ro "$0"; exec {Repository.Command} -- cmd' {Repository.NativeOutput}
            """);

        Assert.Equal(125, status);
        Assert.Contains("cannot write in " + Repository.NativeOutput, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public async Task Run_LeavesNothingInTmpButWinesFolder()
    {
        // A private /tmp, because other processes use the machine's. The working copy stays visible if it is below
        // /tmp.
        var (status, output, error) = await RunShellAsync($$"""
            exec unshare --mount bash -ec '
                mount --bind "$0" /mnt; mount -t tmpfs -o mode=1777 tmpfs /tmp; mkdir -p "$0"; mount --move /mnt "$0"
                cd /; ls -A /tmp; echo before; {{Repository.Command}} -- cmd /c exit 0; ls -A /tmp' {{Repository.Root}}
            """);

        Assert.Equal((0, ""), (status, error));
        var (before, after) = output.Split("before\n") is [var first, var second] ? (first, second) : ("", output);
        Assert.Equal([".wine-0"], after.Split('\n', StringSplitOptions.RemoveEmptyEntries).Except(before.Split('\n')));
    }

    [Fact]
    public async Task Streams_BelongToTheProgram()
    {
        var result = await RunAsync("one\ntwo\r\n", "--topology", "awsvpc", "--", Workloads.File("copy"));

        Assert.Equal(0, result.Status);
        Assert.Equal("one\ntwo\r\n", result.Output);
        Assert.Equal("9 bytes", result.Error.Trim());
    }

    [Fact]
    public async Task ClosedStandardInput_IsEmpty()
    {
        var (status, _, error) = await RunShellAsync($"exec {Repository.Command} -- {Workloads.File("copy")} <&-");

        Assert.Equal(0, status);
        Assert.Equal("0 bytes", error.Trim());
    }

    [Fact]
    public async Task Environment_TakesOnlyWhatIsGiven()
    {
        var (_, output, _) = await RunShellAsync(
            $"AWS_REGION=developer BOOTSTRAP_MODE=developer DOTNET_X=developer {Repository.Command} --env GIVEN=a=b -- {Workloads.File("print-environment")}"
        );

        Assert.Contains("GIVEN=a=b", output, StringComparison.Ordinal);
        Assert.DoesNotContain("developer", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sandbox_FromAnyFolder_Runs()
    {
        var (status, output, error) = await RunShellAsync($"cd {_folder} && {Repository.Command} -- cmd /c cd");

        Assert.Equal((0, ""), (status, error));
        Assert.Equal("Z:" + _folder.Replace('/', '\\'), output.Trim());
    }

    [Theory]
    [InlineData("no program")]
    [InlineData("after '--'", "--")]
    [InlineData("'--nothing'", "--nothing", "--", "x.exe")]
    [InlineData("NAME=VALUE", "--env", "x", "--", "x.exe")]
    [InlineData("no topology 'nut'", "--topology", "nut", "--", "x.exe")]
    [InlineData("there is no folder", "--exit-code-file", "no/where/code", "--", "x.exe")]
    [InlineData("is a folder", "--exit-code-file", "/", "--", "x.exe")]
    public async Task Usage_WhenWrong_IsReportedInOneLine(string expected, params string[] arguments)
    {
        var (status, output, error) = await RunAsync("", arguments);

        Assert.Equal((2, ""), (status, output));
        Assert.StartsWith("sandbox: ", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public async Task End_LeavesNothing()
    {
        var (_, output, _) = await RunAsync("", "--", "cmd", "/c", "set WINECONFIGDIR");

        var container = output.Trim().Split('\\')[^1];
        await AssertNothingLeftAsync(container, folders: true);
    }

    [Fact]
    public async Task Term_LeavesNothing()
    {
        using var process = Start(Repository.Command, "--", Workloads.File("sleep"), "600000");
        var container = await RunningContainerAsync(process);

        await SendAsync("TERM", process.Id);
        await process.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromMinutes(2), Cancellation);

        Assert.Equal(128 + 15, process.ExitCode);
        await AssertNothingLeftAsync(container, folders: true);
    }

    [Fact]
    public async Task Interrupt_BeforeTheProgramRuns_EndsTheStart()
    {
        // Before it creates its container, it tries the locks of all others and briefly holds those of ended ones.
        string[] others = [.. Directory.GetFiles(Path.Combine(Repository.NativeOutput, "containers"), "*.lock")];
        using var process = Start(Repository.Command, "--", Workloads.File("sleep"), "600000");
        process.StandardInput.Close();
        while (Locks(process).Except(others).Any() is false)
        {
            await Task.Delay(10, Cancellation);
        }

        var container = Path.GetFileNameWithoutExtension(Locks(process).Except(others).Single());
        await SendAsync("INT", process.Id);
        await process.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromMinutes(2), Cancellation);

        Assert.Equal(128 + 2, process.ExitCode);
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync(Cancellation));
        await AssertNothingLeftAsync(container, folders: true);
    }

    [Fact]
    public async Task SecondInterrupt_LeavesNothing()
    {
        using var process = Start(Repository.Command, "--", Workloads.File("sleep"), "600000");
        var container = await RunningContainerAsync(process);

        await SendAsync("INT", process.Id);
        await Task.Delay(500, Cancellation);
        Assert.False(process.HasExited, "the first one is the program's");
        await SendAsync("INT", process.Id);
        await process.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromMinutes(2), Cancellation);

        Assert.Equal(128 + 2, process.ExitCode);
        await AssertNothingLeftAsync(container, folders: true);
    }

    [Fact]
    public async Task Kill_LeavesNothingThatRuns_AndTheNextStartTidiesUp()
    {
        using var process = Start(Repository.Command, "--", Workloads.File("sleep"), "600000");
        var container = await RunningContainerAsync(process);

        process.Kill();
        await process.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromMinutes(2), Cancellation);
        await AssertNothingLeftAsync(container, folders: false);

        await RunAsync("", "--", Workloads.File("exit-code"), "0");
        await AssertNothingLeftAsync(container, folders: true);
    }

    /// <summary>
    /// Starts it as from a terminal. A shell's background jobs ignore Ctrl-C, and all their children inherit that.
    /// </summary>
    private static Process Start(params string[] command) =>
        Process.Start(Tool.Describe(["env", "--default-signal=INT", "--default-signal=QUIT", .. command]))!;

    private static Task<(int Status, string Output, string Error)> RunAsync(string input, params string[] arguments) =>
        EndAsync(Start([Repository.Command, .. arguments]), input);

    private static Task<(int Status, string Output, string Error)> RunShellAsync(string script) =>
        EndAsync(Start("bash", "-c", script), "");

    private static async Task<(int Status, string Output, string Error)> EndAsync(Process started, string input)
    {
        using var process = started;
        var output = process.StandardOutput.ReadToEndAsync(Cancellation);
        var error = process.StandardError.ReadToEndAsync(Cancellation);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromMinutes(2), Cancellation);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Waits until the program in the sandbox runs; returns the name of the container's folder.</summary>
    private static async Task<string> RunningContainerAsync(Process process)
    {
        process.StandardInput.Close();
        Assert.Equal("sleeping", (await process.StandardOutput.ReadLineAsync(Cancellation))?.Trim());

        // eng/sandbox replaces itself by the sandbox (exec), whose lock names the container.
        return Path.GetFileNameWithoutExtension(Assert.Single(Locks(process)));
    }

    /// <summary>The container locks that the process holds, without those that it only opens to try them.</summary>
    private static List<string> Locks(Process process) =>
        [
            .. Directory
                .GetFiles($"/proc/{process.Id}/fd")
                .Select(file => (File: file, Target: new FileInfo(file).LinkTarget ?? ""))
                .Where(open =>
                    open.Target.EndsWith(".lock", StringComparison.Ordinal)
                    && open.Target.Contains("/containers/", StringComparison.Ordinal)
                )
                .Where(open => HasLock($"/proc/{process.Id}/fdinfo/{Path.GetFileName(open.File)}"))
                .Select(open => open.Target),
        ];

    private static bool HasLock(string descriptor)
    {
        try
        {
            return File.ReadLines(descriptor).Any(line => line.StartsWith("lock:", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            // The descriptor was closed meanwhile.
            return false;
        }
    }

    private static async Task SendAsync(string signal, int process) =>
        await Tool.RunAsync(["kill", "-s", signal, process.ToString(CultureInfo.InvariantCulture)]);

    private static async Task AssertNothingLeftAsync(string container, bool folders)
    {
        // The kernel ends a process namespace asynchronously.
        var left = new List<string>();
        for (var i = 0; i < 600; i++)
        {
            left = [.. Processes(container), .. Mounts(container)];
            if (left.Count == 0)
            {
                break;
            }

            await Task.Delay(50, Cancellation);
        }

        Assert.Empty(left);
        if (folders)
        {
            Assert.DoesNotContain(
                Directory.GetFileSystemEntries(Path.Combine(Repository.NativeOutput, "containers")),
                entry => entry.Contains(container, StringComparison.Ordinal));
        }
    }

    private static IEnumerable<string> Mounts(string container) =>
        File.ReadLines("/proc/self/mountinfo")
            .Where(line =>
                line.Contains("/.wine-", StringComparison.Ordinal) || line.Contains(container, StringComparison.Ordinal)
            );

    private static IEnumerable<string> Processes(string container)
    {
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            string environment;
            try
            {
                environment = File.ReadAllText(Path.Combine(folder, "environ"));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            if (environment.Contains(container, StringComparison.Ordinal))
            {
                yield return folder;
            }
        }
    }
}
