using System.Text;
using Bootstrap.Commands;
using Bootstrap.Ecs;
using Bootstrap.Endpoints;
using Bootstrap.Network;

namespace Bootstrap.Tests.Commands;

public class CredentialsProbeTests
{
    private int _requests;

    public static TheoryData<string, int, string, bool> Answers => new()
    {
        { "credentials", 200, """{"RoleArn":"arn:aws:iam::1:role/r","AccessKeyId":"A","SecretAccessKey":"S","Token":"T","Expiration":"2999-01-01T00:00:00Z"}""", true },
        { "no credentials yet", 503, Error("CredentialsUninitialized"), true },
        { "an agent that restarts", 400, Error("InvalidIdInRequest"), true },
        { "a rate limiter", 429, "You have reached maximum request limit.", true },
        { "another program", 200, "<html>", false },
        { "another program's error", 404, "not here", false },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void AnswerWithout_IsTheAnswerOfTheProviderAlone(string what, int status, string body, bool isOne)
    {
        var state = Probe(_ => Answer(status, body)).AnswerWithout([LinkLocal.Credentials], Some.Defaults);
        Assert.True(isOne == state is not null, $"{what}: {state}");
    }

    [Theory]
    [InlineData(HttpFailureKind.Refused)]
    [InlineData(HttpFailureKind.Silent)]
    [InlineData(HttpFailureKind.Closed)]
    [InlineData(HttpFailureKind.Unreachable)]
    public void AnswerWithout_AnAnswer_IsNull(object kind) => Assert.Null(
        Probe(_ => new HttpFailure((HttpFailureKind)kind, "no")).AnswerWithout([LinkLocal.Credentials], Some.Defaults));

    /// <summary>The endpoint's answer does not show that another route is not needed.</summary>
    [Fact]
    public void AnswerWithout_ANamedRouteElsewhere_DoesNotAsk()
    {
        var named = Some.Defaults with { Prefixes = [LinkLocal.Credentials, LinkLocal.Metadata] };
        Assert.Null(Probe(Unavailable).AnswerWithout([LinkLocal.Metadata], named));
        Assert.Equal(0, _requests);
        Assert.NotNull(Probe(Unavailable).AnswerWithout([LinkLocal.Credentials], named));
        Assert.NotNull(Probe(Unavailable).AnswerWithout([Some.Prefix("169.254.170.0/24")], named));
    }

    [Fact]
    public void AnswerWithout_ATaskWithoutARole_DoesNotAsk()
    {
        Assert.Null(Probe(Unavailable, uri: null).AnswerWithout([LinkLocal.Credentials], Some.Defaults));
        Assert.Equal(0, _requests);
    }

    [Fact]
    public void EndsWait_AsksOnceForEachRouteThatLeadsThere()
    {
        var probe = Probe(_ => new HttpFailure(HttpFailureKind.Unreachable, "no"));
        Assert.False(EndsWait(probe, Some.Nat()));
        Assert.Equal(0, _requests);

        var wide = Some.Route("169.254.0.0/16", "172.30.0.1");
        Assert.False(EndsWait(probe, Some.Nat(wide)));
        Assert.False(EndsWait(probe, Some.Nat(wide)));
        Assert.Equal(1, _requests);

        Assert.False(EndsWait(probe, Some.Nat(wide, Some.Route("169.254.170.2/32", "172.30.0.99"))));
        Assert.Equal(2, _requests);
    }

    /// <summary>Without the default route there is no metadata route, so it gets two seconds.</summary>
    [Fact]
    public void EndsWait_ByARouteThatWorks_IsTrueAfterTwoSeconds()
    {
        var probe = Probe(Unavailable);
        var network = Some.Nat(Some.Route("169.254.170.2/32", "172.30.0.254"));
        Assert.False(probe.EndsWait(network, Some.Defaults, TimeSpan.FromSeconds(1.9)));
        Assert.Equal(0, _requests);
        Assert.True(probe.EndsWait(network, Some.Defaults, TimeSpan.FromSeconds(2)));
    }

    /// <summary>The run would then fail for the other route, which the default route would bring.</summary>
    [Fact]
    public void EndsWait_WithANamedRouteThatIsMissing_IsFalse()
    {
        var named = Some.Defaults with { Prefixes = [LinkLocal.Credentials, LinkLocal.Metadata] };
        var credentials = Some.Route("169.254.170.2/32", "172.30.0.1");
        Assert.False(EndsWait(Probe(Unavailable), Some.Nat(credentials), named));
        Assert.Equal(0, _requests);

        var both = Some.Nat(credentials, Some.Route("169.254.169.254/32", "172.30.0.1"));
        Assert.True(EndsWait(Probe(Unavailable), both, named));
    }

    [Fact]
    public void EndsWait_ByTheRouteOfAutomaticAddresses_DoesNotAsk()
    {
        Assert.False(EndsWait(Probe(Unavailable), Some.Nat(Some.Route("169.254.0.0/16", "0.0.0.0"))));
        Assert.Equal(0, _requests);
    }

    [Fact]
    public void Missing_IsWhatTheLastSnapshotLacks()
    {
        var probe = Probe(Unavailable);
        Assert.Equal(LinkLocal.Default, probe.Missing(Some.Defaults));
        EndsWait(probe, Some.Nat(Some.Route("169.254.170.2/32", "172.30.0.1")));
        Assert.Equal([LinkLocal.Metadata], probe.Missing(Some.Defaults));
    }

    private static bool EndsWait(CredentialsProbe probe, NetworkSnapshot network, PlanOptions? options = null) =>
        probe.EndsWait(network, options ?? Some.Defaults, TimeSpan.FromMinutes(1));

    private CredentialsProbe Probe(Func<HttpRequest, HttpOutcome> answer, string? uri = "/v2/credentials/x") => new(
        (request, _) =>
        {
            _requests++;
            return answer(request);
        },
        () => CredentialsEndpoint.Find(
            new TaskVariables(name => name == TaskVariables.CredentialsRelativeUri ? uri : null), _ => string.Empty),
        TimeProvider.System);

    private static HttpAnswer Unavailable(HttpRequest request) =>
        Answer(503, Error("CredentialsUninitialized"));

    private static string Error(string code) => $$"""{"code":"{{code}}","message":"m","HTTPErrorCode":400}""";

    private static HttpAnswer Answer(int status, string body) => new(status, Encoding.UTF8.GetBytes(body));
}
