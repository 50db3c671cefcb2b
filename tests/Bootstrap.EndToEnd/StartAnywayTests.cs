namespace Bootstrap.EndToEnd;

/// <summary>
/// Starts although a route could not be set up: AWS's script never stops a workload, so whatever gets its credentials
/// with the script starts, without a long wait.
/// </summary>
public sealed class StartAnywayTests
{
    private const string Anyway = "wrn the workload starts anyway: the credentials endpoint answers, ";

    private static readonly RouteTopology Default = new()
    {
        Destination = "0.0.0.0/0",
        NextHop = "172.30.0.1",
        Device = "eth0",
    };

    /// <summary>Without the answer this would wait for three minutes, then end with 125.</summary>
    [Theory]
    [InlineData("169.254.170.2/32")]
    [InlineData("169.254.0.0/16")]
    public async Task NoDefaultRoute_AndARouteThatWorks_Starts(string destination)
    {
        await using var container = await StartAsync(
            isAdministrator: true, Default with { Destination = destination });
        var result = await RunAsync(container);
        Assert.True(result.ExitCode == 7, result.ToString());
        Assert.Contains("wrn No default route with a gateway after ", result.StandardError, StringComparison.Ordinal);
        Assert.Contains(Anyway, result.StandardError, StringComparison.Ordinal);
    }

    /// <summary>Both routes are there, also if they were requested by name, so none is missing.</summary>
    [Fact]
    public async Task NoDefaultRoute_AndAllNamedRoutes_Starts()
    {
        await using var container = await StartAsync(
            isAdministrator: true, Default with { Destination = "169.254.170.2/32" },
            Default with { Destination = "169.254.169.254/32" });
        var result = await RunAsync(container, "--route", "credentials,metadata");
        Assert.True(result.ExitCode == 7, result.ToString());
    }

    /// <summary>A default route that comes a moment later is waited for: it brings the metadata route.</summary>
    [Fact]
    public async Task DefaultRouteThatComesLater_IsWaitedForIfANamedRouteIsMissing()
    {
        await using var container = await StartAsync(
            isAdministrator: true, Default with { Destination = "169.254.170.2/32" },
            Default with { AfterMilliseconds = 4000 });
        var result = await RunAsync(container, "--route", "credentials,metadata");
        Assert.True(result.ExitCode == 7, result.ToString());
        Assert.Contains("route 169.254.169.254/32 via 172.30.0.1 on interface 2: added", result.StandardError,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("169.254.0.0/16", "172.30.0.1")]
    [InlineData("169.254.170.2/32", "172.30.0.254")]
    public async Task AccessDenied_AndAnotherRouteThatWorks_Starts(string destination, string nextHop)
    {
        await using var container = await StartAsync(
            isAdministrator: false, Default, Default with { Destination = destination, NextHop = nextHop });
        var result = await RunAsync(container);
        Assert.True(result.ExitCode == 7, result.ToString());
        Assert.Contains("wrn Could not set up 169.254.170.2/32", result.StandardError, StringComparison.Ordinal);
        Assert.Contains("USER ContainerAdministrator", result.StandardError, StringComparison.Ordinal);
        Assert.Contains(Anyway, result.StandardError, StringComparison.Ordinal);
    }

    /// <summary>The answer of the credentials endpoint does not replace a route that was requested by name.</summary>
    [Fact]
    public async Task AccessDenied_AndAMissingRouteThatWasRequestedByName_Is125()
    {
        await using var container = await StartAsync(
            isAdministrator: false, Default, Default with { Destination = "169.254.170.2/32" });
        var result = await RunAsync(container, "--route", "credentials,metadata");
        Assert.True(result.ExitCode == 125, result.ToString());
    }

    [Fact]
    public async Task AccessDenied_ToATaskWithoutARole_WarnsAndStarts()
    {
        await using var container = await StartAsync(isAdministrator: false, Default);
        var options = new RunOptions
        {
            Environment = new Dictionary<string, string>
            {
                ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = string.Empty,
            },
        };
        var result = await container.BootstrapAsync(options, "cmd", "/c", "exit", "7");
        Assert.True(result.ExitCode == 7, result.ToString());
        Assert.Contains(
            "wrn route 169.254.170.2/32 via 172.30.0.1 on interface 2 could not be set up", result.StandardError,
            StringComparison.Ordinal
        );
    }

    /// <summary><c>--on-failure continue</c> does not replace <c>--wait-for-credentials</c>.</summary>
    [Fact]
    public async Task Continue_AfterAFailedRoute_StillWaitsForCredentials()
    {
        var nat = With(isAdministrator: false, Default, Default with { Destination = "169.254.170.2/32" });
        await using var container = await Container.StartAsync(
            nat with
            {
                Host = nat.Host with
                {
                    Endpoints = [.. nat.Host.Endpoints.Select(endpoint => endpoint.Kind == EndpointKind.Credentials
                        ? endpoint with { UninitializedRequests = 2 }
                        : endpoint)],
                },
            },
            TestContext.Current.CancellationToken
        );
        var result = await RunAsync(
            container, "--route", "credentials,metadata", "--on-failure", "continue", "--wait-for-credentials", "1m");
        Assert.True(result.ExitCode == 7, result.ToString());
        Assert.Contains("waiting for credentials", result.StandardError, StringComparison.Ordinal);
        Assert.Contains("inf credentials: arn:aws:iam::", result.StandardError, StringComparison.Ordinal);
        Assert.Contains(
            "wrn the workload is started despite the failure", result.StandardError, StringComparison.Ordinal);
    }

    private static Task<RunResult> RunAsync(Container container, params string[] options) =>
        container.BootstrapAsync([.. options, "cmd", "/c", "exit", "7"]);

    private static Task<Container> StartAsync(bool isAdministrator, params RouteTopology[] routes) =>
        Container.StartAsync(With(isAdministrator, routes), TestContext.Current.CancellationToken);

    private static Topology With(bool isAdministrator, params RouteTopology[] routes)
    {
        var nat = Topology.Load("nat");
        var adapter = nat.Container.Adapters[0];
        return nat with
        {
            Container = nat.Container with
            {
                Administrator = isAdministrator,
                Adapters = [adapter with { HostAddresses = [.. adapter.HostAddresses, "172.30.0.254/20"] }],
                Routes = routes,
            },
        };
    }
}
