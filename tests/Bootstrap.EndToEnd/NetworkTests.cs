using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bootstrap.EndToEnd;

/// <summary>The routing table after a run in each topology, by MI/CIM.</summary>
public sealed class CimNetworkTests() : NetworkTests("cim");

/// <summary>The same, case for case, by IP Helper.</summary>
public sealed class IpHelperNetworkTests() : NetworkTests("iphelper");

/// <summary>
/// The routing table of a real kernel after a run of the published exe in each topology. Each backend passes the same
/// cases.
/// </summary>
public abstract class NetworkTests(string backend)
{
    private RunOptions Options { get; } =
        new() { Environment = new Dictionary<string, string> { ["BOOTSTRAP_BACKEND"] = backend } };

    private static readonly string[] BothRoutes =
    [
        "169.254.169.254/32 via 172.30.0.1 on vEthernet (Ethernet)",
        "169.254.170.2/32 via 172.30.0.1 on vEthernet (Ethernet)",
    ];

    [Fact]
    [Quick]
    public async Task Nat_BeforeAndAfter_BothEndpointsBecomeReachable()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        Assert.False(await container.ReachesCredentialsAsync());
        Assert.False(await container.ReachesMetadataAsync());

        var result = await container.BootstrapAsync(
            Options, "--", Published.WindowsPath(Published.Workload("http-get")), ContainerExtensions.CredentialsUrl
        );

        Assert.Equal(0u, result.ExitCode);
        Assert.Contains("\"RoleArn\"", result.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(BothRoutes, await container.LinkLocalRoutesAsync());
        Assert.True(await container.ReachesCredentialsAsync());
        Assert.True(await container.ReachesMetadataAsync());
    }

    [Fact]
    public async Task Nat_WithTheAwsSdk_GetsTheTaskRole()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var result = await container.BootstrapAsync(
            Options, "--", Published.WindowsPath(Published.SdkWorkload), "--exit-code", "42"
        );
        Assert.Equal(42u, result.ExitCode);
        Assert.Contains("GenericContainerCredentials", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("arn:aws:iam::", result.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("SANDBOX-SECRET", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nat_ASecondRun_KeepsBothRoutes()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        await container.BootstrapAsync(Options, "cmd", "/c", "exit");
        var table = await container.GetRoutesAsync();

        var second = await container.BootstrapAsync(Options, "cmd", "/c", "exit");

        Assert.Equal(0u, second.ExitCode);
        Assert.Contains(
            "route 169.254.170.2/32 via 172.30.0.1 on interface 2: already correct", second.StandardError,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "route 169.254.169.254/32 via 172.30.0.1 on interface 2: already correct", second.StandardError,
            StringComparison.Ordinal
        );
        Assert.Equal(table, await container.GetRoutesAsync());
    }

    [Fact]
    public async Task Nat_BootstrapInBootstrap_KeepsWhatTheOuterAdded()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var result = await container.BootstrapAsync(
            Options, "--", Published.WindowsPath(Published.Exe), "--", "cmd", "/c", "exit", "9"
        );
        Assert.Equal(9u, result.ExitCode);
        Assert.Equal(BothRoutes, await container.LinkLocalRoutesAsync());
    }

    [Fact]
    public async Task Nat_TwoAtTheSameTime_BothSucceed()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var both = await Task.WhenAll(
            container.BootstrapAsync(Options, "cmd", "/c", "exit"),
            container.BootstrapAsync(Options, "cmd", "/c", "exit")
        );
        Assert.All(both, result => Assert.Equal(0u, result.ExitCode));
        Assert.Equal(BothRoutes, await container.LinkLocalRoutesAsync());
    }

    [Fact]
    public async Task Nat_WithAnotherPrefix_RoutesThatOneAlone()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var result = await container.BootstrapAsync(
            Options, "--route", "eks-pod-identity", "--route", "169.254.169.0/24", "cmd", "/c", "exit"
        );
        Assert.Equal(0u, result.ExitCode);
        Assert.Equal(
            [
                "169.254.169.0/24 via 172.30.0.1 on vEthernet (Ethernet)",
                "169.254.170.23/32 via 172.30.0.1 on vEthernet (Ethernet)",
            ],
            await container.LinkLocalRoutesAsync()
        );
    }

    [Fact]
    public async Task Nat_TheRoutesMetric_IsNewNetRoutesDefault()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        await container.BootstrapAsync(Options, "cmd", "/c", "exit");
        Assert.All(
            (await container.GetRoutesAsync()).Where(route =>
                route.Destination.StartsWith("169.254.", StringComparison.Ordinal)
            ),
            route => Assert.Equal(256, route.RouteMetric)
        );
    }

    [Theory]
    [InlineData("awsvpc", "awsvpc: adapter 'vEthernet (")]
    [InlineData("fargate", "fargate: AWS_EXECUTION_ENV is AWS_ECS_FARGATE")]
    public async Task SkippedMode_LeavesTheTableUntouched(string topology, string line)
    {
        await using var container = await ContainerExtensions.StartAsync(topology);
        var before = await container.GetRoutesAsync();
        var result = await container.BootstrapAsync(Options, "cmd", "/c", "exit", "3");
        Assert.Equal(3u, result.ExitCode);
        Assert.StartsWith($"bootstrap: inf {line}", result.StandardError, StringComparison.Ordinal);
        Assert.Equal(before, await container.GetRoutesAsync());
    }

    [Fact]
    public async Task Awsvpc_TheWorkload_ReachesItsCredentials()
    {
        await using var container = await ContainerExtensions.StartAsync("awsvpc");
        var result = await container.BootstrapAsync(Options, "--", Published.WindowsPath(Published.SdkWorkload));
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    [Fact]
    public async Task Nat_WithModeAwsvpc_ReadsNothingAndAddsNothing()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var result = await container.BootstrapAsync(Options, "--mode", "awsvpc", "cmd", "/c", "exit");
        result.AssertOneLine(0, "inf", "awsvpc: --mode is awsvpc; the platform sets up the routes itself");
        Assert.Empty(await container.LinkLocalRoutesAsync());
    }

    [Fact]
    public async Task StaleRoute_IsReplaced()
    {
        await using var container = await ContainerExtensions.StartAsync("stale-route");
        Assert.NotEmpty((await container.LinkLocalRoutesAsync()).Except(BothRoutes));
        Assert.False(await container.ReachesCredentialsAsync());

        var result = await container.BootstrapAsync(Options, "cmd", "/c", "exit");

        Assert.Equal(0u, result.ExitCode);
        Assert.Contains(": replaced; it led to ", result.StandardError, StringComparison.Ordinal);
        Assert.Equal(BothRoutes, await container.LinkLocalRoutesAsync());
        Assert.True(await container.ReachesCredentialsAsync());
    }

    [Fact]
    public async Task LateNetwork_WaitsForItAndLogsItOnce()
    {
        await using var container = await ContainerExtensions.StartAsync("late-network");
        var result = await container.BootstrapAsync(Options, "cmd", "/c", "exit");
        Assert.Equal(0u, result.ExitCode);
        Assert.Single(
            Lines(result),
            line => line.Contains("waiting for a default route with a gateway, at most ", StringComparison.Ordinal)
        );
        Assert.Equal(BothRoutes, await container.LinkLocalRoutesAsync());
    }

    [Theory]
    [InlineData("two-gateways")]
    [InlineData("two-adapters")]
    public async Task SeveralWaysOut_TheBestOneIsTakenAndTheEndpointsAnswer(string topology)
    {
        await using var container = await ContainerExtensions.StartAsync(topology);
        var result = await container.BootstrapAsync(Options, "cmd", "/c", "exit");
        Assert.Equal(0u, result.ExitCode);
        Assert.True(await container.ReachesCredentialsAsync(), result.ToString());
    }

    [Fact]
    public async Task NoGateway_Is125WithOneLineAboutIt()
    {
        await using var container = await ContainerExtensions.StartAsync("no-gateway");
        var result = await container.BootstrapAsync(
            Options, "--network-timeout", "1s", "cmd", "/c", "echo must not run"
        );
        Assert.Equal(125u, result.ExitCode);
        Assert.Equal(string.Empty, result.StandardOutput);
        Assert.Equal(
            [
                "bootstrap: inf waiting for a default route with a gateway, at most N s",
                "bootstrap: err No default route with a gateway after 1 s. Adapters seen: 2 'vEthernet (Ethernet)'. In awsvpc mode the agent attaches the network up to three minutes after the start; otherwise check the host's HNS network.",
            ],
            LinesWithoutTheRest(result));
    }

    [Fact]
    public async Task NoGateway_WithOnFailureContinue_WarnsAndRunsTheWorkload()
    {
        await using var container = await ContainerExtensions.StartAsync("no-gateway");
        var result = await container.BootstrapAsync(
            Options, "--network-timeout", "0s", "--on-failure", "continue", "cmd", "/c", "exit", "5"
        );
        Assert.Equal(5u, result.ExitCode);
        Assert.Equal(
            [
                "bootstrap: wrn No default route with a gateway after 0 s. Adapters seen: 2 'vEthernet (Ethernet)'. In awsvpc mode the agent attaches the network up to three minutes after the start; otherwise check the host's HNS network.",
                "bootstrap: wrn the workload is started despite the failure (--on-failure continue)",
            ],
            Lines(result));
    }

    [Fact]
    public async Task NoGateway_WithContinueInTheVariable_NamesTheVariable()
    {
        await using var container = await ContainerExtensions.StartAsync("no-gateway");
        var options = Options with
        {
            Environment = new Dictionary<string, string>(Options.Environment) { ["BOOTSTRAP_ON_FAILURE"] = "continue" },
        };
        var result = await container.BootstrapAsync(options, "--network-timeout", "0s", "cmd", "/c", "exit", "5");
        Assert.Equal(5u, result.ExitCode);
        Assert.Equal(
            "bootstrap: wrn the workload is started despite the failure (BOOTSTRAP_ON_FAILURE continue)", Lines(result)[^1]
        );
    }

    [Fact]
    public async Task Nat_WithAGatewayOutsideItsSubnets_Is125AndReportsWhy()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var result = await container.BootstrapAsync(
            Options, "--gateway", "10.99.0.1", "--network-timeout", "1s", "cmd", "/c", "echo must not run"
        );
        Assert.Equal(125u, result.ExitCode);
        Assert.Equal(string.Empty, result.StandardOutput);
        Assert.EndsWith(
            " A gateway must be inside a subnet of its interface: check --gateway and --interface if they are set.",
            Lines(result)[^1], StringComparison.Ordinal
        );
        Assert.Empty(await container.LinkLocalRoutesAsync());
    }

    [Fact]
    public async Task Nat_WithAMissingInterface_NamesItAndListsTheOthers()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var result = await container.BootstrapAsync(Options, "--interface", "99", "--network-timeout", "1s", "cmd");
        Assert.Equal(125u, result.ExitCode);
        Assert.Equal(
            [
                "bootstrap: inf waiting for interface '99' (seen: 2 'vEthernet (Ethernet)'), at most N s",
                "bootstrap: err No interface '99' (seen: 2 'vEthernet (Ethernet)') after 1 s. Set --interface to the index or the alias of an existing interface.",
            ],
            LinesWithoutTheRest(result));
    }

    [Fact]
    public async Task NoGateway_WithGatewayAndInterface_AddsTheRoutes()
    {
        await using var container = await ContainerExtensions.StartAsync("no-gateway");
        var result = await container.BootstrapAsync(
            Options, "--gateway", "172.30.0.1", "--interface", "vEthernet (Ethernet)", "cmd", "/c", "exit"
        );
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(BothRoutes, await container.LinkLocalRoutesAsync());
    }

    [Fact]
    public async Task AccessDenied_Is125AndNamesTheUserToUse()
    {
        await using var container = await ContainerExtensions.StartAsync("access-denied");
        var result = await container.BootstrapAsync(Options, "cmd", "/c", "echo must not run");
        Assert.Equal(125u, result.ExitCode);
        Assert.Equal(string.Empty, result.StandardOutput);
        var error = Lines(result)[^1];
        Assert.StartsWith(
            "bootstrap: err Could not set up 169.254.170.2/32 and 169.254.169.254/32: ", error, StringComparison.Ordinal
        );
        Assert.Contains(
            backend == "cim"
                ? "MI result 2 AccessDenied, Windows System Error 5"
                : "CreateIpForwardEntry2: Win32 error 5: ",
            error, StringComparison.Ordinal
        );
        Assert.Contains("USER ContainerAdministrator", error, StringComparison.Ordinal);
        Assert.Empty(await container.LinkLocalRoutesAsync());
    }

    [Fact]
    public async Task PlanJson_InNat_IsTheContractsFormAndChangesNothing()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var result = await container.BootstrapAsync(Options, "plan", "--format", "json");
        Assert.Equal(0u, result.ExitCode);
        Assert.Equal(string.Empty, result.StandardError);

        using var plan = JsonDocument.Parse(result.StandardOutput);
        var root = plan.RootElement;
        Assert.Equal(
            ["version", "mode", "reason", "backend", "gateway", "interface", "routes", "warnings"],
            root.EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal(1, root.GetProperty("version").GetInt32());
        Assert.Equal("nat", root.GetProperty("mode").GetString());
        Assert.Equal(backend, root.GetProperty("backend").GetString());
        Assert.Equal("172.30.0.1", root.GetProperty("gateway").GetString());
        Assert.Equal(
            """{"index":2,"alias":"vEthernet (Ethernet)","description":"Hyper-V Virtual Ethernet Container Adapter"}""",
            Compact(root.GetProperty("interface"))
        );
        Assert.Equal(
            """[{"destination":"169.254.170.2/32","nextHop":"172.30.0.1","interfaceIndex":2,"action":"add","reason":"missing"},{"destination":"169.254.169.254/32","nextHop":"172.30.0.1","interfaceIndex":2,"action":"add","reason":"missing"}]""",
            Compact(root.GetProperty("routes")));
        Assert.Equal("[]", Compact(root.GetProperty("warnings")));
        Assert.Empty(await container.LinkLocalRoutesAsync());
    }

    [Theory]
    [InlineData("awsvpc", "awsvpc")]
    [InlineData("fargate", "fargate")]
    public async Task PlanJson_OfASkippedMode_HasNoRoutes(string topology, string mode)
    {
        await using var container = await ContainerExtensions.StartAsync(topology);
        using var plan = JsonDocument.Parse(
            (await container.BootstrapAsync(Options, "plan", "--format", "json")).StandardOutput
        );
        Assert.Equal(mode, plan.RootElement.GetProperty("mode").GetString());
        Assert.Equal(0, plan.RootElement.GetProperty("routes").GetArrayLength());
    }

    [Fact]
    public async Task Plan_WithoutAGateway_Is125() => await UsingAsync("no-gateway", async container =>
        Assert.Equal(125u, (await container.BootstrapAsync(Options, "plan", "--network-timeout", "0s")).ExitCode));

    private static async Task UsingAsync(string topology, Func<Container, Task> test)
    {
        await using var container = await ContainerExtensions.StartAsync(topology);
        await test(container);
    }

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);

    /// <summary>With N for the remaining time: on a busy machine it is less than the configured time.</summary>
    private static string[] LinesWithoutTheRest(RunResult result) =>
        [.. Lines(result).Select(line => Regex.Replace(line, "at most [0-9.]+ s$", "at most N s"))];

    private static string[] Lines(RunResult result) =>
        result.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
