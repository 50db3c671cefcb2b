namespace Bootstrap.EndToEnd;

/// <summary>Which backend is used, and when: <c>--backend auto</c> and its fallback.</summary>
public class BackendTests
{
    [Fact]
    public async Task Auto_WhereWmiAnswers_UsesCimAndTakesThreeQueries()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        await MiTrace.StartAsync(container);
        var result = await container.BootstrapAsync("cmd", "/c", "exit");
        Assert.DoesNotContain("backend", result.StandardError, StringComparison.Ordinal);
        var calls = MiTrace.Calls(container);
        Assert.Equal(3, calls.Count(call => call.Contains("Session.QueryInstances", StringComparison.Ordinal)));
        Assert.Equal(2, calls.Count(call => call.Contains("Session.Invoke", StringComparison.Ordinal)));
        Assert.DoesNotContain(calls, call => call.Contains("Session.EnumerateInstances", StringComparison.Ordinal));
    }

    /// <summary>Nano Server.</summary>
    [Fact]
    [Quick]
    public async Task Auto_WithoutMi_FallsBackAndLogsWhy()
    {
        await using var container = await ContainerExtensions.StartAsync("no-wmi");
        var result = await container.BootstrapAsync("cmd", "/c", "exit", "4");
        Assert.Equal(4u, result.ExitCode);
        Assert.StartsWith(
            "bootstrap: inf backend iphelper instead of cim: Could not load MI's client library: Win32 error 126: Module not found.",
            result.StandardError, StringComparison.Ordinal
        );
        Assert.True(await container.ReachesCredentialsAsync());
        Assert.True(await container.ReachesMetadataAsync());
    }

    [Fact]
    public async Task Auto_WhenWmiHangs_FallsBackAfterTheBound()
    {
        await using var container = await ContainerExtensions.StartAsync("wmi-hangs");
        var result = await container.BootstrapAsync("cmd", "/c", "exit", "4");
        Assert.Equal(4u, result.ExitCode);
        Assert.Contains(
            "bootstrap: inf backend iphelper instead of cim: ", result.StandardError, StringComparison.Ordinal
        );
        Assert.True(await container.ReachesCredentialsAsync());
    }

    /// <summary>The query fails, or Create reports success without adding a route.</summary>
    [Theory]
    [InlineData("[fail]\nQueryInstances=1", "Could not read the routes: ")]
    [InlineData("[return]\nCreate=0", "Windows reported success, but 169.254.170.2/32 is not in the routing table.")]
    public async Task Auto_WhenWmiFails_FallsBack(string fault, string why)
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        await container.SetFaultsAsync("mi.ini", fault + "\n");
        var result = await container.BootstrapAsync("cmd", "/c", "exit", "4");
        Assert.Equal(4u, result.ExitCode);
        Assert.Contains(
            $"bootstrap: inf backend iphelper instead of cim: {why}", result.StandardError, StringComparison.Ordinal
        );
        Assert.True(await container.ReachesCredentialsAsync());
        Assert.True(await container.ReachesMetadataAsync());
    }

    /// <summary>
    /// WMI's permissions differ from those of routes, so IP Helper is tried too, and its result is final.
    /// </summary>
    [Fact]
    public async Task Auto_WhenAccessIsDenied_TriesIpHelperAndNamesTheRemedy()
    {
        await using var container = await ContainerExtensions.StartAsync("access-denied");
        var result = await container.BootstrapAsync("cmd", "/c", "exit");
        Assert.Equal(125u, result.ExitCode);
        Assert.Contains(
            "bootstrap: inf backend iphelper instead of cim: ", result.StandardError, StringComparison.Ordinal
        );
        Assert.Contains("CreateIpForwardEntry2: Win32 error 5", result.StandardError, StringComparison.Ordinal);
        Assert.Contains("USER ContainerAdministrator", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cim_WithoutMi_Is125AndReportsIt()
    {
        await using var container = await ContainerExtensions.StartAsync("no-wmi");
        var result = await container.BootstrapAsync("--backend", "cim", "cmd", "/c", "echo must not run");
        result.AssertOneLine(
            125, "err",
            "Could not load MI's client library: Win32 error 126: Module not found. This image has no mi.dll and no WMI, like Nano Server."
        );
    }

    /// <summary>Bootstrap unpacks nothing, so it needs no folder for temporary files and writes none.</summary>
    [Theory]
    [InlineData(@"Q:\nowhere")]
    [InlineData(@"C:\empty")]
    [InlineData("")]
    public async Task Cim_WithoutATemporaryFolder_WorksAndWritesNoFile(string folder)
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        Directory.CreateDirectory(container.ToLinuxPath(@"C:\empty"));
        await container.BootstrapAsync("--version");
        var before = Files(container);

        var result = await container.BootstrapAsync(
            new RunOptions { Environment = new Dictionary<string, string> { ["TEMP"] = folder, ["TMP"] = folder } },
            "--backend", "cim", "--", Published.WindowsPath(Published.Workload("exit-code")), "7");

        Assert.True(result.ExitCode == 7, result.ToString());
        Assert.Equal(before, Files(container));
        Assert.True(await container.ReachesCredentialsAsync());

        // Without the files that the sandbox writes for each program.
        static string[] Files(Container container) =>
            [
                .. Directory
                    .GetFiles(container.ToLinuxPath(@"C:\"), "*", SearchOption.AllDirectories)
                    .Where(file =>
                        !file.StartsWith(container.ToLinuxPath(@"C:\sandbox\programs"), StringComparison.Ordinal)
                    )
                    .Order(StringComparer.Ordinal),
            ];
    }

    [Fact]
    public async Task IpHelper_WhenChosen_NeverUsesMi()
    {
        await using var container = await ContainerExtensions.StartAsync("wmi-hangs");
        var result = await container.BootstrapAsync("--backend", "iphelper", "cmd", "/c", "exit");
        Assert.Equal(0u, result.ExitCode);
        Assert.DoesNotContain("cim", result.StandardError, StringComparison.Ordinal);
    }
}
