using Sandbox.Endpoints;

namespace Sandbox.Tests;

/// <summary>
/// Misbehaving endpoints of the host, requested by Windows programs in a container with the right routes.
/// </summary>
public class MisbehavingEndpointTests
{
    private const string CredentialsUrl = "http://169.254.170.2/v2/credentials/" + Secrets.CredentialsId;
    private const string TokenUrl = "http://169.254.169.254/latest/api/token";

    private static readonly string[] TimeToLive = ["--put", "--header", "X-aws-ec2-metadata-token-ttl-seconds: 60"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DeadProxy_WithTheRoute_DoesNotAnswer()
    {
        await using var container = await StartAsync(Topology.Load("dead-proxy"));

        var result = await RunAsync(container, Workloads.Get(CredentialsUrl, "--timeout", "1500"));

        Assert.Equal(1u, result.ExitCode);
        Assert.Empty(container.Requests);
    }

    [Fact]
    public async Task Uninitialized_Returns503ThreeTimesAndThenAnswers()
    {
        await using var container = await StartAsync(Topology.Load("uninitialized"));

        var codes = new List<uint>();
        for (var i = 0; i < 4; i++)
        {
            codes.Add((await RunAsync(container, Workloads.Get(CredentialsUrl))).ExitCode);
        }

        Assert.Equal([1u, 1u, 1u, 0u], codes);
        Assert.Equal([503, 503, 503, 200], container.Requests.Select(request => request.Status));
    }

    [Theory]
    [InlineData(EndpointBehaviour.Refuse, false)]
    [InlineData(EndpointBehaviour.Silent, true)]
    [InlineData(EndpointBehaviour.Garbage, true)]
    public async Task Endpoint_WhenItMisbehaves_GivesNoAnswer(EndpointBehaviour behaviour, bool reached)
    {
        await using var container = await StartAsync(
            new EndpointTopology
            {
                Kind = EndpointKind.Credentials,
                Address = "169.254.170.2",
                Behaviour = behaviour,
            }
        );

        var result = await RunAsync(container, Workloads.Get(CredentialsUrl, "--timeout", "1500"));

        Assert.Equal(1u, result.ExitCode);
        Assert.Equal(
            reached ? [new ReceivedRequest("169.254.170.2", "GET", "/v2/credentials/***", null)] : [],
            container.Requests
        );
    }

    [Fact]
    public async Task Endpoint_WhenItRedirects_RecordsWhetherTheClientFollowed()
    {
        await using var container = await StartAsync(
            new EndpointTopology
            {
                Kind = EndpointKind.Credentials,
                Address = "169.254.170.2",
                Behaviour = EndpointBehaviour.Redirect,
            }
        );

        await RunAsync(container, Workloads.Get(CredentialsUrl));
        Assert.DoesNotContain(container.Requests, request => request.Address == Misbehaviour.RedirectAddress);
        var other = await RunAsync(
            container,
            Workloads.Get(
                CredentialsUrl.Replace("169.254.170.2", Misbehaviour.RedirectAddress, StringComparison.Ordinal)
            )
        );

        Assert.Contains(Secrets.SecretAccessKey, other.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(
            [("169.254.170.2", 302), (Misbehaviour.RedirectAddress, 200)],
            container.Requests.Select(request => (request.Address, request.Status ?? 0)));
    }

    [Fact]
    public async Task Endpoint_WithHopLimit_AnswersAllButTheToken()
    {
        await using var container = await StartAsync(
            new EndpointTopology
            {
                Kind = EndpointKind.Metadata,
                Address = "169.254.169.254",
                Behaviour = EndpointBehaviour.HopLimit,
            }
        );

        var token = await RunAsync(container, Workloads.Get(TokenUrl, [.. TimeToLive, "--timeout", "1500"]));
        var document = await RunAsync(container, Workloads.Get("http://169.254.169.254/latest/meta-data/instance-id"));

        Assert.Contains("no answer", token.StandardError, StringComparison.Ordinal);
        Assert.Contains("HTTP 401", document.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Statuses_ComeFirst()
    {
        await using var container = await StartAsync(
            new EndpointTopology
            {
                Kind = EndpointKind.Credentials,
                Address = "169.254.170.2",
                Statuses = [500, 404],
            }
        );

        for (var i = 0; i < 3; i++)
        {
            await RunAsync(container, Workloads.Get(CredentialsUrl));
        }

        Assert.Equal([500, 404, 200], container.Requests.Select(request => request.Status));
    }

    /// <summary>nat with only this endpoint.</summary>
    private static Task<Container> StartAsync(EndpointTopology endpoint) =>
        StartAsync(Topology.Load("nat") with { Host = new HostTopology { Endpoints = [endpoint] } });

    private static async Task<Container> StartAsync(Topology topology)
    {
        var container = await Container.StartAsync(topology, Cancellation);
        await container.RunLinuxAsync("ip", "route", "add", "169.254.170.2/32", "via", "172.30.0.1");
        await container.RunLinuxAsync("ip", "route", "add", "169.254.169.254/32", "via", "172.30.0.1");
        return container;
    }

    private static Task<RunResult> RunAsync(Container container, CommandLine command) =>
        container.RunAsync(command, cancellation: Cancellation);
}
