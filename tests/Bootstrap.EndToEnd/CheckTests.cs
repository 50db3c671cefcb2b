using System.Text.Json;

namespace Bootstrap.EndToEnd;

/// <summary>
/// <c>bootstrap check</c> by the published exe: verdict and culprit in every topology, and in front of hostile
/// endpoints.
/// </summary>
public class CheckTests
{
    /// <summary>Nothing is wrong.</summary>
    private const string Healthy = "healthy";

    /// <summary>
    /// The first failed check and its culprit, for the container as it starts and under bootstrap.
    /// </summary>
    private static readonly Dictionary<string, (string Alone, string BehindBootstrap)> Expected = new()
    {
        ["nat"] = ("route-credentials image", Healthy),
        ["awsvpc"] = (Healthy, Healthy),
        ["fargate"] = (Healthy, Healthy),
        ["two-gateways"] = ("route-credentials image", Healthy),
        ["two-adapters"] = ("route-credentials image", Healthy),
        ["stale-route"] = ("route-credentials image", Healthy),
        ["no-wmi"] = ("route-credentials image", Healthy),
        ["wmi-hangs"] = ("route-credentials image", Healthy),
        ["late-network"] = ("default-gateway host", Healthy),
        ["no-gateway"] = ("default-gateway host", "default-gateway host"),
        ["access-denied"] = ("identity image", "identity image"),
        ["dead-proxy"] = ("route-credentials image", "credentials host"),
        ["uninitialized"] = ("route-credentials image", "credentials host"),
    };

    [Fact]
    public async Task EveryTopology_AloneAndBehindBootstrap_GetsTheRightVerdictAndCulprit()
    {
        Assert.Equal(Expected.Keys.Order(), Topology.Names.Order());
        var seen = new Dictionary<string, (string, string)>();
        await Parallel.ForEachAsync(
            Topology.Names, new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (topology, _) =>
            {
                await using var container = await ContainerExtensions.StartAsync(topology);
                var alone = Verdict(await container.BootstrapAsync("check", "--format", "json"));
                var behind = Verdict(
                    await container.BootstrapAsync(
                        "--on-failure", "continue", "--network-timeout", "8s", "--",
                        Published.WindowsPath(Published.Exe), "check", "--format", "json"
                    )
                );
                lock (seen)
                {
                    seen[topology] = (alone, behind);
                }
            }
        );
        Assert.Equal(Expected.OrderBy(pair => pair.Key), seen.OrderBy(pair => pair.Key));
    }

    /// <summary>The text report: the side to fix first, and where the path breaks.</summary>
    [Theory]
    [InlineData("nat", "container ---> gateway 172.30.0.1 ---> host 169.254.170.2 ---> ECS agent", "\nhealthy\n")]
    [InlineData("awsvpc", "container ---> host 169.254.170.2 ---> ECS agent", "\nhealthy\n")]
    [InlineData(
        "dead-proxy", "container ---> gateway 172.30.0.1 -X-> host 169.254.170.2 ...> ECS agent",
        "\nnot healthy; fix first: host (credentials)\n"
    )]
    [InlineData(
        "uninitialized", "container ---> gateway 172.30.0.1 ---> host 169.254.170.2 -X-> ECS agent",
        "\nnot healthy; fix first: host (credentials)\n"
    )]
    [InlineData(
        "no-gateway", "container -X-> gateway ? ...> host 169.254.170.2 ...> ECS agent",
        "\nnot healthy; fix first: host (default-gateway)\n"
    )]
    [InlineData(
        "access-denied", "container -X-> gateway 172.30.0.1 ...> host 169.254.170.2 ...> ECS agent",
        "\nnot healthy; fix first: image (identity)\n"
    )]
    public async Task Text_BehindBootstrap_DrawsThePathAndEndsWithTheResult(string topology, string way, string verdict)
    {
        await using var container = await ContainerExtensions.StartAsync(topology);
        var result = await container.BootstrapAsync(
            "--on-failure", "continue", "--network-timeout", "1s", "--", Published.WindowsPath(Published.Exe), "check"
        );
        Assert.Contains($"\n  {way}\n", result.StandardOutput, StringComparison.Ordinal);
        Assert.EndsWith(verdict, result.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(verdict == "\nhealthy\n" ? 0u : 1u, result.ExitCode);

        // The name of an awsvpc adapter is longer than that. It is not truncated, so that it can be copied.
        Assert.All(
            result.StandardOutput.Split('\n'),
            line => Assert.True(line.Length <= 80 || !line.Trim().Contains(' ', StringComparison.Ordinal), line)
        );
        Assert.DoesNotContain('\e', result.StandardOutput);
    }

    /// <summary>
    /// For every misbehaving endpoint, check names the right culprit in time and prints no secret.
    /// </summary>
    [Theory]
    [InlineData(
        EndpointBehaviour.Refuse, "host", "connection refused, or no route (WinHTTP error 12029) from 169.254.170.2"
    )]
    [InlineData(EndpointBehaviour.Silent, "host", "connected, but no answer within 2.5 s from 169.254.170.2")]
    [InlineData(EndpointBehaviour.Drop, "host", "no connection within 2.5 s from 169.254.170.2")]
    [InlineData(EndpointBehaviour.SlowDrip, "host", "connected, but no answer within 2.5 s from 169.254.170.2")]
    [InlineData(EndpointBehaviour.Endless, "host", "an answer of more than 64 KB from 169.254.170.2")]
    [InlineData(EndpointBehaviour.Huge, "host", "an answer of more than 64 KB from 169.254.170.2")]
    [InlineData(EndpointBehaviour.Garbage, "host", null)]
    [InlineData(EndpointBehaviour.Reset, "host", null)]
    [InlineData(EndpointBehaviour.EarlyClose, "host", "an incomplete answer from 169.254.170.2")]
    [InlineData(EndpointBehaviour.Redirect, "host", "HTTP 302 without credentials from 169.254.170.2")]
    [InlineData(EndpointBehaviour.Empty, "host", "an answer that is not JSON from 169.254.170.2")]
    [InlineData(EndpointBehaviour.NotJson, "host", "an answer that is not JSON from 169.254.170.2")]
    [InlineData(EndpointBehaviour.Unclosed, "host", "an answer that is not JSON from 169.254.170.2")]
    [InlineData(EndpointBehaviour.Deep, "host", "an answer that is not JSON from 169.254.170.2")]
    [InlineData(EndpointBehaviour.WrongTypes, "host", "an answer without AccessKeyId from 169.254.170.2")]
    [InlineData(EndpointBehaviour.HugeNumbers, "host", "an answer without AccessKeyId from 169.254.170.2")]
    [InlineData(EndpointBehaviour.WrongEncoding, "host", null)]
    [InlineData(EndpointBehaviour.Expired, "host", null)]
    [InlineData(EndpointBehaviour.AcceptAndClose, "host", null)]
    [InlineData(
        EndpointBehaviour.OtherServer, "host", "HTTP 404 without the ECS agent's error code from 169.254.170.2"
    )]
    [InlineData(EndpointBehaviour.BadId, "host", "HTTP 400 InvalidIdInRequest from 169.254.170.2")]
    public async Task HostileEndpoint_IsReportedAndNeverTrusted(
        EndpointBehaviour behaviour, string culprit, string? detail)
    {
        var isOfCredentialsOnly = behaviour is EndpointBehaviour.BadId or EndpointBehaviour.Expired;
        await using var container = await StartAsync(kind =>
            isOfCredentialsOnly && kind == EndpointKind.Metadata ? EndpointBehaviour.Answer : behaviour
        );
        var result = await container.BootstrapAsync(
            "--", Published.WindowsPath(Published.Exe), "check", "--format", "json"
        );
        Assert.Equal(1u, result.ExitCode);
        using var json = JsonDocument.Parse(result.StandardOutput);
        var credentials = json
            .RootElement.GetProperty("checks")
            .EnumerateArray()
            .Single(check => check.GetProperty("name").GetString() == "credentials");
        Assert.Equal(
            ("fail", culprit),
            (credentials.GetProperty("status").GetString(), credentials.GetProperty("culprit").GetString())
        );
        if (detail is not null)
        {
            Assert.Equal(detail, credentials.GetProperty("detail").GetString());
        }

        // A closed connection is not an answer.
        var isClosed = behaviour is EndpointBehaviour.Reset or EndpointBehaviour.AcceptAndClose;
        Assert.Equal(
            isClosed,
            credentials.GetProperty("hint").GetString()!.Contains("excludedportrange", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            container.Requests,
            request => request.ToString().Contains("192.0.2.80", StringComparison.Ordinal)
        );
        Assert.InRange(result.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(50));
    }

    /// <summary>
    /// The limits for headers of Wine's and Windows' WinHTTP differ. There must be a verdict in both cases.
    /// </summary>
    [Fact]
    public async Task HeadersOfAMegabyte_LeadToAVerdict()
    {
        await using var container = await StartAsync(_ => EndpointBehaviour.HugeHeaders);
        Verdict(
            await container.BootstrapAsync("--", Published.WindowsPath(Published.Exe), "check", "--format", "json")
        );
    }

    /// <summary>
    /// ENTRYPOINT's options are on the command line of another process. Without them, check would miss the route to
    /// instance metadata, which was not asked for.
    /// </summary>
    [Fact]
    public async Task OptionsOfTheRunningBootstrap_CountInCheckToo()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var result = await container.BootstrapAsync(
            "--route", "credentials", "--mode=nat", "--", Published.WindowsPath(Published.Exe), "check"
        );
        Assert.Equal(0u, result.ExitCode);
        Assert.Matches(
            "pass  bootstrap +process [0-9]+ runs with --mode nat --route credentials;", result.StandardOutput
        );
        Assert.DoesNotContain("route-metadata", result.StandardOutput, StringComparison.Ordinal);
    }

    /// <summary>The options of check override those of the running bootstrap.</summary>
    [Fact]
    public async Task OptionsOfCheck_WinAgainstTheRunningBootstraps()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var result = await container.BootstrapAsync(
            "--route", "credentials", "--", Published.WindowsPath(Published.Exe), "check", "--route", "metadata"
        );
        Assert.Contains("route-metadata", result.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("route-credentials", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatWinsOverTheTaskRole_IsNamedWithoutValues()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var options = new RunOptions
        {
            Environment = new Dictionary<string, string>
            {
                ["AWS_ACCESS_KEY_ID"] = "AKIA-HUSH",
                ["AWS_PROFILE"] = "HUSH",
                ["http_proxy"] = "http://HUSH@proxy.example:3128",
                ["NO_PROXY"] = "169.254.169.254",
            },
        };
        var result = await container.BootstrapAsync(options, "--", Published.WindowsPath(Published.Exe), "check");
        Assert.Equal(0u, result.ExitCode);
        Assert.Contains(
            "warn  other-credentials  SDKs prefer AWS_ACCESS_KEY_ID, AWS_PROFILE to ", result.StandardOutput, StringComparison.Ordinal
        );
        Assert.Contains(
            "HTTP_PROXY without an exception for 169.254.170.2", result.StandardOutput, StringComparison.Ordinal
        );
        Assert.DoesNotContain("HUSH", result.StandardOutput + result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MetadataBehindAHopLimit_IsAWarningThatNamesIt()
    {
        await using var container = await StartAsync(kind =>
            kind == EndpointKind.Metadata ? EndpointBehaviour.HopLimit : EndpointBehaviour.Answer
        );
        var result = await container.BootstrapAsync("--", Published.WindowsPath(Published.Exe), "check");
        Assert.Equal(0u, result.ExitCode);
        Assert.Contains("warn  instance-metadata", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("--http-put-response-hop-limit 2", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutATaskRole_IsHealthyAndNamesTheTaskDefinition()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var result = await container.BootstrapAsync(
            new RunOptions
            {
                Environment = new Dictionary<string, string>
                {
                    ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = string.Empty,
                },
            },
            "--", Published.WindowsPath(Published.Exe), "check"
        );
        Assert.Equal(0u, result.ExitCode);
        Assert.Contains("taskRoleArn", result.StandardOutput, StringComparison.Ordinal);
    }

    /// <summary>
    /// If the gateway's address does not answer, the cause is the host's network, not the agent.
    /// </summary>
    [Fact]
    public async Task WithAGatewayThatIsNotThere_NamesTheHostAsCulprit()
    {
        var nat = Topology.Load("nat");
        var dead = nat with
        {
            Container = nat.Container with
            {
                Adapters = [nat.Container.Adapters[0] with { HostAddresses = ["172.30.0.77/20"] }],
                ArpTimeoutMilliseconds = 3000,
            },
        };
        await using var container = await Container.StartAsync(dead, TestContext.Current.CancellationToken);
        var result = await container.BootstrapAsync(
            "--", Published.WindowsPath(Published.Exe), "check", "--format", "json"
        );
        Assert.Equal("gateway-answers host", Verdict(result));
        Assert.Contains(
            "172.30.0.1 does not answer ARP (Win32 error ", result.StandardOutput, StringComparison.Ordinal
        );
    }

    /// <summary>The path works, or bootstrap would set it up: a variable of the image or the task is wrong.</summary>
    [Theory]
    [InlineData("AWS_EXECUTION_ENV", "AWS_ECS_FARGATE", "looks like nat on EC2")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/role/dev", "has no path of the ECS agent")]
    public async Task WithAWrongVariable_NamesTheImageAsCulprit(string variable, string value, string why)
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var options = new RunOptions { Environment = new Dictionary<string, string> { [variable] = value } };
        var result = await container.BootstrapAsync(
            options, "--", Published.WindowsPath(Published.Exe), "check", "--format", "json");
        Assert.Equal("credentials image", Verdict(result));
        Assert.Contains(why, result.StandardOutput, StringComparison.Ordinal);
    }

    /// <summary>A script's old route is more specific than the configured one.</summary>
    [Fact]
    public async Task WithAStaleRouteInsideAWiderOne_NamesTheImageAsCulpritAndRunWarns()
    {
        var nat = Topology.Load("nat");
        var stale = new RouteTopology { Destination = "169.254.170.2/32", NextHop = "172.30.0.99", Device = "eth0" };
        await using var container = await Container.StartAsync(
            nat with { Container = nat.Container with { Routes = [.. nat.Container.Routes, stale] } },
            TestContext.Current.CancellationToken);
        var result = await container.BootstrapAsync(
            "--route", "169.254.170.0/24", "--", Published.WindowsPath(Published.Exe), "check", "--format", "json");
        Assert.Equal("route-credentials image", Verdict(result));
        Assert.Contains(
            "wrn packets to 169.254.170.2 take the more specific route 169.254.170.2/32 via 172.30.0.99 ",
            result.StandardError, StringComparison.Ordinal);

        var replaced = await container.BootstrapAsync(
            "--route", "169.254.170.0/24", "--route", "credentials", "--", Published.WindowsPath(Published.Exe),
            "check", "--format", "json");
        Assert.Equal(Healthy, Verdict(replaced));
    }

    /// <summary>The workload should have credentials, but no SDK can get them with these variables.</summary>
    [Theory]
    [InlineData("http://169.254.170.23/v1/credentials", "C:\\no\\token", "cannot be read: it does not exist")]
    [InlineData("example.com", "", "is not plain http to 169.254.170.2 or 169.254.170.23")]
    public async Task WithAVariableThatNoSdkCanUse_NamesTheTaskDefinitionAsCulprit(
        string endpoint, string tokenFile, string detail
    )
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var result = await container.BootstrapAsync(
            new RunOptions
            {
                Environment = new Dictionary<string, string>
                {
                    ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = string.Empty,
                    ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = endpoint,
                    ["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = tokenFile,
                },
            },
            "--", Published.WindowsPath(Published.Exe), "check", "--format", "json"
        );
        Assert.Equal("environment task-definition", Verdict(result));
        Assert.Contains(detail, result.StandardOutput, StringComparison.Ordinal);
    }

    /// <summary>A full URI of another host does not need the routes.</summary>
    [Fact]
    public async Task WithAFullUriElsewhere_IsHealthyAndWarns()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var result = await container.BootstrapAsync(
            new RunOptions
            {
                Environment = new Dictionary<string, string>
                {
                    ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = string.Empty,
                    ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://example.com/",
                },
            },
            "--", Published.WindowsPath(Published.Exe), "check", "--format", "json"
        );
        Assert.Equal(Healthy, Verdict(result));
        Assert.Contains(
            "is not plain http to 169.254.170.2 or 169.254.170.23", result.StandardOutput, StringComparison.Ordinal
        );
    }

    /// <summary>check changes neither routes nor files.</summary>
    [Fact]
    [Quick]
    public async Task Check_ChangesNothing()
    {
        await using var container = await ContainerExtensions.StartAsync("stale-route");
        var before = await container.GetRoutesAsync();
        await container.BootstrapAsync("check");
        Assert.Equal(before, await container.GetRoutesAsync());
    }

    /// <summary>The nat container with endpoints of these behaviours.</summary>
    private static Task<Container> StartAsync(Func<EndpointKind, EndpointBehaviour> behaviour)
    {
        var nat = Topology.Load("nat");
        return Container.StartAsync(
            nat with
            {
                Host = nat.Host with
                {
                    Endpoints =
                    [
                        .. nat.Host.Endpoints.Select(endpoint =>
                            endpoint with
                            {
                                Behaviour = behaviour(endpoint.Kind),
                            }
                        ),
                    ],
                },
            },
            TestContext.Current.CancellationToken
        );
    }

    /// <summary>"healthy", or the first failure with a culprit, and the culprit.</summary>
    private static string Verdict(RunResult result)
    {
        using var json = JsonDocument.Parse(result.StandardOutput);
        var isHealthy = json.RootElement.GetProperty("healthy").GetBoolean();
        Assert.Equal(isHealthy ? 0u : 1u, result.ExitCode);
        return isHealthy
            ? Healthy
            : json
                .RootElement.GetProperty("checks")
                .EnumerateArray()
                .Where(check => check.GetProperty("status").GetString() == "fail")
                .Select(check => $"{check.GetProperty("name").GetString()} {check.GetProperty("culprit").GetString()}")
                .First();
    }
}
