using System.Text;
using Bootstrap.Diagnosis;
using Bootstrap.Ecs;
using Bootstrap.Endpoints;
using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Output;
using Bootstrap.Services;
using CsCheck;

using Check = Bootstrap.Diagnosis.Check;

namespace Bootstrap.Tests.Diagnosis;

public class JudgementTests
{
    private static readonly HttpAnswer Credentials = Answer(
        200,
        """{"RoleArn":"arn:aws:iam::1:role/r","AccessKeyId":"A","SecretAccessKey":"HUSH","Token":"HUSH","Expiration":"2999-01-01T00:00:00Z"}"""
    );

    private static readonly HttpFailure TimedOut = new(HttpFailureKind.Unreachable, "no connection within 3 s");

    private static readonly Route ToCredentials = Some.Route("169.254.170.2/32", "172.30.0.1");
    private static readonly Route ToMetadata = Some.Route("169.254.169.254/32", "172.30.0.1");

    /// <summary>Nat without a fault.</summary>
    private static readonly Observations Healthy = new(
        User: "ContainerAdministrator",
        IsAdministrator: true,
        Network: Some.Nat(ToCredentials, ToMetadata),
        NetworkFailure: null,
        Backend: "cim",
        GatewayError: 0,
        CredentialsAddress: Some.Address("169.254.170.2"),
        Credentials: Credentials,
        WhyNoCredentialsRequest: null,
        TaskMetadata: Answer(200, """{"Networks":[{"NetworkMode":"nat"}]}"""),
        InstanceMetadata: Answer(200, "TOKEN"),
        Variables: [TaskVariables.CredentialsRelativeUri],
        Now: new DateTimeOffset(2026, 11, 24, 6, 0, 0, TimeSpan.Zero),
        PlainInstanceMetadata: Answer(401, string.Empty),
        TaskMetadataAddress: "169.254.170.2");

    private static readonly NetworkSnapshot FargateNetwork = Some.Snapshot(
        [Some.Container with { Alias = "vEthernet (fargate-bridge-ep-1)" }], Some.Route("0.0.0.0/0", "169.254.172.1"));

    /// <summary>The same before a route was added.</summary>
    private static readonly Observations WithoutRoutes = NoAnswers(TimedOut) with
    {
        Network = Some.Nat(),
    };

    /// <summary>Nat without a fault, except that no endpoint answers.</summary>
    private static Observations NoAnswers(HttpFailure failure) => Healthy with
    {
        Credentials = failure,
        TaskMetadata = failure,
        InstanceMetadata = failure,
        PlainInstanceMetadata = failure,
    };

    [Fact]
    public void Of_ANatContainerInOrder_PassesAll()
    {
        var report = Judge(Healthy);
        Assert.True(report.IsHealthy);
        Assert.All(
            report.Checks,
            check => Assert.True(check.Status == CheckStatus.Pass || check.Name == "bootstrap", check.Name)
        );
        Assert.Equal(
            [
                "identity", "environment", "other-credentials", "proxy", "bootstrap", "network-mode", "adapter",
                "default-gateway", "route-credentials", "route-metadata", "gateway-answers", "credentials",
                "task-metadata", "instance-metadata",
            ],
            report.Checks.Select(check => check.Name)
        );
        Assert.All(report.Path, segment => Assert.True(segment.IsOpen));
    }

    [Fact]
    public void Of_MissingRoutes_NamesOnlyTheImageAsCulprit()
    {
        var report = Judge(WithoutRoutes);
        Assert.Equal(("route-credentials", Culprit.Image), FirstCause(report));
        Assert.Equal(Culprit.Image, Find(report, "credentials").Culprit);
        Assert.Equal(CheckStatus.Skip, Find(report, "task-metadata").Status);
        Assert.Equal(CheckStatus.Skip, Find(report, "instance-metadata").Status);
        Assert.Equal([false, null, null], report.Path.Select(segment => segment.IsOpen));
    }

    [Fact]
    public void Of_MissingRoutesAsContainerUser_NamesTheUser()
    {
        var report = Judge(WithoutRoutes with { IsAdministrator = false, User = "ContainerUser" });
        Assert.Equal(("identity", Culprit.Image), FirstCause(report));
        Assert.Contains("USER ContainerAdministrator", Find(report, "identity").Hint, StringComparison.Ordinal);
        Assert.Contains(
            "USER ContainerAdministrator", Find(report, "route-credentials").Hint, StringComparison.Ordinal
        );
    }

    [Fact]
    public void Of_RightRoutesAsContainerUser_IsHealthy() =>
        Assert.True(Judge(Healthy with { IsAdministrator = false }).IsHealthy);

    [Fact]
    public void Of_AStaleRoute_NamesItsNextHop()
    {
        var report = Judge(
            WithoutRoutes with
            {
                Network = Some.Nat(Some.Route("169.254.170.2/32", "172.30.0.99"), ToMetadata),
            }
        );
        Assert.Equal(("route-credentials", Culprit.Image), FirstCause(report));
        Assert.Contains("172.30.0.99", Find(report, "route-credentials").Detail, StringComparison.Ordinal);
    }

    /// <summary>
    /// Windows uses the longest prefix: a stale route inside a configured one takes its packets away. Bootstrap
    /// replaces it only if that prefix is configured too.
    /// </summary>
    [Theory]
    [InlineData("169.254.170.0/24", "169.254.170.2/32", "172.30.0.99", "route-credentials")]
    [InlineData("169.254.0.0/16", "169.254.170.2/32", "172.30.0.99", "route-credentials")]
    [InlineData("169.254.0.0/16", "169.254.170.0/28", "172.30.0.99", "route-169.254.170.0/28")]
    [InlineData("169.254.170.0/24", "169.254.170.2/32", "0.0.0.0", "route-credentials")]
    public void Of_AMoreSpecificRouteThatLeadsElsewhere_NamesTheImageAsCulprit(
        string configured, string diverting, string nextHop, string name)
    {
        var options = Some.Defaults with { Prefixes = [Some.Prefix(configured), LinkLocal.Metadata] };
        var seen = NoAnswers(TimedOut) with
        {
            Network = Some.Nat(Some.Route(configured, "172.30.0.1"), ToMetadata, Some.Route(diverting, nextHop)),
        };
        var report = Judgement.Of(seen, Some.Ec2, options);
        Assert.Equal((name, Culprit.Image), FirstCause(report));
        Assert.StartsWith($"{diverting} leads to ", Find(report, name).Detail, StringComparison.Ordinal);
        Assert.Equal(CheckStatus.Pass, Find(report, $"route-{configured}").Status);
        Assert.Equal(CheckStatus.Pass, Find(report, "network-mode").Status);
        Assert.Equal($"See {name}.", Find(report, "credentials").Hint);
        Assert.Equal([false, null, null], report.Path.Select(segment => segment.IsOpen));

        // It may lead to the host on another way.
        var answered = Judgement.Of(Healthy with { Network = seen.Network }, Some.Ec2, options);
        Assert.True(answered.IsHealthy);
        Assert.Equal(CheckStatus.Warn, Find(answered, name).Status);
    }

    /// <summary>
    /// The user's own route leads to the same gateway, or its prefix is not the longest: the host is the culprit.
    /// </summary>
    [Theory]
    [InlineData("169.254.170.0/24", "169.254.170.2/32", "172.30.0.1")]
    [InlineData("169.254.170.0/24", "169.254.0.0/16", "172.30.0.99")]
    [InlineData("169.254.170.0/24", "169.254.170.128/25", "172.30.0.99")]
    [InlineData("169.254.170.2/32", "169.254.170.0/24", "172.30.0.99")]
    public void Of_AnotherRouteThatTakesNoPacketsAway_NamesTheHostAsCulprit(
        string configured, string other, string nextHop)
    {
        var options = Some.Defaults with { Prefixes = [Some.Prefix(configured), LinkLocal.Metadata] };
        var seen = Healthy with
        {
            Network = Some.Nat(Some.Route(configured, "172.30.0.1"), ToMetadata, Some.Route(other, nextHop)),
            Credentials = TimedOut,
            TaskMetadata = TimedOut,
        };
        Assert.Equal(("credentials", Culprit.Host), FirstCause(Judgement.Of(seen, Some.Ec2, options)));
    }

    /// <summary>A diverted endpoint says nothing about another one.</summary>
    [Fact]
    public void Of_ADivertedMetadataRoute_DoesNotExplainMissingCredentials()
    {
        var options = Some.Defaults with { Prefixes = [Some.Prefix("169.254.0.0/16")] };
        var seen = NoAnswers(TimedOut) with
        {
            Network = Some.Nat(
                Some.Route("169.254.0.0/16", "172.30.0.1"), Some.Route("169.254.169.254/32", "172.30.0.99")),
        };
        var report = Judgement.Of(seen, Some.Ec2, options);
        Assert.Equal(("credentials", Culprit.Host), FirstCause(report));
        Assert.Equal(
            (CheckStatus.Warn, Culprit.Image),
            (Find(report, "route-metadata").Status, Find(report, "route-metadata").Culprit));
        Assert.Contains("see route-metadata", Find(report, "instance-metadata").Detail, StringComparison.Ordinal);
    }

    /// <summary>Both prefixes are configured: the stale one is the cause, although the wider one is correct.</summary>
    [Fact]
    public void Of_AStaleRouteInsideACorrectOne_NamesTheStaleOne()
    {
        var options = Some.Defaults with { Prefixes = [Some.Prefix("169.254.170.0/24"), LinkLocal.Credentials] };
        var seen = NoAnswers(TimedOut) with
        {
            Network = Some.Nat(
                Some.Route("169.254.170.0/24", "172.30.0.1"), Some.Route("169.254.170.2/32", "172.30.0.99")),
        };
        Assert.Equal(("route-credentials", Culprit.Image), FirstCause(Judgement.Of(seen, Some.Ec2, options)));
    }

    [Fact]
    public void Of_ADeadProxy_NamesTheHostAsCulprit()
    {
        var report = Judge(Healthy with { Credentials = TimedOut, TaskMetadata = TimedOut });
        Assert.Equal(("credentials", Culprit.Host), FirstCause(report));
        Assert.Contains("-EnableTaskIAMRole", Find(report, "credentials").Hint, StringComparison.Ordinal);
        Assert.Equal([true, false, null], report.Path.Select(segment => segment.IsOpen));
    }

    [Fact]
    public void Of_AGatewayThatIsDead_NamesTheHostAsCulprit()
    {
        var report = Judge(
            NoAnswers(TimedOut) with
            {
                GatewayError = 67,
            }
        );
        Assert.Equal(("gateway-answers", Culprit.Host), FirstCause(report));
        Assert.Contains("gateway-answers", Find(report, "credentials").Hint, StringComparison.Ordinal);
        Assert.Equal([false, null, null], report.Path.Select(segment => segment.IsOpen));
    }

    [Theory]
    [InlineData(503, """{"code":"CredentialsUninitialized"}""", Culprit.Host, "not ready", "--wait-for-credentials")]
    [InlineData(500, """{"code":"InternalServerError"}""", Culprit.Host, "not ready", "read the agent's log")]
    [InlineData(400, """{"code":"InvalidIdInRequest"}""", Culprit.Host, "restarted", "after its own restart")]
    [InlineData(400, """{"code":"NoIdInRequest"}""", Culprit.TaskDefinition, "no id", "contains no credentials id")]
    [InlineData(429, "You have reached maximum request limit.", Culprit.Host, "throttled", "rate limiter")]
    [InlineData(400, "<html>Bad Request - Invalid Hostname</html>", Culprit.Host, "http.sys", "port 80 of the host")]
    [InlineData(404, "<html>", Culprit.Host, "IIS", "port 80 of the host")]
    [InlineData(503, "<html>", Culprit.Host, "http.sys", "netsh interface portproxy show all")]
    [InlineData(302, "", Culprit.Host, "a redirect", "port 80 of the host")]
    [InlineData(200, "{}", Culprit.Host, "no credentials", "not an answer of the ECS agent")]
    public void Of_AnAgentWithoutCredentials_IsDistinguishedFromABrokenPath(
        int status, string body, object culprit, string what, string hint
    )
    {
        var report = Judge(Healthy with { Credentials = Answer(status, body) });
        Assert.Equal(("credentials", (Culprit)culprit), FirstCause(report));
        Assert.True(Find(report, "credentials").Hint?.Contains(hint, StringComparison.Ordinal), what);
        Assert.Equal([true, true, false], report.Path.Select(segment => segment.IsOpen));
    }

    /// <summary>
    /// A path left over from local development: the agent answers at this address, so it is not the host's fault.
    /// Without the proof that it is the agent's address, another provider may have the problem.
    /// </summary>
    [Theory]
    [InlineData(404, "404 page not found", 200, """{"Networks":[{"NetworkMode":"nat"}]}""", Culprit.Image)]
    [InlineData(404, "404 page not found", 404, "\"V4 container metadata handler: unable\"", Culprit.Image)]
    [InlineData(200, """{"DockerId":"1"}""", 200, """{"Networks":[{"NetworkMode":"nat"}]}""", Culprit.Image)]
    [InlineData(301, "", 200, """{"Networks":[{"NetworkMode":"nat"}]}""", Culprit.Image)]
    [InlineData(500, "no role", 200, """{"Networks":[{"NetworkMode":"nat"}]}""", Culprit.Host)]
    [InlineData(429, "", 200, """{"Networks":[{"NetworkMode":"nat"}]}""", Culprit.Host)]
    [InlineData(404, "<html>", 404, "<html>", Culprit.Host)]
    [InlineData(404, "<html>", 200, "<html>", Culprit.Host)]
    [InlineData(404, "<html>", 302, "", Culprit.Host)]
    public void Of_APathThatIsNotTheAgents_NamesTheImageOnlyIfTheAgentAnswersThere(
        int status, string body, int metadataStatus, string metadata, object culprit)
    {
        var seen = Healthy with
        {
            Credentials = Answer(status, body),
            Provider = CredentialsProvider.Other,
            TaskMetadata = Answer(metadataStatus, metadata),
        };
        Assert.Equal(("credentials", (Culprit)culprit), FirstCause(Judge(seen)));
        Assert.Equal(
            ("credentials", Culprit.Host), FirstCause(Judge(seen with { TaskMetadataAddress = "169.254.170.9" })));
        Assert.Equal(("credentials", Culprit.Host), FirstCause(Judge(seen with { TaskMetadata = TimedOut })));
    }

    [Fact]
    public void Of_NoDefaultRoute_FailsNoRoute()
    {
        var report = Judge(WithoutRoutes with { Network = Some.Snapshot([Some.Container]), GatewayError = null });
        Assert.Equal(("default-gateway", Culprit.Host), FirstCause(report));
        Assert.Equal(CheckStatus.Skip, Find(report, "route-credentials").Status);
    }

    /// <summary>
    /// Every network mode of ECS on Windows has an adapter. Without one, the agent has not set up the task's network.
    /// </summary>
    [Theory]
    [InlineData(true, Culprit.Host)]
    [InlineData(false, Culprit.TaskDefinition)]
    public void Of_NoAdapter_NamesTheHostAsCulpritInATask(bool isTask, object culprit)
    {
        var seen = WithoutRoutes with
        {
            Network = Some.Snapshot([]),
            GatewayError = null,
            Variables = isTask ? Healthy.Variables : [TaskVariables.CredentialsFullUri],
        };
        var report = Judgement.Of(seen, new TaskEnvironment(ExecutionEnvironment: null), Some.Defaults);
        Assert.Equal(CheckStatus.Fail, Find(report, "adapter").Status);
        Assert.Equal((Culprit)culprit, Find(report, "adapter").Culprit);
        Assert.Equal((Culprit)culprit, FirstCause(report).Culprit);
    }

    [Fact]
    public void Of_AdaptersThatCannotBeRead_BlamesNoAdapter()
    {
        var report = Judge(WithoutRoutes with
        {
            Network = new NetworkSnapshot([], [], WhyNoAdapters: "Could not read the adapters."),
            GatewayError = null,
        });
        var adapter = Find(report, "adapter");
        Assert.Equal(
            (CheckStatus.Warn, "Could not read the adapters.", null),
            (adapter.Status, adapter.Detail, adapter.Culprit));
    }

    [Theory]
    [InlineData(true, CheckStatus.Warn)]
    [InlineData(false, CheckStatus.Fail)]
    public void Of_ANetworkThatIsNotReadInTime_NamesNoCulprit(bool hasCredentials, object status)
    {
        var report = Judge(
            Healthy with
            {
                Network = null,
                GatewayError = null,
                Credentials = hasCredentials ? Credentials : TimedOut,
                TaskMetadata = hasCredentials ? Healthy.TaskMetadata : TimedOut,
            }
        );
        Assert.Equal(hasCredentials, report.IsHealthy);
        Assert.Equal(
            ((CheckStatus)status, (Culprit?)null),
            (Find(report, "network-mode").Status, Find(report, "network-mode").Culprit)
        );
        Assert.Null(report.FirstCause);
    }

    /// <summary>An explicitly requested route is required even if other endpoints are reached.</summary>
    [Fact]
    public void Of_AMissingMetadataRouteThatWasAskedFor_Fails()
    {
        var options = Some.Defaults with { Prefixes = [LinkLocal.Metadata] };
        var report = Judgement.Of(
            Healthy with
            {
                Network = Some.Nat(),
                CredentialsAddress = null,
                Credentials = null,
                InstanceMetadata = TimedOut,
                PlainInstanceMetadata = TimedOut,
            },
            Some.Ec2, options
        );
        Assert.Equal(("route-metadata", Culprit.Image), FirstCause(report));
    }

    /// <summary>
    /// check cannot see options in ENTRYPOINT. With EKS' credentials, ECS' default route is not required.
    /// </summary>
    [Fact]
    public void Of_CredentialsReachedElsewhere_WarnsOfADefaultRoute()
    {
        var report = Judge(
            Healthy with
            {
                Network = Some.Nat(),
                CredentialsAddress = Some.Address("169.254.170.23"),
                Provider = CredentialsProvider.EksPodIdentity,
                InstanceMetadata = TimedOut,
            }
        );
        Assert.True(report.IsHealthy);
        Assert.Equal(CheckStatus.Warn, Find(report, "route-credentials").Status);
    }

    [Fact]
    public void Of_ADeadGateway_DoesNotMentionTheHopLimit()
    {
        var report = Judge(
            NoAnswers(TimedOut) with
            {
                GatewayError = 67,
            }
        );
        Assert.Equal(CheckStatus.Skip, Find(report, "instance-metadata").Status);
    }

    [Fact]
    public void Of_AContainerOutsideAnyCloud_ExpectsNoMetadata()
    {
        var seen = Healthy with
        {
            Variables = [],
            CredentialsAddress = null,
            Credentials = null,
            TaskMetadata = null,
            InstanceMetadata = TimedOut,
            PlainInstanceMetadata = TimedOut,
        };
        var check = Find(
            Judgement.Of(seen, new TaskEnvironment(ExecutionEnvironment: null), Some.Defaults), "instance-metadata"
        );
        Assert.Equal((CheckStatus.Warn, (string?)null), (check.Status, check.Hint));
    }

    /// <summary>The agent's /32 route takes precedence over a script's wider route.</summary>
    [Fact]
    public void Of_AwsvpcWithAWiderRouteOfAScript_NamesTheHostAsCulprit()
    {
        var network = Some.Nat(
            Some.Route("169.254.170.2/32", "0.0.0.0", 3), Some.Route("169.254.0.0/16", "172.30.0.1")
        );
        Assert.Equal(
            ("credentials", Culprit.Host),
            FirstCause(
                Judge(
                    Healthy with
                    {
                        Network = network,
                        GatewayError = null,
                        Credentials = TimedOut,
                        TaskMetadata = TimedOut,
                    }
                )
            )
        );
    }

    /// <summary>Fargate's route to its agent is not documented, so any route passes.</summary>
    [Fact]
    public void Of_FargateWithARouteByAGateway_Passes()
    {
        var report = Judgement.Of(Healthy with { GatewayError = null }, Some.Fargate, Some.Defaults);
        Assert.Equal(CheckStatus.Pass, Find(report, "route-credentials").Status);
    }

    [Fact]
    public void Of_AnUnreadableNetwork_ReportsWhy()
    {
        var report = Judge(
            WithoutRoutes with
            {
                Network = null,
                GatewayError = null,
                NetworkFailure = Some.Failure("Could not read.", "Do this."),
            }
        );
        Assert.Equal("network-mode", FirstCause(report).Name);
        Assert.Equal("See network-mode.", Find(report, "credentials").Hint);
        Assert.Equal(
            new Check("network-mode", CheckStatus.Fail, "Could not read.", Culprit.Image, "Do this."),
            Find(report, "network-mode")
        );
    }

    [Fact]
    public void Of_AGatewayThatIsTheContainerItself_ReportsIt()
    {
        var own = Some.Nat() with { Addresses = [Some.InterfaceAddress("172.30.12.34")] };
        var options = Some.Defaults with { Gateway = Some.Address("172.30.12.34") };
        Assert.Equal(
            "network-mode", FirstCause(Judgement.Of(WithoutRoutes with { Network = own }, Some.Ec2, options)).Name
        );

        // Credentials answer, so it is only a warning.
        var report = Judgement.Of(Healthy with { Network = own }, Some.Ec2, options);
        Assert.True(report.IsHealthy);
        Assert.Equal(CheckStatus.Warn, Find(report, "network-mode").Status);
        Assert.Equal(14, report.Checks.Count);
    }

    [Fact]
    public void Of_Awsvpc_DoesNotAskForRoutesAndForgivesBlockedMetadata()
    {
        var report = Judge(Healthy with
        {
            Network = Some.Nat(Some.Route("169.254.170.2/32", "0.0.0.0", 3)),
            GatewayError = null,
            TaskMetadata = Answer(200, """{"Networks":[{"NetworkMode":"awsvpc"}]}"""),
            InstanceMetadata = TimedOut,
            PlainInstanceMetadata = TimedOut,
        });
        Assert.True(report.IsHealthy);
        Assert.Equal(CheckStatus.Pass, Find(report, "route-credentials").Status);
        Assert.Equal(CheckStatus.Skip, Find(report, "instance-metadata").Status);
        Assert.DoesNotContain(report.Checks, check => check.Status == CheckStatus.Warn);
        Assert.Equal(["container", "host 169.254.170.2"], report.Path.Select(segment => segment.From));
    }

    /// <summary>
    /// In awsvpc mode the PowerShell script's route sends link-local traffic to the task's network.
    /// </summary>
    [Fact]
    public void Of_AwsvpcWithTheScriptsRoute_NamesTheImageAsCulprit()
    {
        var seen = Healthy with
        {
            Network = Some.Nat(Some.Route("169.254.170.2/32", "0.0.0.0", 3), ToCredentials),
            GatewayError = null,
            Credentials = TimedOut,
            TaskMetadata = TimedOut,
        };
        var report = Judge(seen);
        Assert.Equal(("route-credentials", Culprit.Image), FirstCause(report));
        Assert.Contains("the route leads to 172.30.0.1", Find(report, "credentials").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NatWithModeAwsvpc_SuggestsToCheckTheMode()
    {
        var options = Some.Defaults with { Mode = NetworkMode.Awsvpc, ModeSource = "BOOTSTRAP_MODE" };
        var report = Judgement.Of(WithoutRoutes with { GatewayError = null }, Some.Ec2, options);
        Assert.Equal(("route-credentials", Culprit.Image), FirstCause(report));
        Assert.Equal(
            "Check BOOTSTRAP_MODE: bootstrap check --mode auto detects the mode.",
            Find(report, "route-credentials").Hint
        );
        Assert.Equal("See route-credentials.", Find(report, "credentials").Hint);
    }

    /// <summary>In awsvpc mode the agent always adds the route: its absence is the cause.</summary>
    [Fact]
    public void Of_AwsvpcWithoutTheAgentsRoute_NamesTheHostAsCulprit()
    {
        var adapter = Some.Container with { Alias = "vEthernet (taskbr0a1b2c3d4e5f-ep-1)" };
        var report = Judge(
            WithoutRoutes with
            {
                Network = Some.Snapshot([adapter], Some.Route("0.0.0.0/0", "10.0.1.1")),
                GatewayError = null,
            }
        );
        Assert.Equal(("route-credentials", Culprit.Host), FirstCause(report));
        Assert.Equal("See route-credentials.", Find(report, "credentials").Hint);
    }

    /// <summary>A missing token indicates the hop limit only if another request is answered.</summary>
    [Theory]
    [InlineData(HttpFailureKind.Silent, true, true)]
    [InlineData(HttpFailureKind.Silent, false, false)]
    [InlineData(HttpFailureKind.Unreachable, false, false)]
    [InlineData(HttpFailureKind.Refused, false, false)]
    [InlineData(HttpFailureKind.Closed, true, false)]
    [InlineData(HttpFailureKind.NotSent, false, false)]
    public void Of_ATokenThatDoesNotCome_NamesTheHopLimitOnlyWhenAPlainRequestIsAnswered(
        object kind, bool isPlainAnswered, bool isHopLimit
    )
    {
        var failure = new HttpFailure((HttpFailureKind)kind, "nothing");
        var report = Judge(
            Healthy with
            {
                InstanceMetadata = failure,
                PlainInstanceMetadata = isPlainAnswered ? Answer(401, string.Empty) : failure,
            }
        );
        Assert.True(report.IsHealthy);
        var check = Find(report, "instance-metadata");
        Assert.Equal(CheckStatus.Warn, check.Status);
        Assert.Equal(isHopLimit, check.Hint!.Contains("hop limit to 2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(403, "disabled")]
    [InlineData(429, "limits the rate")]
    [InlineData(500, "an internal error")]
    [InlineData(503, "an internal error")]
    [InlineData(404, "not an answer of EC2's IMDSv2")]
    public void Of_InstanceMetadataThatAnswersOtherwise_ReportsWhatItIs(int status, string detail)
    {
        var check = Find(Judge(Healthy with { InstanceMetadata = Answer(status, string.Empty) }), "instance-metadata");
        Assert.Equal(CheckStatus.Warn, check.Status);
        Assert.Contains(detail, check.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429, "", "limits the rate", null)]
    [InlineData(500, "\"V4 container metadata handler: no settings\"", "not recorded", "in a moment")]
    [InlineData(503, "", "HTTP 503 from 169.254.170.2: not an answer of the ECS agent", "port 80 of the host")]
    [InlineData(502, "<html>Bad Gateway", "HTTP 502 from 169.254.170.2: not an answer of the ECS agent", "a proxy")]
    [InlineData(404, "\"V4 container metadata handler: unable\"", "does not know the id", "restarted")]
    [InlineData(404, "<html>", "HTTP 404 from 169.254.170.2: not an answer of the ECS agent", "port 80 of the host")]
    [InlineData(302, "", "HTTP 302 from 169.254.170.2: not an answer of the ECS agent", "port 80 of the host")]
    public void Of_TaskMetadataThatAnswersOtherwise_DoesNotNameTheTaskDefinitionAsCulprit(
        int status, string body, string detail, string? hint
    )
    {
        var check = Find(Judge(Healthy with { TaskMetadata = Answer(status, body) }), "task-metadata");
        Assert.Equal(CheckStatus.Warn, check.Status);
        Assert.NotEqual(Culprit.TaskDefinition, check.Culprit);
        Assert.Contains(detail, check.Detail, StringComparison.Ordinal);
        Assert.True(hint is null ? check.Hint is null : check.Hint!.Contains(hint, StringComparison.Ordinal));
    }

    /// <summary>A connection proves the path. Its end depends on the host's proxy and the agent.</summary>
    [Theory]
    [InlineData(HttpFailureKind.Silent, "accepts the connection", "Get-Service AmazonECS")]
    [InlineData(HttpFailureKind.Closed, "port 51679", "netsh interface ipv4 show excludedportrange protocol=tcp")]
    [InlineData(HttpFailureKind.BadAnswer, "not an answer of the ECS agent", "netsh interface portproxy show all")]
    [InlineData(HttpFailureKind.Refused, "nothing listens", "netsh interface portproxy show all")]
    [InlineData(HttpFailureKind.Unreachable, "does not answer", "Get-NetAdapter *APIPA*")]
    public void Of_EachWayOfNotAnswering_HasItsOwnHint(object kind, string hint, string command)
    {
        var failure = new HttpFailure((HttpFailureKind)kind, "how");
        var report = Judge(Healthy with { Credentials = failure, TaskMetadata = failure });
        Assert.Equal(("credentials", Culprit.Host), FirstCause(report));
        Assert.Contains(hint, Find(report, "credentials").Hint, StringComparison.Ordinal);
        Assert.Contains(command, Find(report, "credentials").Hint, StringComparison.Ordinal);
        Assert.Equal("See credentials.", Find(report, "task-metadata").Hint);
    }

    [Fact]
    public void Of_ARequestThatWasNeverSent_NamesNoCulprit()
    {
        var report = Judge(
            Healthy with
            {
                Credentials = new HttpFailure(HttpFailureKind.NotSent, "no winhttp.dll"),
                TaskMetadata = null,
            }
        );
        Assert.Equal(
            (CheckStatus.Fail, (Culprit?)null),
            (Find(report, "credentials").Status, Find(report, "credentials").Culprit)
        );
    }

    /// <summary>A 503 came back by a wider route: the path is fine, the agent is not ready.</summary>
    [Fact]
    public void Of_AnAnswerByAWiderRoute_FailsNoRoute()
    {
        var seen = WithoutRoutes with
        {
            IsAdministrator = false,
            Credentials = Answer(503, """{"code":"CredentialsUninitialized"}"""),
            GatewayError = 67,
        };
        var report = Judge(seen);
        Assert.Equal(("credentials", Culprit.Host), FirstCause(report));
        Assert.Equal(
            ["credentials"],
            report.Checks.Where(check => check.Status == CheckStatus.Fail).Select(check => check.Name)
        );
    }

    [Theory]
    [InlineData(50, CheckStatus.Skip)]
    [InlineData(87, CheckStatus.Skip)]
    [InlineData(1168, CheckStatus.Skip)]
    [InlineData(31, CheckStatus.Fail)]
    [InlineData(67, CheckStatus.Fail)]
    [InlineData(258, CheckStatus.Fail)]
    [InlineData(1232, CheckStatus.Fail)]
    public void Of_AnErrorOfArp_FailsOnlyForCodesOfTheGateway(uint error, object status)
    {
        var seen = NoAnswers(TimedOut) with
        {
            GatewayError = error,
        };
        Assert.Equal((CheckStatus)status, Find(Judge(seen), "gateway-answers").Status);
    }

    /// <summary>ECS Anywhere: the agent's variables without AWS_EXECUTION_ENV, and no instance metadata.</summary>
    [Fact]
    public void Of_AnExternalInstance_ExpectsNoInstanceMetadata()
    {
        var seen = Healthy with { InstanceMetadata = TimedOut, PlainInstanceMetadata = TimedOut };
        var check = Find(
            Judgement.Of(seen, new TaskEnvironment(ExecutionEnvironment: null), Some.Defaults), "instance-metadata"
        );
        Assert.Equal((CheckStatus.Skip, (string?)null), (check.Status, check.Hint));
        Assert.Contains("ECS Anywhere", check.Detail, StringComparison.Ordinal);
    }

    /// <summary>Any user may set this variable, so it does not indicate ECS.</summary>
    [Fact]
    public void Of_AContainerWithDisabledInstanceMetadata_IsNoTask()
    {
        var seen = WithoutRoutes with
        {
            Network = Some.Snapshot([]),
            GatewayError = null,
            Variables = [TaskVariables.InstanceMetadataDisabled],
            CredentialsAddress = null,
            Credentials = null,
            WhyNoCredentialsRequest = new NoRequest("neither is set", CredentialsHints.NoUri, IsFault: false),
        };
        var report = Judgement.Of(seen, new TaskEnvironment(ExecutionEnvironment: null), Some.Defaults);
        Assert.True(report.IsHealthy);
        Assert.Equal(Culprit.TaskDefinition, Find(report, "adapter").Culprit);
    }

    [Fact]
    public void Of_OtherCredentials_NamesThemAndIsHealthy()
    {
        var report = Judge(Healthy with { OtherCredentials = ["AWS_ACCESS_KEY_ID"] });
        Assert.True(report.IsHealthy);
        Assert.Equal(
            (CheckStatus.Warn, Culprit.Image),
            (Find(report, "other-credentials").Status, Find(report, "other-credentials").Culprit)
        );
        Assert.Contains("AWS_ACCESS_KEY_ID", Find(report, "other-credentials").Detail, StringComparison.Ordinal);
    }

    /// <summary>Only the affected requests are named.</summary>
    [Theory]
    [InlineData("169.254.170.2", true, "the task's credentials")]
    [InlineData("169.254.169.254", true, "instance metadata")]
    [InlineData("169.254.170.2,169.254.169.254", true, "the task's credentials and instance metadata")]
    [InlineData("169.254.170.2", false, "task metadata")]
    public void Of_AProxyWithoutExceptions_NamesWhatNoProxyLacks(string addresses, bool hasRole, string what)
    {
        var proxy = new ProxySettings(["HTTP_PROXY"], [.. addresses.Split(',').Select(Some.Address)]);
        var seen = hasRole ? Healthy : Healthy with { CredentialsAddress = null, Credentials = null };
        var report = Judge(seen with { Proxy = proxy });
        Assert.Equal(CheckStatus.Warn, Find(report, "proxy").Status);
        Assert.Equal(
            $"Add {addresses} to NO_PROXY: some SDKs and tools send the requests for {what} to the proxy.",
            Find(report, "proxy").Hint);
        Assert.Equal(
            CheckStatus.Pass, Find(Judge(seen with { Proxy = proxy with { WithoutException = [] } }), "proxy").Status);
    }

    [Fact]
    public void Of_ARunningBootstrap_ReportsItsOptions()
    {
        Assert.Equal(
            "process 7 runs with --mode awsvpc; check uses these too",
            Find(Judge(Healthy with { Running = new RunningBootstrap(7, ["--mode awsvpc"]) }), "bootstrap").Detail
        );
        Assert.Equal(
            CheckStatus.Skip,
            Find(Judge(Healthy with { Running = new RunningBootstrap(7, [], "Win32 error 5") }), "bootstrap").Status
        );
        Assert.Contains(
            "container's log",
            Find(Judge(WithoutRoutes with { Running = new RunningBootstrap(7, []) }), "route-credentials").Hint,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Of_AnAgentThatReportsAnotherMode_Warns()
    {
        var check = Find(
            Judge(Healthy with { TaskMetadata = Answer(200, """{"Networks":[{"NetworkMode":"awsvpc"}]}""") }),
            "task-metadata"
        );
        Assert.Equal((CheckStatus.Warn, "network mode awsvpc, but bootstrap uses nat"), (check.Status, check.Detail));
    }

    [Fact]
    public void Of_ATaskWithoutARole_IsHealthyAndReportsIt()
    {
        var report = Judge(
            Healthy with
            {
                CredentialsAddress = null,
                Credentials = null,
                WhyNoCredentialsRequest = new NoRequest("neither is set", CredentialsHints.NoUri, IsFault: false),
            }
        );
        Assert.True(report.IsHealthy);
        Assert.Equal(CheckStatus.Warn, Find(report, "environment").Status);
        Assert.Contains("taskRoleArn", Find(report, "environment").Hint, StringComparison.Ordinal);
        Assert.Equal(new Check("credentials", CheckStatus.Skip, "neither is set"), Find(report, "credentials"));
        Assert.Empty(report.Path);
    }

    /// <summary>The variable shows that the workload should have credentials.</summary>
    [Fact]
    public void Of_AVariableThatNoSdkCanUse_NamesTheTaskDefinitionAsCulprit()
    {
        var report = Judge(
            Healthy with
            {
                CredentialsAddress = null,
                Credentials = null,
                WhyNoCredentialsRequest = new NoRequest("no token", CredentialsHints.TokenFile, IsFault: true),
            }
        );
        Assert.Equal(("environment", Culprit.TaskDefinition), FirstCause(report));
        Assert.Equal(CredentialsHints.TokenFile, Find(report, "environment").Hint);
    }

    /// <summary>Some gateways do not answer ARP. An answer through such a gateway proves that it works.</summary>
    [Fact]
    public void Of_AGatewayThatDoesNotAnswerAndLeadsToAnAgentThatIsNotReady_NamesTheAgentAsCulprit()
    {
        var report = Judge(
            Healthy with
            {
                GatewayError = 67,
                Credentials = Answer(503, """{"code":"CredentialsUninitialized"}"""),
            }
        );
        Assert.Equal(CheckStatus.Warn, Find(report, "gateway-answers").Status);
        Assert.Equal(("credentials", Culprit.Host), FirstCause(report));
    }

    [Fact]
    public void Of_ARefusalBehindADeadGateway_NamesTheHostAsCulprit()
    {
        var refused = new HttpFailure(HttpFailureKind.Refused, "refused, or no route");
        Assert.Equal(
            ("gateway-answers", Culprit.Host),
            FirstCause(
                Judge(
                    NoAnswers(refused) with
                    {
                        GatewayError = 258,
                    }
                )
            )
        );
    }

    /// <summary>A warning, as with the hop limit, which has the same effect.</summary>
    [Fact]
    public void Of_AMissingMetadataRouteAlone_Warns()
    {
        var report = Judge(
            Healthy with
            {
                Network = Some.Nat(ToCredentials),
                InstanceMetadata = TimedOut,
                PlainInstanceMetadata = TimedOut,
            }
        );
        Assert.True(report.IsHealthy);
        Assert.Equal(
            (CheckStatus.Warn, Culprit.Image),
            (Find(report, "route-metadata").Status, Find(report, "route-metadata").Culprit)
        );
        Assert.Contains("missing", Find(report, "route-metadata").Detail, StringComparison.Ordinal);
        Assert.Contains(
            "answers anyway", Find(Judge(Healthy with { Network = Some.Nat(ToCredentials) }), "route-metadata").Detail,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Of_ADeadAgentOnFargate_DoesNotBlameTheHost()
    {
        var report = Judgement.Of(
            Healthy with
            {
                Network = FargateNetwork,
                Credentials = TimedOut,
                TaskMetadata = TimedOut,
                GatewayError = null,
            },
            Some.Fargate, Some.Defaults
        );
        Assert.Equal(("credentials", Culprit.Host), FirstCause(report));
        Assert.Equal(CheckStatus.Pass, Find(report, "network-mode").Status);
        Assert.DoesNotContain(
            report.Checks,
            check => check.Hint?.Contains("Initialize-ECSAgent", StringComparison.Ordinal) == true
        );
    }

    /// <summary>An image or a task definition that sets Fargate's variable on EC2: no route is added.</summary>
    [Theory]
    [InlineData(HttpFailureKind.Unreachable)]
    [InlineData(HttpFailureKind.Refused)]
    public void Of_FargatesVariableInNat_NamesTheImageAsCulprit(object kind)
    {
        var failure = new HttpFailure((HttpFailureKind)kind, "nothing");
        var report = Judgement.Of(
            NoAnswers(failure) with { Network = Some.Nat(), GatewayError = null }, Some.Fargate, Some.Defaults);
        Assert.Equal(("credentials", Culprit.Image), FirstCause(report));
        Assert.Equal("See network-mode.", Find(report, "credentials").Hint);
        var mode = Find(report, "network-mode");
        Assert.Equal((CheckStatus.Warn, Culprit.Image), (mode.Status, mode.Culprit));
        Assert.Contains("looks like nat on EC2", mode.Detail, StringComparison.Ordinal);
        Assert.Contains("set --mode nat", mode.Hint, StringComparison.Ordinal);
        Assert.DoesNotContain(report.Checks, check => check.Culprit == Culprit.Host);
        Assert.Equal([false, null], report.Path.Select(segment => segment.IsOpen));
    }

    /// <summary>Another route leads to the host: the variable is wrong, but no endpoint suffers from it.</summary>
    [Fact]
    public void Of_FargatesVariableInNatWithAnswers_IsHealthyAndNamesTheVariable()
    {
        var seen = Healthy with
        {
            Network = Some.Nat(Some.Route("169.254.0.0/16", "172.30.0.1")),
            GatewayError = null,
        };
        var report = Judgement.Of(seen, Some.Fargate, Some.Defaults);
        Assert.True(report.IsHealthy);
        Assert.Equal(CheckStatus.Warn, Find(report, "network-mode").Status);
        Assert.Equal(
            (CheckStatus.Warn, Culprit.Image),
            (Find(report, "task-metadata").Status, Find(report, "task-metadata").Culprit));
        Assert.Contains("AWS_EXECUTION_ENV", Find(report, "task-metadata").Hint, StringComparison.Ordinal);

        // A silent agent there is not Fargate's.
        var silent = new HttpFailure(HttpFailureKind.Silent, "nothing");
        Assert.Contains(
            "Get-Service AmazonECS",
            Find(Judgement.Of(seen with { Credentials = silent }, Some.Fargate, Some.Defaults), "credentials").Hint,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ADeadEksAgent_NamesIt()
    {
        var route = Some.Route("169.254.170.23/32", "172.30.0.1");
        var options = Some.Defaults with { Prefixes = [LinkLocal.EksPodIdentity] };
        var report = Judgement.Of(
            Healthy with
            {
                Network = Some.Nat(route),
                CredentialsAddress = Some.Address("169.254.170.23"),
                Provider = CredentialsProvider.EksPodIdentity,
                Credentials = TimedOut,
            },
            Some.Ec2, options
        );
        Assert.Contains(
            "no EKS Pod Identity Agent answers", Find(report, "credentials").Hint, StringComparison.Ordinal
        );
        Assert.Equal("EKS agent", report.Destination);
    }

    /// <summary>EKS' address is routed only if the option requests it.</summary>
    [Fact]
    public void Of_CredentialsAtAnAddressThatIsNotRouted_NamesTheOption()
    {
        var check = Find(
            Judge(
                Healthy with
                {
                    CredentialsAddress = Some.Address("169.254.170.23"),
                    Provider = CredentialsProvider.EksPodIdentity,
                    Credentials = TimedOut,
                }
            ),
            "credentials"
        );
        Assert.Equal("no connection within 3 s from 169.254.170.23: no route is configured", check.Detail);
        Assert.Contains("--route eks-pod-identity", check.Hint, StringComparison.Ordinal);
    }

    private static Report Judge(Observations seen) => Judgement.Of(seen, Some.Ec2, Some.Defaults);

    private static Check Find(Report report, string name) => report.Checks.Single(check => check.Name == name);

    private static (string? Name, Culprit? Culprit) FirstCause(Report report) =>
        (report.FirstCause?.Name, report.FirstCause?.Culprit);

    private static HttpAnswer Answer(int status, string body) => new(status, Encoding.UTF8.GetBytes(body));
}
