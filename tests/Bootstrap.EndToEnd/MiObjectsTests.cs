namespace Bootstrap.EndToEnd;

/// <summary>
/// Our MI client leaves no object in mi.dll after any failure. The stand-in counts its objects, and writes the number
/// when an application is closed and when the process ends.
/// </summary>
public sealed class MiObjectsTests
{
    private const string Nothing = "live applications=0 instances=0 operations=0 sessions=0 options=0";

    /// <summary>
    /// A session that could not be opened is closed before its failure is reported. The last call to mi.dll shows that,
    /// because a run ends without unloading DLLs.
    /// </summary>
    [Theory]
    [InlineData("Initialize=1", "none=0", "Instance.Delete(MSFT_WmiError) = OK")]
    [InlineData("Initialize=1", "none=1", "MI_Application_InitializeV1(0, (null)) = FAILED")]
    [InlineData("NewSession=2", "none=0", $"application closed: {Nothing}")]
    [InlineData("NewSession=2", "none=1", $"application closed: {Nothing}")]
    [InlineData("NewOperationOptions=27", "none=0", $"application closed: {Nothing}")]
    [InlineData("SetInterval=4", "none=0", $"application closed: {Nothing}")]
    public async Task SessionThatCannotBeOpened_LeavesNothing(string fault, string details, string lastCall)
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        await MiTrace.StartAsync(container, $"[fail]\n{fault}\n[details]\n{details}\n");

        var result = await container.BootstrapAsync(
            "--backend", "cim", "--network-timeout", "0s", "--", "cmd", "/c", "exit", "7"
        );

        Assert.True(result.ExitCode == 125, result.ToString());
        Assert.Contains($"(MI result {fault.Split('=')[1]} ", result.StandardError, StringComparison.Ordinal);
        Assert.Equal(lastCall, MiTrace.Calls(container)[^1]);
    }

    /// <summary>With a stale route in the table a run reads, adds, confirms and removes.</summary>
    [Theory]
    [InlineData("[fail]\nRow=1\n")]
    [InlineData("[fail]\nQueryInstances=1\n")]
    [InlineData("[fail]\nQueryInstances=2\n[details]\nnone=1\n")]
    [InlineData("[fail]\nNewInstance=27\n")]
    [InlineData("[fail]\nAddElement=4\n")]
    [InlineData("[fail]\nInvoke=1\n")]
    [InlineData("[return]\nCreate=87\n")]
    [InlineData("[fail]\nDeleteInstance=1\n")]
    [InlineData("[hang]\nInvoke=9600\n")]
    [InlineData("")]
    public async Task Run_AfterAnyFailure_LeavesNothingAfterDispose(string faults)
    {
        await using var container = await ContainerExtensions.StartAsync("stale-route");
        await MiTrace.StartAsync(container, faults);
        var running = container.Start(
            CommandLine.From(
                Published.Exe, "--on-failure", "continue", "--network-timeout", "0s", "--",
                Published.WindowsPath(Published.Workload("sleep")), "600000"
            ),
            cancellation: TestContext.Current.CancellationToken
        );

        await container.WaitForProgramAsync("sleep.exe");
        IReadOnlyList<string> calls = [];
        for (
            var attempt = 0;
            attempt < 300 && !calls.Any(call => call.StartsWith("application closed: ", StringComparison.Ordinal));
            attempt++
        )
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            calls = MiTrace.Calls(container);
        }

        await running.KillAsync();
        Assert.Equal($"application closed: {Nothing}", calls[^1]);
        Assert.DoesNotContain(
            calls,
            call =>
                call.StartsWith("Operation.Close", StringComparison.Ordinal)
                && call.EndsWith("FAILED", StringComparison.Ordinal)
        );
        Assert.Single(MiTrace.Threads(container, line => !line.EndsWith("mi.dll loaded", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[fail]\nInitialize=1\n")]
    [InlineData("[fail]\nInitialize=1\n[details]\nnone=1\n")]
    [InlineData("[fail]\nNewSession=2\n")]
    [InlineData("[fail]\nSetInterval=4\n")]
    [InlineData("[fail]\nRow=1\n")]
    public async Task ThousandSessions_LeaveNothing(string faults)
    {
        Assert.SkipUnless(File.Exists(Published.MiSoak), "mi-soak.exe is made by ./build test --full");
        await using var container = await ContainerExtensions.StartAsync("nat");
        await MiTrace.StartAsync(container, faults);

        var result = await container.RunAsync(Published.MiSoak, "1000");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(
            faults.Length == 0 ? "1000 sessions, 0 failures" : "1000 sessions, 1000 failures",
            result.StandardOutput.Trim()
        );
        Assert.Equal($"process ends: {Nothing}", MiTrace.Calls(container)[^1]);
    }
}
