namespace Bootstrap.EndToEnd;

/// <summary>
/// <c>--service-environment</c> with a test service (sandbox/native/workloads/service.c) and Wine's service
/// control manager and registry. Wine does not give a service its registry value Environment: the service applies it
/// itself, as Windows does it for every service.
/// </summary>
public class ServiceTests
{
    private const string Uri = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
    private const string Value = Uri + "=/v2/credentials/5ec2e700-c4ed-4000-8000-000000000001";

    private static string Service => Published.Workload("service");

    [Fact]
    public async Task StoppedService_GetsTheTasksVariablesBesideItsOwn_AndASecondTimeChangesNothing()
    {
        await using var container = await StartAsync();
        await DoAsync(container, "install", "app");
        await DoAsync(
            container, "set", "app", "EXTRA_OWN=a=b", Uri.ToLowerInvariant() + "=/v2/credentials/another",
            "AWS_REGION=old"
        );

        var first = await container.BootstrapAsync("--service-environment", "app", "--", "cmd", "/c", "echo hello");
        var environment = await EnvironmentAsync(container, "app");
        var second = await container.BootstrapAsync("--service-environment", "app", "--", "cmd", "/c", "echo hello");
        await DoAsync(container, "start", "app");

        Assert.Equal("hello", first.StandardOutput.Trim());
        Assert.Contains(
            $"inf service app: set {Uri}, ECS_CONTAINER_METADATA_URI_V4, ECS_CONTAINER_METADATA_URI, ECS_AGENT_URI, AWS_EXECUTION_ENV; removed AWS_REGION",
            first.StandardError, StringComparison.Ordinal
        );
        Assert.Equal(["EXTRA_OWN=a=b", Value], environment[..2]);
        Assert.Equal(6, environment.Length);
        Assert.Contains(
            "inf service app: its environment is already correct", second.StandardError, StringComparison.Ordinal
        );
        Assert.DoesNotContain("restarted", second.StandardError, StringComparison.Ordinal);
        Assert.Equal(environment, await EnvironmentAsync(container, "app"));
        Assert.Superset(environment.ToHashSet(), Log(container, "app").ToHashSet());
    }

    /// <summary>
    /// Wine's EnumDependentServices finds none, so both are named, as with iis; the order and what is not named is
    /// shown by ServiceRestartTests.
    /// </summary>
    [Fact]
    public async Task RunningServices_AreRestarted_AndSeeTheVariables()
    {
        await using var container = await StartAsync();
        await DoAsync(container, "install", "base");
        await DoAsync(container, "install", "leaf", "--depends", "base", "--slow", "1500");
        await DoAsync(container, "install", "idle", "--depends", "base");
        await DoAsync(container, "start", "base");
        await DoAsync(container, "start", "leaf");

        var result = await container.BootstrapAsync(
            "--service-environment", "base,leaf,idle", "--", "cmd", "/c", "echo hello"
        );

        Assert.Equal(0u, result.ExitCode);
        Assert.Contains(
            "inf waiting for service leaf to stop, at most ", result.StandardError, StringComparison.Ordinal
        );
        Assert.Contains("inf restarted leaf, base", result.StandardError, StringComparison.Ordinal);
        foreach (var service in (string[])["base", "leaf"])
        {
            Assert.Equal(
                ["start", "stop", "start", Value],
                Log(container, service).Select(line => line.Split(' ')[0]).Take(4)
            );
        }

        Assert.Equal(
            ["4", "4", "1"],
            [
                await StateAsync(container, "base"), await StateAsync(container, "leaf"),
                await StateAsync(container, "idle"),
            ]
        );
    }

    [Fact]
    public async Task RunningService_WithRestartNo_IsLeftAloneUntilARestartIsAllowed()
    {
        await using var container = await StartAsync();
        await DoAsync(container, "install", "app");
        await DoAsync(container, "start", "app");

        var warned = await container.BootstrapAsync(
            "--service-environment", "app", "--service-restart", "no", "--", "cmd", "/c", "echo hello"
        );
        var check = await container.BootstrapAsync("check", "--service-environment", "app");
        var restarted = await container.BootstrapAsync("--service-environment", "app", "--", "cmd", "/c", "echo hello");

        Assert.Contains(
            "wrn service app is running and gets its variables only at its next start (--service-restart no)",
            warned.StandardError, StringComparison.Ordinal
        );
        Assert.Contains("app was started before its environment was set", Joined(check), StringComparison.Ordinal);
        Assert.Contains(
            "inf service app: its environment is already correct", restarted.StandardError, StringComparison.Ordinal
        );
        Assert.Contains("inf restarted app", restarted.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TaskWithoutARole_RemovesVariablesOfAnotherTaskAndLeavesNoEmptyValue()
    {
        var nat = Topology.Load("nat");
        await using var container = await StartAsync(
            nat with
            {
                Container = nat.Container with { Environment = new Dictionary<string, string>() },
            }
        );
        await DoAsync(container, "install", "app");
        await DoAsync(container, "set", "app", Uri + "=/v2/credentials/another");

        var check = await container.BootstrapAsync("check", "--service-environment", "app");
        var result = await container.BootstrapAsync("--service-environment", "app", "--", "cmd", "/c", "echo hello");

        Assert.Contains($"app has {Uri}, which this task does not have", Joined(check), StringComparison.Ordinal);
        Assert.Contains(
            "wrn no credentials variable is set in this task: these services get no credentials: app", result.StandardError,
            StringComparison.Ordinal
        );
        Assert.Contains($"inf service app: removed {Uri}", result.StandardError, StringComparison.Ordinal);
        Assert.Empty(await EnvironmentAsync(container, "app"));
    }

    [Fact]
    public async Task WhatCannotBe_IsALineEachWithTheNativeCode_AndOnFailureDecides()
    {
        await using var container = await StartAsync();
        await DoAsync(container, "install", "denied");
        await DoAsync(container, "deny", "denied");
        await DoAsync(container, "install", "typed");
        await container.RunAsync(
            "reg.exe", "add", @"HKLM\SYSTEM\CurrentControlSet\Services\typed", "/v", "Environment", "/t", "REG_SZ",
            "/d", "A=1", "/f"
        );
        await DoAsync(container, "install", "good");

        string[] services =
        [
            "--service-environment", "missing,denied", "--service-environment", "typed", "--service-environment",
            "good",
        ];
        var stopped = await container.BootstrapAsync([.. services, "--", "cmd", "/c", "echo hello"]);
        var continued = await container.BootstrapAsync([
            .. services, "--on-failure", "continue", "--", "cmd", "/c", "echo hello",
        ]);

        string[] failures =
        [
            "There is no Windows service 'missing' (Win32 error 1060). Check that it is installed in this image. Use its name, not its display name: sc query lists both.",
            "Could not change the environment of service denied: Win32 error 5: Access denied. Only an administrator may change services: put USER ContainerAdministrator into the Dockerfile.",
            @"The registry value Environment of service typed is of type 1, not 7 (REG_MULTI_SZ): it is not changed. Delete it in the Dockerfile: reg delete HKLM\SYSTEM\CurrentControlSet\Services\typed /v Environment /f",
        ];
        Assert.Equal(125u, stopped.ExitCode);
        Assert.Empty(stopped.StandardOutput);
        Assert.All(
            failures,
            failure => Assert.Contains($"bootstrap: err {failure}", stopped.StandardError, StringComparison.Ordinal)
        );
        Assert.Equal("hello", continued.StandardOutput.Trim());
        Assert.All(
            failures,
            failure => Assert.Contains($"bootstrap: wrn {failure}", continued.StandardError, StringComparison.Ordinal)
        );
        Assert.Equal(Value, (await EnvironmentAsync(container, "good"))[0]);
    }

    /// <summary>
    /// A container whose IIS has no variables of the task: <c>check</c> names the services, the image, and what to add.
    /// </summary>
    [Fact]
    public async Task Check_FindsIisWithoutAndWithTheTasksVariables()
    {
        await using var container = await StartAsync();
        await DoAsync(container, "install", "WAS");
        await DoAsync(container, "install", "W3SVC", "--depends", "WAS");
        await DoAsync(container, "set", "WAS", Uri + "=/v2/credentials/another");

        var before = Joined(await container.BootstrapAsync("check"));
        await container.BootstrapAsync("--service-environment", "iis", "--", "cmd", "/c", "echo hello");
        var after = Joined(await container.BootstrapAsync("check"));

        Assert.Contains("warn services ", before, StringComparison.Ordinal);
        Assert.Contains($"WAS has other values than the task for {Uri}; W3SVC lacks {Uri}, ", before, StringComparison.Ordinal);
        Assert.Contains("BOOTSTRAP_SERVICE_ENVIRONMENT (iis stands for WAS,W3SVC)", before, StringComparison.Ordinal);
        Assert.Contains("WAS, W3SVC: the task's variables are set", after, StringComparison.Ordinal);
    }

    /// <summary>
    /// <c>docker exec</c> and HEALTHCHECK start check without the variables that bootstrap sets for its workload.
    /// </summary>
    [Fact]
    public async Task Check_WithoutTheExportedVariable_DoesNotReportIt()
    {
        await using var container = await StartAsync();
        await DoAsync(container, "install", "app");
        var result = await container.BootstrapAsync(
            "--service-environment", "app", "--export-gateway", "DD_TRACE_AGENT_URL=http://{gateway}:8126",
            "--service-variable", "DD_TRACE_AGENT_URL", "--",
            "cmd", "/c", $"set DD_TRACE_AGENT_URL=&& {Published.WindowsPath(Published.Exe)} check");
        Assert.Equal(0u, result.ExitCode);
        Assert.Contains("pass services", Joined(result), StringComparison.Ordinal);
        Assert.Contains("DD_TRACE_AGENT_URL=http://172.30.0.1:8126", await EnvironmentAsync(container, "app"));
    }

    /// <summary>The token gives access to the credentials, so a service gets it only if it is named.</summary>
    [Fact]
    public async Task Token_GoesToAServiceOnlyWhenNamed()
    {
        await using var container = await StartAsync();
        await DoAsync(container, "install", "app");
        var options = new RunOptions
        {
            Environment = new Dictionary<string, string>
            {
                ["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "hush",
                ["EXTRA_X"] = "1",
                ["DOTNET_ENVIRONMENT"] = "Staging",
            },
        };

        await container.BootstrapAsync(options, "--service-environment", "app", "--", "cmd", "/c", "echo hello");
        var without = await EnvironmentAsync(container, "app");
        var named = await container.BootstrapAsync(
            options, "--service-environment", "app", "--service-variable",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN,DOTNET_ENVIRONMENT,extra_x", "--", "cmd", "/c", "echo hello"
        );
        var with = await EnvironmentAsync(container, "app");
        await container.BootstrapAsync(
            "--service-environment", "app", "--service-variable", "AWS_CONTAINER_AUTHORIZATION_TOKEN", "--", "cmd",
            "/c", "echo hello"
        );
        var later = await EnvironmentAsync(container, "app");

        Assert.DoesNotContain("AWS_CONTAINER_AUTHORIZATION_TOKEN=hush", without);
        Assert.Equal(["AWS_CONTAINER_AUTHORIZATION_TOKEN=hush", "DOTNET_ENVIRONMENT=Staging", "extra_x=1"], with[^3..]);
        Assert.DoesNotContain("hush", named.StandardError, StringComparison.Ordinal);
        Assert.Equal("extra_x=1", later[^1]);
    }

    private static Task<Container> StartAsync() => StartAsync(Topology.Load("nat"));

    /// <summary>Wine ends services when no other program runs, so a sleeping program keeps them.</summary>
    private static async Task<Container> StartAsync(Topology topology)
    {
        var container = await Container.StartAsync(topology, TestContext.Current.CancellationToken);
        var program = container.Start(
            CommandLine.From(Published.Workload("sleep"), ["600000"]),
            new RunOptions { Timeout = TimeSpan.FromMinutes(10) }
        );
        await program.WaitForOutputAsync("sleeping", TimeSpan.FromSeconds(60));
        return container;
    }

    private static async Task DoAsync(Container container, params string[] arguments)
    {
        var result = await container.RunAsync(Service, arguments);
        Assert.True(result.ExitCode == 0, $"service.exe {string.Join(' ', arguments)}: {result.StandardError}");
    }

    private static async Task<string> StateAsync(Container container, string service) =>
        (await container.RunAsync(Service, "state", service)).StandardOutput.Trim();

    /// <summary>The registry value's strings, read from a file, because output is searched for secrets.</summary>
    private static async Task<string[]> EnvironmentAsync(Container container, string service)
    {
        await DoAsync(container, "environment", service);
        return Lines(container, $"{service}.env");
    }

    private static string[] Log(Container container, string service) => Lines(container, $"{service}.log");

    private static string[] Lines(Container container, string file)
    {
        var path = container.ToLinuxPath($@"C:\sandbox\{file}");
        return File.Exists(path) ? File.ReadAllLines(path) : [];
    }

    private static string Joined(RunResult result) =>
        string.Join(' ', result.StandardOutput.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
