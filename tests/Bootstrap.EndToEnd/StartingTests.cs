namespace Bootstrap.EndToEnd;

/// <summary>Starts of the workload by MI/CIM in unusual networks.</summary>
public sealed class CimStartingTests() : StartingTests("cim");

/// <summary>The same, case for case, by IP Helper.</summary>
public sealed class IpHelperStartingTests() : StartingTests("iphelper");

/// <summary>
/// Starts of the workload in unusual networks. Each backend passes the same cases.
/// </summary>
public abstract class StartingTests(string backend)
{
    private const string Adapter =
        """{ "device": "eth0", "alias": "vEthernet (Ethernet)", "addresses": ["172.30.12.34/20"], "hostAddresses": ["172.30.0.1/20"] }""";
    private const string Second =
        """{ "device": "eth1", "alias": "Ethernet 2", "addresses": ["172.31.12.34/20"], "hostAddresses": ["172.31.0.1/20"] }""";
    private const string Default = """{ "destination": "0.0.0.0/0", "nextHop": "172.30.0.1", "device": "eth0" }""";

    [Fact]
    public async Task AddressThatIsTentativeAtFirst_IsWaitedFor()
    {
        var result = await RunAsync(
            [
                Adapter.Replace(
                    "\"addresses\"",
                    "\"addressState\": \"tentative\", \"addressStateUntilMilliseconds\": 2500, \"addresses\"",
                    StringComparison.Ordinal
                ),
            ],
            [Default]
        );
        Assert.Equal(7u, result.ExitCode);
        Assert.Contains(
            "waiting for an IPv4 address: interface 2 'vEthernet (Ethernet)' has no usable IPv4 address: 172.30.12.34/20 (tentative), at most 10 s",
            result.StandardError, StringComparison.Ordinal
        );
        Assert.DoesNotContain("wrn", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddressThatIsDuplicate_IsAWarningAndTheWorkloadStarts()
    {
        var result = await RunAsync(
            [
                Adapter.Replace(
                    "\"addresses\"", "\"addressState\": \"duplicate\", \"addresses\"", StringComparison.Ordinal
                ),
            ],
            [Default]
        );
        Assert.Equal(7u, result.ExitCode);
        Assert.Contains(
            "wrn interface 2 'vEthernet (Ethernet)' has no usable IPv4 address: 172.30.12.34/20 (duplicate), after 10 s",
            result.StandardError, StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task AddressThatIsDeprecated_IsGoodEnough()
    {
        var result = await RunAsync(
            [
                Adapter.Replace(
                    "\"addresses\"", "\"addressState\": \"deprecated\", \"addresses\"", StringComparison.Ordinal
                ),
            ],
            [Default]
        );
        Assert.Equal(7u, result.ExitCode);
        Assert.DoesNotContain("waiting", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoMetricOfOneInterface_RanksItLast()
    {
        var result = await RunAsync(
            [
                Adapter,
                Second.Replace(
                    "\"addresses\"",
                    "\"metricReadable\": false, \"interfaceMetric\": 1, \"addresses\"",
                    StringComparison.Ordinal
                ),
            ],
            [Default, """{ "destination": "0.0.0.0/0", "nextHop": "172.31.0.1", "device": "eth1" }"""]
        );
        Assert.Equal(7u, result.ExitCode);
        Assert.Contains("default route via 172.30.0.1 on interface 2", result.StandardError, StringComparison.Ordinal);
        Assert.Contains(
            "wrn the metric of the default route via 172.31.0.1 on interface 3 could not be read, so it ranks last",
            result.StandardError, StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task TwoDefaultRoutesOfEqualRank_AreNamed()
    {
        var result = await RunAsync(
            [Adapter, Second],
            [Default, """{ "destination": "0.0.0.0/0", "nextHop": "172.31.0.1", "device": "eth1" }"""]
        );
        Assert.Equal(7u, result.ExitCode);
        Assert.Contains(
            "wrn the default route via 172.31.0.1 on interface 3 has the same rank", result.StandardError,
            StringComparison.Ordinal
        );
        Assert.Contains("--interface", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnLinkCredentialsRouteBesideADefaultRoute_IsOutrankedAndASecondRunChangesNothing()
    {
        await using var container = await StartAsync(
            [Adapter],
            [Default, """{ "destination": "169.254.170.2/32", "device": "eth0", "routeMetric": 256 }"""]
        );
        var first = await container.BootstrapAsync("--backend", backend, "cmd", "/c", "exit", "7");
        Assert.Equal(7u, first.ExitCode);
        Assert.Contains(
            "wrn 169.254.170.2/32 on-link on interface 2 is stale", first.StandardError, StringComparison.Ordinal
        );
        Assert.True(await container.ReachesCredentialsAsync());
        var table = await container.GetRoutesAsync();

        var second = await container.BootstrapAsync("--backend", backend, "cmd", "/c", "exit", "7");
        Assert.Equal(7u, second.ExitCode);
        Assert.Contains(
            "route 169.254.170.2/32 via 172.30.0.1 on interface 2: already correct", second.StandardError,
            StringComparison.Ordinal
        );
        Assert.Equal(table, await container.GetRoutesAsync());
    }

    /// <summary>The right route exists already, but another one has precedence.</summary>
    [Fact]
    public async Task OursThatLosesToAnOnLinkRoute_GetsALowerMetric()
    {
        await using var container = await StartAsync(
            [Adapter],
            [
                Default,
                """{ "destination": "169.254.170.2/32", "device": "eth0", "routeMetric": 200 }""",
                """{ "destination": "169.254.170.2/32", "nextHop": "172.30.0.1", "device": "eth0", "routeMetric": 256 }""",
            ]);
        Assert.False(await container.ReachesCredentialsAsync());
        var result = await container.BootstrapAsync("--backend", backend, "cmd", "/c", "exit", "7");
        Assert.Equal(7u, result.ExitCode);
        Assert.Contains(
            "route 169.254.170.2/32 via 172.30.0.1 on interface 2: set up with metric 199", result.StandardError,
            StringComparison.Ordinal
        );
        Assert.True(await container.ReachesCredentialsAsync());
    }

    [Fact]
    public async Task NoNetworkAndNoRole_IsAWarningAndTheWorkloadStarts()
    {
        var result = await RunAsync(
            [Adapter],
            [],
            environment: """{ "AWS_EXECUTION_ENV": "AWS_ECS_EC2" }""",
            options: ["--network-timeout", "1s"]
        );
        Assert.Equal(7u, result.ExitCode);
        Assert.Contains(
            "wrn No default route with a gateway after 1 s.", result.StandardError, StringComparison.Ordinal
        );
        Assert.Contains("wrn the workload starts without routes", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NetworkThatCannotBeReadAndNoRole_IsAWarningAndTheWorkloadStarts()
    {
        const string faults = """
            "management": { "faults": { "fail": { "QueryInstances": "1" } } },
            "ipHelper": { "faults": { "fail": { "GetIpForwardTable2": "50" } } },
            """;
        var result = await RunAsync(
            [Adapter],
            [Default],
            environment: """{ "AWS_EXECUTION_ENV": "AWS_ECS_EC2" }""",
            container: faults
        );
        Assert.Equal(7u, result.ExitCode);
        Assert.Contains("wrn Could not read the routes", result.StandardError, StringComparison.Ordinal);
        Assert.Contains("wrn the workload starts without routes", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoNetworkAndNoRoleButARouteAskedFor_Is125() => Assert.Equal(125u, (await RunAsync(
        [Adapter], [], environment: "{}", options: ["--network-timeout", "1s", "--route", "credentials"])).ExitCode);

    [Fact]
    public async Task LostAddress_IsNamed()
    {
        var result = await RunAsync(
            [Adapter.Replace("172.30.12.34/20", "169.254.12.34/16", StringComparison.Ordinal)],
            [],
            options: ["--network-timeout", "1s"]
        );
        Assert.Equal(125u, result.ExitCode);
        Assert.Contains(
            "Interface 2 has lost its address: 169.254.12.34/16", result.StandardError, StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task OutsideAContainer_IsLoggedOnce()
    {
        var result = await RunAsync([Adapter], [Default], container: "\"containerType\": false,");
        Assert.Equal(7u, result.ExitCode);
        Assert.StartsWith(
            "bootstrap: wrn this is not a Windows container", result.StandardError, StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            "not a Windows container", (await RunAsync([Adapter], [Default])).StandardError, StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task FargatesVariableInNat_IsReported()
    {
        var result = await RunAsync(
            [Adapter],
            [Default],
            environment: """{ "AWS_EXECUTION_ENV": "AWS_ECS_FARGATE" }"""
        );
        Assert.Equal(7u, result.ExitCode);
        Assert.Contains(
            "wrn AWS_EXECUTION_ENV is AWS_ECS_FARGATE, but the network looks like nat on EC2", result.StandardError,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task AwsvpcEndpointWithoutARoute_DecidesWhenTheWaitIsOver()
    {
        var result = await RunAsync(
            [
                Adapter
                    .Replace("vEthernet (Ethernet)", "vEthernet (nat-ep-4f2a)", StringComparison.Ordinal)
                    .Replace("\"addresses\"", "\"subnetRoute\": false, \"addresses\"", StringComparison.Ordinal),
            ],
            [],
            options: ["--network-timeout", "1s"]
        );
        Assert.Equal(7u, result.ExitCode);
        Assert.Contains(
            "inf awsvpc: adapter 'vEthernet (nat-ep-4f2a)' is an awsvpc endpoint", result.StandardError,
            StringComparison.Ordinal
        );
        Assert.Contains("wrn the task's network interface has no route yet", result.StandardError, StringComparison.Ordinal);
    }

    private async Task<RunResult> RunAsync(
        string[] adapters, string[] routes, string? environment = null, string container = "", string[]? options = null)
    {
        await using var started = await StartAsync(adapters, routes, environment, container);
        return await started.BootstrapAsync(["--backend", backend, .. options ?? [], "cmd", "/c", "exit", "7"]);
    }

    private static Task<Container> StartAsync(
        string[] adapters, string[] routes, string? environment = null,
        string container = ""
    )
    {
        var variables =
            environment
            ?? """{ "AWS_EXECUTION_ENV": "AWS_ECS_EC2", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/5ec2e700-c4ed-4000-8000-000000000001" }""";
        var json = $$"""
            { "description": "made for a test",
              "container": { {{container}} "environment": {{variables}}, "adapters": [{{string.Join(
                ',', adapters
            )}}], "routes": [{{string.Join(',', routes)}}] },
              "host": { "endpoints": [{ "kind": "credentials", "address": "169.254.170.2" }, { "kind": "metadata", "address": "169.254.169.254" }] } }
            """;
        return Container.StartAsync(Topology.Parse(json, "StartingTests"), TestContext.Current.CancellationToken);
    }
}
