using System.Text;
using Bootstrap.Ecs;
using Bootstrap.Endpoints;
using Bootstrap.Logging;
using Bootstrap.Network;
using Serilog;

namespace Bootstrap.Tests.Endpoints;

public class CredentialsWaitTests
{
    private static readonly HttpRequest Request = new("GET", new Uri("http://169.254.170.2/v2/credentials/x"));
    private static readonly HttpAnswer Good = Answer(200, """{"RoleArn":"arn:aws:iam::1:role/r","AccessKeyId":"A","SecretAccessKey":"S","Token":"T","Expiration":"2999-01-01T00:00:00Z"}""");
    private static readonly HttpAnswer NotYet = Answer(503, """{"code":"CredentialsUninitialized"}""");
    private static readonly HttpFailure NoAnswer = new(HttpFailureKind.NoConnection, "no connection");

    private readonly ManualTime _time = new();
    private readonly List<string> _log = [];
    private int _requests;

    [Fact]
    public void Run_WithCredentialsAtOnce_WaitsForNothing()
    {
        Run(TimeSpan.FromSeconds(30), Good);
        Assert.Equal(TimeSpan.Zero, _time.Elapsed);
        Assert.Equal(["credentials: arn:aws:iam::1:role/r, valid until 2999-01-01 00:00:00Z"], _log);
    }

    [Fact]
    public void Run_WhenTheyComeLater_TriesAgainWithGrowingPausesAndSaysEachReasonOnce()
    {
        Run(TimeSpan.FromSeconds(30), NoAnswer, NoAnswer, NotYet, NotYet, Good);
        Assert.Equal(TimeSpan.FromMilliseconds(100 + 200 + 400 + 800), _time.Elapsed);
        Assert.Equal(
            [
                "waiting for credentials, at most 30 s: no connection",
                "waiting for credentials, at most 29.7 s: HTTP 503 CredentialsUninitialized",
                "credentials: arn:aws:iam::1:role/r, valid until 2999-01-01 00:00:00Z",
            ],
            _log);
    }

    [Fact]
    public void Run_WithAWrongId_FailsAtOnce()
    {
        var failure = Assert.Throws<BootstrapException>(() => Run(TimeSpan.FromSeconds(30), Answer(400, """{"code":"InvalidIdInRequest"}""")));
        Assert.Equal(ExitCode.NetworkFailed, failure.ExitCode);
        Assert.Equal("The credentials endpoint refuses: HTTP 400 InvalidIdInRequest.", failure.Message);
        Assert.Equal(1, _requests);
    }

    [Fact]
    public void Run_WhenTheTimeIsOver_SaysWhatTheLastAnswerWas()
    {
        var failure = Assert.Throws<BootstrapException>(() => Run(TimeSpan.FromSeconds(3), NotYet));
        Assert.Equal("No credentials after 3 s: HTTP 503 CredentialsUninitialized.", failure.Message);
        Assert.Contains("Host:", failure.Hint, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(2.75), _time.Elapsed); // what is left was the last request's
    }

    /// <summary>What the endpoint says counts, not that there was no time left for it to say it again.</summary>
    [Fact]
    public void Run_WhenTheLastRequestIsCutShort_SaysWhatTheOneBeforeWas()
    {
        using var log = new LoggerConfiguration().CreateLogger();
        var failure = Assert.Throws<BootstrapException>(() => new CredentialsWait(
            (_, bound) => bound < TimeSpan.FromSeconds(1) ? NoAnswer : NotYet, _time, _time.Advance, log).Run(() => Request, TimeSpan.FromSeconds(3), plan: null));
        Assert.Equal("No credentials after 3 s: HTTP 503 CredentialsUninitialized.", failure.Message);
    }

    [Fact]
    public void Run_WithNoTimeAtAll_AsksOnce()
    {
        Assert.Throws<BootstrapException>(() => Run(TimeSpan.Zero, NoAnswer));
        Assert.Equal(1, _requests);
    }

    /// <summary>Whoever answers there, and on whose host, decides who can do something.</summary>
    [Theory]
    [InlineData("169.254.170.2", NetworkMode.Nat, "-EnableTaskIAMRole")]
    [InlineData("169.254.170.2", NetworkMode.Awsvpc, "bootstrap check --mode auto")]
    [InlineData("169.254.170.2", NetworkMode.Fargate, "ask AWS Support")]
    [InlineData("169.254.170.23", NetworkMode.Awsvpc, "EKS Pod Identity Agent")]
    [InlineData("169.254.170.23", NetworkMode.Nat, "add --route eks-pod-identity")]
    public void Run_WithoutAnAnswer_HintsAtWhoIsToAnswer(string address, object mode, string hint)
    {
        var routes = Some.Defaults.Prefixes.Select(prefix => new PlannedRoute(new RouteKey(prefix, Some.Address("172.30.0.1"), 2), RouteAction.Keep, "there", Metric: null, [], [], IsRequired: true)).ToList();
        var plan = new Plan((NetworkMode)mode, "reason", null, null, routes, []);
        using var log = new LoggerConfiguration().CreateLogger();
        var failure = Assert.Throws<BootstrapException>(() => new CredentialsWait((_, _) => NoAnswer, _time, _time.Advance, log).Run(
            () => new HttpRequest("GET", new Uri($"http://{address}/")), TimeSpan.Zero, plan));
        Assert.Contains(hint, failure.Hint, StringComparison.Ordinal);
    }

    /// <summary>The last of <paramref name="outcomes"/> stays.</summary>
    private void Run(TimeSpan timeout, params HttpOutcome[] outcomes)
    {
        using var log = new LoggerConfiguration().WriteTo.Sink(new ListSink(_log)).CreateLogger();
        new CredentialsWait((_, _) => outcomes[Math.Min(_requests++, outcomes.Length - 1)], _time, _time.Advance, log).Run(() => Request, timeout, plan: null);
    }

    private static HttpAnswer Answer(int status, string body) => new(status, Encoding.UTF8.GetBytes(body));
}
