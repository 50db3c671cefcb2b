using Sandbox.Endpoints;

namespace Sandbox.Tests;

/// <summary>The network of a container, observed by Windows programs in it.</summary>
public class NetworkTests
{
    private const string CredentialsUrl = "http://169.254.170.2/v2/credentials/" + Secrets.CredentialsId;
    private const string TokenUrl = "http://169.254.169.254/latest/api/token";

    private static readonly string[] TimeToLive = ["--put", "--header", "X-aws-ec2-metadata-token-ttl-seconds: 60"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nat_BeforeTheRoutes_NothingIsReachable_AfterThem_AllIs()
    {
        await using var container = await StartAsync("nat");

        var before = await RunAsync(container, Workloads.Get(CredentialsUrl));
        var beforeToken = await RunAsync(container, Workloads.Get(TokenUrl, TimeToLive));
        Assert.Equal(1u, before.ExitCode);
        Assert.Contains("no connection", before.StandardError, StringComparison.Ordinal);
        Assert.Equal(1u, beforeToken.ExitCode);
        Assert.Empty(container.Requests);

        await container.RunLinuxAsync("ip", "route", "add", "169.254.170.2/32", "via", "172.30.0.1");
        await container.RunLinuxAsync("ip", "route", "add", "169.254.169.254/32", "via", "172.30.0.1");

        var after = await RunAsync(container, Workloads.Get(CredentialsUrl));
        var afterToken = await RunAsync(container, Workloads.Get(TokenUrl, TimeToLive));
        Assert.True(after.ExitCode == 0, after.ToString());
        Assert.Contains(Secrets.SecretAccessKey, after.StandardOutput, StringComparison.Ordinal);
        Assert.True(afterToken.ExitCode == 0, afterToken.ToString());
        Assert.Equal(Secrets.MetadataToken, afterToken.StandardOutput.Trim());
        Assert.Equal(
            [
                new ReceivedRequest("169.254.170.2", "GET", "/v2/credentials/***", 200),
                new ReceivedRequest("169.254.169.254", "PUT", "/latest/api/token", 200),
            ],
            container.Requests);
    }

    [Theory]
    [MemberData(nameof(TopologyTests.Shipped), MemberType = typeof(TopologyTests))]
    public async Task Shipped_HasItsRoutes(string name)
    {
        var topology = Topology.Load(name);
        await using var container = await Container.StartAsync(topology, Cancellation);

        var expected = topology.Container.Routes.Where(route => route.AfterMilliseconds == 0)
            .Select(route => (route.Destination, route.NextHop ?? "0.0.0.0", route.RouteMetric));
        var actual = (await container.GetRoutesAsync()).Select(route =>
            (route.Destination, route.NextHop, route.RouteMetric)
        );

        Assert.Subset(actual.ToHashSet(), expected.ToHashSet());
    }

    [Fact]
    public async Task Nat_ShowsTheRoutesThatWindowsWould()
    {
        await using var container = await StartAsync("nat");

        Assert.Equal(
            [
                new RouteRow("0.0.0.0/0", "172.30.0.1", 2, "vEthernet (Ethernet)", 0),
                new RouteRow("172.30.0.0/20", "0.0.0.0", 2, "vEthernet (Ethernet)", 256),
            ],
            await container.GetRoutesAsync());
    }

    [Fact]
    public async Task Awsvpc_EverythingIsReachableAtOnce()
    {
        await using var container = await StartAsync("awsvpc");

        var credentials = await RunAsync(container, Workloads.Get(CredentialsUrl));
        var token = await RunAsync(container, Workloads.Get(TokenUrl, TimeToLive));
        var metadata = await RunAsync(container, Workloads.Get("http://169.254.170.2/v4/" + Secrets.MetadataId));

        Assert.True(credentials.ExitCode == 0, credentials.ToString());
        Assert.True(token.ExitCode == 0, token.ToString());
        Assert.Contains("\"awsvpc\"", metadata.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fargate_CredentialsAreReachable_InstanceMetadataIsNot()
    {
        await using var container = await StartAsync("fargate");

        var credentials = await RunAsync(container, Workloads.Get(CredentialsUrl));
        var token = await RunAsync(container, Workloads.Get(TokenUrl, TimeToLive));

        Assert.True(credentials.ExitCode == 0, credentials.ToString());
        Assert.Equal(1u, token.ExitCode);
    }

    [Fact]
    public async Task Routes_ComeAndGoAfterTheFirstProgramHasStarted()
    {
        var nat = Topology.Load("nat");
        var adapter = nat.Container.Adapters[0];
        var topology = nat with
        {
            Container = nat.Container with
            {
                Adapters =
                [
                    adapter, adapter with
                    {
                        Device = "eth1",
                        Alias = "later #2",
                        Addresses = ["10.99.0.5/24"],
                        AfterMilliseconds = 400,
                    },
                ],
                Routes =
                [
                    nat.Container.Routes[0] with
                    {
                        AfterMilliseconds = 400,
                    },
                    new RouteTopology
                    {
                        Destination = "169.254.170.2/32",
                        NextHop = "172.30.0.1",
                        Device = "eth0",
                        UntilMilliseconds = 400,
                    },
                ],
            },
        };
        await using var container = await Container.StartAsync(topology, Cancellation);
        await Task.Delay(600, Cancellation);
        Assert.Equal(
            ["169.254.170.2/32", "172.30.0.0/20"],
            (await container.GetRoutesAsync()).Select(route => route.Destination)
        );

        await container.RunAsync(Workloads.ExitCode("0"), cancellation: Cancellation);

        // Milliseconds from the first program's start, plus the delay of a busy machine.
        var routes = await container.GetRoutesAsync();
        for (var i = 0; i < 400 && !routes.Any(route => route.Destination == "0.0.0.0/0"); i++)
        {
            await Task.Delay(50, Cancellation);
            routes = await container.GetRoutesAsync();
        }

        Assert.Equal(["0.0.0.0/0", "10.99.0.0/24", "172.30.0.0/20"], routes.Select(route => route.Destination));
        Assert.Contains(routes, route => route.InterfaceAlias == "later #2");
    }

    [Theory]
    [InlineData("nat", true)]
    [InlineData("access-denied", false)]
    public async Task Programs_ChangeRoutesOnlyAsAdministrator(string topology, bool allowed)
    {
        await using var container = await StartAsync(topology);
        var script = container.ToLinuxPath(@"C:\change.sh");
        await File.WriteAllTextAsync(
            script, "ip route add 169.254.170.2/32 via 172.30.0.1; touch $0.done", Cancellation
        );

        // Wine also starts Linux programs, but does not wait for them.
        await RunAsync(container, CommandLine.From("cmd", "/c", "start", "/unix", "/bin/sh", script));
        for (var i = 0; i < 200 && !File.Exists(script + ".done"); i++)
        {
            await Task.Delay(50, Cancellation);
        }

        Assert.True(File.Exists(script + ".done"), "the script did not run");
        Assert.Equal(allowed, (await container.GetRoutesAsync()).Any(route => route.Destination == "169.254.170.2/32"));
    }

    [Fact]
    public async Task TwoContainers_HaveNothingInCommon()
    {
        await using var one = await StartAsync("nat");
        await using var other = await StartAsync("nat");
        await one.RunLinuxAsync("ip", "route", "add", "169.254.170.2/32", "via", "172.30.0.1");

        var results = await Task.WhenAll(
            RunAsync(one, Workloads.Get(CredentialsUrl)), RunAsync(other, Workloads.Get(CredentialsUrl))
        );

        Assert.Equal([0u, 1u], results.Select(result => result.ExitCode));
        Assert.Single(one.Requests);
        Assert.Empty(other.Requests);
        Assert.NotEqual(one.ToLinuxPath(@"C:\"), other.ToLinuxPath(@"C:\"));
    }

    private static Task<Container> StartAsync(string topology) =>
        Container.StartAsync(Topology.Load(topology), Cancellation);

    private static Task<RunResult> RunAsync(Container container, CommandLine command) =>
        container.RunAsync(command, cancellation: Cancellation);
}
