using System.Text;
using Bootstrap.Diagnosis;
using Bootstrap.Ecs;
using Bootstrap.Endpoints;
using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Output;
using CsCheck;

using Check = Bootstrap.Diagnosis.Check;

namespace Bootstrap.Tests.Diagnosis;

public class JudgementTests
{
    private static readonly HttpAnswer Credentials = Answer(200,
        """{"RoleArn":"arn:aws:iam::1:role/r","AccessKeyId":"A","SecretAccessKey":"HUSH","Token":"HUSH","Expiration":"2999-01-01T00:00:00Z"}""");

    private static readonly HttpFailure TimedOut = new(HttpFailureKind.TimedOut, "no answer within 3 s");

    private static readonly Route ToCredentials = Some.Route("169.254.170.2/32", "172.30.0.1");
    private static readonly Route ToMetadata = Some.Route("169.254.169.254/32", "172.30.0.1");

    /// <summary>Nat, with all in order.</summary>
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
        Now: new DateTimeOffset(2026, 11, 24, 6, 0, 0, TimeSpan.Zero));

    /// <summary>The same before anybody has added a route.</summary>
    private static readonly Observations WithoutRoutes = Healthy with
    {
        Network = Some.Nat(),
        Credentials = TimedOut,
        TaskMetadata = TimedOut,
        InstanceMetadata = TimedOut,
    };

    [Fact]
    public void Of_ANatContainerInOrder_PassesAll()
    {
        var report = Judge(Healthy);
        Assert.True(report.IsHealthy);
        Assert.All(report.Checks, check => Assert.Equal(CheckStatus.Pass, check.Status));
        Assert.Equal(
            ["identity", "environment", "network-mode", "default-gateway", "adapter", "route-credentials", "route-metadata", "gateway-answers", "credentials", "task-metadata", "instance-metadata"],
            report.Checks.Select(check => check.Name));
        Assert.All(report.Way, stretch => Assert.True(stretch.IsOpen));
    }

    [Fact]
    public void Of_MissingRoutes_AccusesTheImageAndNothingBehind()
    {
        var report = Judge(WithoutRoutes);
        Assert.Equal(("route-credentials", Culprit.Image), FirstCause(report));
        Assert.Equal(Culprit.Image, Find(report, "credentials").Culprit);
        Assert.Equal(CheckStatus.Skip, Find(report, "task-metadata").Status);
        Assert.Equal(CheckStatus.Skip, Find(report, "instance-metadata").Status);
        Assert.Equal([false, null, null], report.Way.Select(stretch => stretch.IsOpen));
    }

    [Fact]
    public void Of_MissingRoutesAsContainerUser_NamesTheUser()
    {
        var report = Judge(WithoutRoutes with { IsAdministrator = false, User = "ContainerUser" });
        Assert.Equal(("identity", Culprit.Image), FirstCause(report));
        Assert.Contains("USER ContainerAdministrator", Find(report, "identity").Hint, StringComparison.Ordinal);
        Assert.Contains("USER ContainerAdministrator", Find(report, "route-credentials").Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_RightRoutesAsContainerUser_IsHealthy() => Assert.True(Judge(Healthy with { IsAdministrator = false }).IsHealthy);

    [Fact]
    public void Of_AStaleRoute_SaysWhereItLeads()
    {
        var report = Judge(WithoutRoutes with { Network = Some.Nat(Some.Route("169.254.170.2/32", "172.30.0.99"), ToMetadata) });
        Assert.Equal(("route-credentials", Culprit.Image), FirstCause(report));
        Assert.Contains("172.30.0.99", Find(report, "route-credentials").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ADeadProxy_AccusesTheHost()
    {
        var report = Judge(Healthy with { Credentials = TimedOut, TaskMetadata = TimedOut });
        Assert.Equal(("credentials", Culprit.Host), FirstCause(report));
        Assert.Contains("-EnableTaskIAMRole", Find(report, "credentials").Hint, StringComparison.Ordinal);
        Assert.Equal([true, false, null], report.Way.Select(stretch => stretch.IsOpen));
    }

    [Fact]
    public void Of_AGatewayThatIsDead_AccusesTheHostsNetwork()
    {
        var report = Judge(Healthy with { GatewayError = 67, Credentials = TimedOut, TaskMetadata = TimedOut, InstanceMetadata = TimedOut });
        Assert.Equal(("gateway-answers", Culprit.Host), FirstCause(report));
        Assert.Contains("gateway-answers", Find(report, "credentials").Hint, StringComparison.Ordinal);
        Assert.Equal([false, null, null], report.Way.Select(stretch => stretch.IsOpen));
    }

    [Theory]
    [InlineData(503, """{"code":"CredentialsUninitialized"}""", Culprit.Host, "not ready", "--wait-for-credentials")]
    [InlineData(400, """{"code":"InvalidIdInRequest"}""", Culprit.TaskDefinition, "wrong id", "another task's value")]
    [InlineData(200, "{}", Culprit.Host, "no credentials", "not the agent")]
    public void Of_AnAgentWithoutCredentials_TellsItFromABrokenWay(int status, string body, object culprit, string what, string hint)
    {
        var report = Judge(Healthy with { Credentials = Answer(status, body) });
        Assert.Equal(("credentials", (Culprit)culprit), FirstCause(report));
        Assert.True(Find(report, "credentials").Hint?.Contains(hint, StringComparison.Ordinal), what);
        Assert.Equal([true, true, false], report.Way.Select(stretch => stretch.IsOpen));
    }

    [Fact]
    public void Of_NoDefaultRoute_AccusesNoRoute()
    {
        var report = Judge(WithoutRoutes with { Network = Some.Snapshot([Some.Container]), GatewayError = null });
        Assert.Equal(("default-gateway", Culprit.Host), FirstCause(report));
        Assert.Equal(CheckStatus.Skip, Find(report, "route-credentials").Status);
    }

    /// <summary>Windows has no network mode of ECS that brings no adapter: in a task, the agent has not come to it.</summary>
    [Theory]
    [InlineData(true, Culprit.Host)]
    [InlineData(false, Culprit.TaskDefinition)]
    public void Of_NoAdapter_AccusesTheHostInATask(bool isTask, object culprit)
    {
        var report = Judge(WithoutRoutes with { Network = Some.Snapshot([]), GatewayError = null, Variables = isTask ? Healthy.Variables : [] });
        Assert.Equal(CheckStatus.Fail, Find(report, "adapter").Status);
        Assert.Equal((Culprit)culprit, Find(report, "adapter").Culprit);
        Assert.Equal((Culprit)culprit, FirstCause(report).Culprit);
    }

    [Theory]
    [InlineData(true, CheckStatus.Warn)]
    [InlineData(false, CheckStatus.Fail)]
    public void Of_ANetworkThatIsNotReadInTime_AccusesNobody(bool hasCredentials, object status)
    {
        var report = Judge(Healthy with { Network = null, GatewayError = null, Credentials = hasCredentials ? Credentials : TimedOut });
        Assert.Equal(hasCredentials, report.IsHealthy);
        Assert.Equal(((CheckStatus)status, (Culprit?)null), (Find(report, "network-mode").Status, Find(report, "network-mode").Culprit));
        Assert.Null(report.FirstCause);
    }

    /// <summary>What is asked for by name is wanted, whatever else is reached.</summary>
    [Fact]
    public void Of_AMissingMetadataRouteThatWasAskedFor_Fails()
    {
        var options = Some.Defaults with { Prefixes = [LinkLocal.Metadata] };
        var report = Judgement.Of(Healthy with { Network = Some.Nat(), CredentialsAddress = null, Credentials = null, InstanceMetadata = TimedOut }, Some.Ec2, options);
        Assert.Equal(("route-metadata", Culprit.Image), FirstCause(report));
    }

    /// <summary>Options in ENTRYPOINT are not seen by check: with EKS' credentials at hand, ECS' default route is not missed.</summary>
    [Fact]
    public void Of_CredentialsReachedElsewhere_WarnsOfADefaultRoute()
    {
        var report = Judge(Healthy with { Network = Some.Nat(), CredentialsAddress = Some.Address("169.254.170.23"), InstanceMetadata = TimedOut });
        Assert.True(report.IsHealthy);
        Assert.Equal(CheckStatus.Warn, Find(report, "route-credentials").Status);
    }

    [Fact]
    public void Of_ADeadGateway_SaysNothingOfTheHopLimit()
    {
        var report = Judge(Healthy with { GatewayError = 67, Credentials = TimedOut, TaskMetadata = TimedOut, InstanceMetadata = TimedOut });
        Assert.Equal(CheckStatus.Skip, Find(report, "instance-metadata").Status);
    }

    [Fact]
    public void Of_AContainerOutsideAnyCloud_ExpectsNoMetadata()
    {
        var check = Find(Judge(Healthy with { Variables = [], CredentialsAddress = null, Credentials = null, TaskMetadata = null, InstanceMetadata = TimedOut }), "instance-metadata");
        Assert.Equal((CheckStatus.Warn, (string?)null), (check.Status, check.Hint));
    }

    /// <summary>The agent's /32 wins against a script's wider route.</summary>
    [Fact]
    public void Of_AwsvpcWithAWiderRouteOfAScript_AccusesTheHost()
    {
        var network = Some.Nat(Some.Route("169.254.170.2/32", "0.0.0.0", 3), Some.Route("169.254.0.0/16", "172.30.0.1"));
        Assert.Equal(("credentials", Culprit.Host), FirstCause(Judge(Healthy with { Network = network, GatewayError = null, Credentials = TimedOut })));
    }

    /// <summary>How Fargate reaches its agent is not known: whatever route it has is its own.</summary>
    [Fact]
    public void Of_FargateWithARouteByAGateway_LetsItBe()
    {
        var report = Judgement.Of(Healthy with { GatewayError = null }, Some.Fargate, Some.Defaults);
        Assert.Equal(CheckStatus.Pass, Find(report, "route-credentials").Status);
    }

    [Fact]
    public void Of_AnUnreadableNetwork_SaysWhy()
    {
        var report = Judge(WithoutRoutes with { Network = null, GatewayError = null, NetworkFailure = Some.Failure("Could not read.", "Do this.") });
        Assert.Equal("network-mode", FirstCause(report).Name);
        Assert.Equal(new Check("network-mode", CheckStatus.Fail, "Could not read.", Culprit.Image, "Do this."), Find(report, "network-mode"));
    }

    [Fact]
    public void Of_AGatewayThatIsTheContainerItself_SaysSo()
    {
        var network = Some.Nat() with { Addresses = [Some.InterfaceAddress("172.30.12.34")] };
        var report = Judgement.Of(Healthy with { Network = network }, Some.Ec2, Some.Defaults with { Gateway = Some.Address("172.30.12.34") });
        Assert.Equal("network-mode", FirstCause(report).Name);
        Assert.Equal(11, report.Checks.Count);
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
        });
        Assert.True(report.IsHealthy);
        Assert.Equal(CheckStatus.Pass, Find(report, "route-credentials").Status);
        Assert.Equal(CheckStatus.Skip, Find(report, "instance-metadata").Status);
        Assert.DoesNotContain(report.Checks, check => check.Status == CheckStatus.Warn);
        Assert.Equal(["container", "host 169.254.170.2"], report.Way.Select(stretch => stretch.From));
    }

    /// <summary>In awsvpc mode the PowerShell script sends what is meant for the platform's route to the task's network.</summary>
    [Fact]
    public void Of_AwsvpcWithTheScriptsRoute_AccusesTheImage()
    {
        var seen = Healthy with { Network = Some.Nat(Some.Route("169.254.170.2/32", "0.0.0.0", 3), ToCredentials), GatewayError = null, Credentials = TimedOut };
        var report = Judge(seen);
        Assert.Equal(("credentials", Culprit.Image), FirstCause(report));
        Assert.Contains("the route leads to 172.30.0.1", Find(report, "credentials").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NatToldAwsvpc_AsksWhetherThatIsRight()
    {
        var options = Some.Defaults with { Mode = NetworkMode.Awsvpc, ModeSource = "BOOTSTRAP_MODE" };
        var report = Judgement.Of(WithoutRoutes with { GatewayError = null }, Some.Ec2, options);
        Assert.Equal(("credentials", Culprit.Image), FirstCause(report));
        Assert.Equal("Is BOOTSTRAP_MODE right? bootstrap check --mode auto says what there is.", Find(report, "credentials").Hint);
    }

    [Fact]
    public void Of_MetadataThatIsRefused_SaysNothingOfTheHopLimit()
    {
        var check = Find(Judge(Healthy with { InstanceMetadata = new HttpFailure(HttpFailureKind.NoConnection, "no connection") }), "instance-metadata");
        Assert.Equal(CheckStatus.Warn, check.Status);
        Assert.DoesNotContain("hop limit", check.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_MetadataThatTimesOutByARightRoute_HintsAtTheHopLimit()
    {
        var report = Judge(Healthy with { InstanceMetadata = TimedOut });
        Assert.True(report.IsHealthy);
        Assert.Equal(CheckStatus.Warn, Find(report, "instance-metadata").Status);
        Assert.Contains("hop limit of 2", Find(report, "instance-metadata").Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_AnAgentThatSaysAnotherMode_Warns()
    {
        var check = Find(Judge(Healthy with { TaskMetadata = Answer(200, """{"Networks":[{"NetworkMode":"awsvpc"}]}""") }), "task-metadata");
        Assert.Equal((CheckStatus.Warn, "says awsvpc, and nat was recognised"), (check.Status, check.Detail));
    }

    [Fact]
    public void Of_ATaskWithoutARole_IsHealthyAndSaysSo()
    {
        var report = Judge(Healthy with { CredentialsAddress = null, Credentials = null, WhyNoCredentialsRequest = new NoRequest("neither is set", CredentialsHints.NoUri, IsFault: false) });
        Assert.True(report.IsHealthy);
        Assert.Equal(CheckStatus.Warn, Find(report, "environment").Status);
        Assert.Contains("taskRoleArn", Find(report, "environment").Hint, StringComparison.Ordinal);
        Assert.Equal(new Check("credentials", CheckStatus.Skip, "neither is set"), Find(report, "credentials"));
        Assert.Empty(report.Way);
    }

    /// <summary>The platform, or a person, meant the workload to have credentials.</summary>
    [Fact]
    public void Of_AVariableThatNoSdkCanUse_AccusesTheTaskDefinition()
    {
        var report = Judge(Healthy with { CredentialsAddress = null, Credentials = null, WhyNoCredentialsRequest = new NoRequest("no token", CredentialsHints.TokenFile, IsFault: true) });
        Assert.Equal(("environment", Culprit.TaskDefinition), FirstCause(report));
        Assert.Equal(CredentialsHints.TokenFile, Find(report, "environment").Hint);
    }

    /// <summary>Some machines do not answer ARP; what comes through such a gateway is proof enough.</summary>
    [Fact]
    public void Of_AGatewayThatDoesNotAnswerAndLeadsToAnAgentThatIsNotReady_AccusesTheAgent()
    {
        var report = Judge(Healthy with { GatewayError = 67, Credentials = Answer(503, "{}") });
        Assert.Equal(CheckStatus.Warn, Find(report, "gateway-answers").Status);
        Assert.Equal(("credentials", Culprit.Host), FirstCause(report));
    }

    [Fact]
    public void Of_ARefusalBehindADeadGateway_AccusesTheHostsNetwork()
    {
        var refused = new HttpFailure(HttpFailureKind.NoConnection, "refused or impossible");
        Assert.Equal(("gateway-answers", Culprit.Host), FirstCause(Judge(Healthy with { GatewayError = 258, Credentials = refused, TaskMetadata = refused, InstanceMetadata = refused })));
    }

    /// <summary>Like the hop limit, which keeps back the same.</summary>
    [Fact]
    public void Of_AMissingMetadataRouteAlone_Warns()
    {
        var report = Judge(Healthy with { Network = Some.Nat(ToCredentials), InstanceMetadata = TimedOut });
        Assert.True(report.IsHealthy);
        Assert.Equal((CheckStatus.Warn, Culprit.Image), (Find(report, "route-metadata").Status, Find(report, "route-metadata").Culprit));
        Assert.Contains("missing", Find(report, "route-metadata").Detail, StringComparison.Ordinal);
        Assert.Contains("all the same", Find(Judge(Healthy with { Network = Some.Nat(ToCredentials) }), "route-metadata").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ADeadAgentOnFargate_SaysNothingOfAHostThatNobodyHas()
    {
        var report = Judgement.Of(Healthy with { Network = Some.Nat(), Credentials = TimedOut, TaskMetadata = TimedOut, GatewayError = null }, Some.Fargate, Some.Defaults);
        Assert.Equal(("credentials", Culprit.Host), FirstCause(report));
        Assert.DoesNotContain(report.Checks, check => check.Hint?.Contains("Initialize-ECSAgent", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void Of_ADeadEksAgent_NamesIt()
    {
        var route = Some.Route("169.254.170.23/32", "172.30.0.1");
        var options = Some.Defaults with { Prefixes = [LinkLocal.EksPodIdentity] };
        var report = Judgement.Of(Healthy with { Network = Some.Nat(route), CredentialsAddress = Some.Address("169.254.170.23"), Credentials = TimedOut }, Some.Ec2, options);
        Assert.Contains("no EKS Pod Identity Agent answers", Find(report, "credentials").Hint, StringComparison.Ordinal);
        Assert.Equal("EKS agent", report.Destination);
    }

    /// <summary>EKS' address is routed only when it is asked for.</summary>
    [Fact]
    public void Of_CredentialsAtAnAddressThatIsNotRouted_NamesTheOption()
    {
        var check = Find(Judge(Healthy with { CredentialsAddress = Some.Address("169.254.170.23"), Credentials = TimedOut }), "credentials");
        Assert.Equal("no answer within 3 s from 169.254.170.23: no route was asked for", check.Detail);
        Assert.Contains("--route eks-pod-identity", check.Hint, StringComparison.Ordinal);
    }

    /// <summary>Whatever is seen: every check once, no secret, and the way breaks at one place at most.</summary>
    [Fact]
    public void Of_AnyObservations_HoldsTogether()
    {
        var outcome = Gen.OneOf<HttpOutcome?>(
            null, Credentials, TimedOut, new HttpFailure(HttpFailureKind.NoConnection, "none"), new HttpFailure(HttpFailureKind.BadAnswer, "bad"),
            Answer(503, "{}"), Answer(400, "{}"), Answer(200, "HUSH"), Answer(302, "HUSH"), Answer(403, ""), Answer(200, """{"Networks":[{"NetworkMode":"awsvpc"}]}"""));
        var network = Gen.OneOf<NetworkSnapshot?>(
            null, Some.Snapshot([]), Some.Snapshot([Some.Container]), Some.Nat(), Some.Nat(ToCredentials), Some.Nat(ToCredentials, ToMetadata),
            Some.Nat(Some.Route("169.254.170.2/32", "172.30.0.9")), Some.Nat(Some.Route("169.254.170.2/32", "0.0.0.0", 3)));
        Gen.Select(outcome, outcome, outcome, network, Gen.Bool, Gen.OneOf<uint?>(null, 0, 67, 258), Gen.Select(Gen.Bool, Gen.Bool)).Sample((credentials, task, instance, seen, administrator, gateway, where) =>
        {
            var (fargate, eks) = where;
            var report = Judgement.Of(
                Healthy with
                {
                    Credentials = credentials,
                    CredentialsAddress = credentials is null ? null : Some.Address(eks ? "169.254.170.23" : "169.254.170.2"),
                    TaskMetadata = task,
                    InstanceMetadata = instance,
                    Network = seen,
                    IsAdministrator = administrator,
                    GatewayError = gateway,
                },
                fargate ? Some.Fargate : Some.Ec2,
                Some.Defaults);
            Assert.Equal(11, report.Checks.Select(check => check.Name).Distinct().Count());
            Assert.True(report.Way.Count(stretch => stretch.Break is not null) <= 1);
            Assert.Equal(report.Way.Any(stretch => stretch.IsOpen is not true), report.Way.Any(stretch => stretch.Break is not null));
            foreach (var text in (string[])[ReportText.ToText(report, coloured: true), ReportText.ToJson(report)])
            {
                Assert.DoesNotContain("HUSH", text, StringComparison.Ordinal);
            }

            Assert.All(ReportText.ToText(report, coloured: false).Split('\n'), line => Assert.True(line.Length <= 80, line));
        });
    }

    private static Report Judge(Observations seen) => Judgement.Of(seen, Some.Ec2, Some.Defaults);

    private static Check Find(Report report, string name) => report.Checks.Single(check => check.Name == name);

    private static (string? Name, Culprit? Culprit) FirstCause(Report report) => (report.FirstCause?.Name, report.FirstCause?.Culprit);

    private static HttpAnswer Answer(int status, string body) => new(status, Encoding.UTF8.GetBytes(body));
}
