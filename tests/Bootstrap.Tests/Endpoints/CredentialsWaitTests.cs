using System.Text;
using Bootstrap.Endpoints;
using Bootstrap.Logging;
using Serilog;

namespace Bootstrap.Tests.Endpoints;

public class CredentialsWaitTests
{
    private static readonly HttpRequest Request = new("GET", new Uri("http://169.254.170.2/v2/credentials/x"));
    private static readonly HttpAnswer Good = Answer(
        200,
        """{"RoleArn":"arn:aws:iam::1:role/r","AccessKeyId":"A","SecretAccessKey":"S","Token":"T","Expiration":"2999-01-01T00:00:00Z"}"""
    );
    private static readonly HttpAnswer NotYet = Answer(503, """{"code":"CredentialsUninitialized"}""");
    private static readonly HttpFailure NoAnswer = new(HttpFailureKind.Refused, "no connection");

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
    public void Run_WhenTheyComeLater_RetriesWithGrowingPausesAndLogsEachReasonOnce()
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

    /// <summary>
    /// All of them may be temporary: a restarting agent, a rate limiter, another program before the proxy has started.
    /// </summary>
    [Theory]
    [InlineData(400, """{"code":"InvalidIdInRequest"}""")]
    [InlineData(404, """{"code":"NoCredentialsAssociated"}""")]
    [InlineData(429, "You have reached maximum request limit.")]
    [InlineData(500, """{"code":"InternalServerError"}""")]
    [InlineData(404, "<html>")]
    [InlineData(503, "<html>")]
    [InlineData(302, "")]
    [InlineData(200, "<html>")]
    [InlineData(200, """{"AccessKeyId":"A","SecretAccessKey":"S","Token":"T","Expiration":"2020-01-01T00:00:00Z"}""")]
    public void Run_WithAnAnswerThatMayPass_TriesAgain(int status, string body)
    {
        Run(TimeSpan.FromSeconds(30), Answer(status, body), Answer(status, body), Good);
        Assert.Equal(3, _requests);
    }

    [Fact]
    public void Run_WithoutAnIdInTheVariable_FailsAtOnce()
    {
        var failure = Assert.Throws<BootstrapException>(() =>
            Run(TimeSpan.FromSeconds(30), Answer(400, """{"code":"NoIdInRequest"}"""))
        );
        Assert.Equal(ExitCode.SetupFailed, failure.ExitCode);
        Assert.Equal("The credentials endpoint refuses the request: HTTP 400 NoIdInRequest.", failure.Message);
        Assert.Equal(1, _requests);
    }

    /// <summary>The file with the token may be mounted late; an invalid variable does not become valid later.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_WithoutARequest_WaitsOnlyWhereThatMayChange(bool mayChange)
    {
        var asked = 0;
        using var log = new LoggerConfiguration().CreateLogger();
        var wait = new CredentialsWait((_, _) => Good, _time, _time.Advance, log);
        void Wait() =>
            wait.Run(
                () =>
                    asked++ < 2
                        ? CredentialsTarget.None(new NoRequest("no token", "hint", IsFault: true, mayChange))
                        : CredentialsTarget.Of(Request),
                TimeSpan.FromSeconds(30),
                (_, _) => null
            );
        if (mayChange)
        {
            Wait();
            Assert.Equal(3, asked);
        }
        else
        {
            Assert.Equal(
                "There are no credentials to wait for: no token.", Assert.Throws<BootstrapException>(Wait).Message
            );
        }
    }

    [Fact]
    public void Run_WhenTheTimeIsOver_ReportsTheLastAnswer()
    {
        var failure = Assert.Throws<BootstrapException>(() => Run(TimeSpan.FromSeconds(3), NotYet));
        Assert.Equal("No credentials after 3 s: HTTP 503 CredentialsUninitialized.", failure.Message);
        Assert.Equal("what to do about NotReady", failure.Hint);
        Assert.Equal(TimeSpan.FromSeconds(2.75), _time.Elapsed); // The last request used the rest.
    }

    /// <summary>The failure names the endpoint's last answer, not the request that was cut short.</summary>
    [Fact]
    public void Run_WhenTheLastRequestIsCutShort_ReportsTheAnswerBefore()
    {
        using var log = new LoggerConfiguration().CreateLogger();
        var failure = Assert.Throws<BootstrapException>(() =>
            new CredentialsWait(
                (_, bound) => bound < TimeSpan.FromSeconds(1) ? NoAnswer : NotYet,
                _time, _time.Advance, log
            ).Run(() => CredentialsTarget.Of(Request), TimeSpan.FromSeconds(3), (_, _) => null)
        );
        Assert.Equal("No credentials after 3 s: HTTP 503 CredentialsUninitialized.", failure.Message);
    }

    /// <summary>A busy agent: SDKs wait longer than the first time-out, so later requests wait longer too.</summary>
    [Theory]
    [InlineData(1.4, HttpFailureKind.Silent, 1)]
    [InlineData(2, HttpFailureKind.Silent, 2)]
    [InlineData(2.9, HttpFailureKind.Unreachable, 2)]
    [InlineData(4.9, HttpFailureKind.Silent, 3)]
    public void Run_WithASlowAgent_GivesLaterRequestsMoreTime(double seconds, object kind, int requests)
    {
        var answer = TimeSpan.FromSeconds(seconds);
        var bounds = RunWithBounds(TimeSpan.FromSeconds(30), bound =>
            bound >= answer ? (answer, Good) : (bound, new HttpFailure((HttpFailureKind)kind, "nothing")));
        Assert.Equal(requests, bounds.Count);
    }

    /// <summary>A refusal comes at once: it says nothing about the time that an answer needs.</summary>
    [Fact]
    public void Run_AfterRefusals_GivesLaterRequestsNotMoreTime()
    {
        var bounds = new List<TimeSpan>();
        Assert.Throws<BootstrapException>(() => RunWithBounds(
            TimeSpan.FromSeconds(10), _ => (TimeSpan.Zero, NoAnswer), bounds));
        Assert.All(bounds, bound => Assert.True(bound <= TimeSpan.FromSeconds(1.5)));
    }

    /// <summary>The whole wait never takes longer than its bound.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(61)]
    public void Run_WithASilentAgent_EndsInTime(double seconds)
    {
        var bounds = new List<TimeSpan>();
        Assert.Throws<BootstrapException>(() => RunWithBounds(
            TimeSpan.FromSeconds(seconds),
            bound => (bound, new HttpFailure(HttpFailureKind.Silent, "nothing")),
            bounds));
        Assert.InRange(_time.Elapsed.TotalSeconds, seconds - 0.25, seconds);
        Assert.All(bounds, bound => Assert.True(bound <= TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void Run_WithNoTimeAtAll_SendsOneRequest()
    {
        Assert.Throws<BootstrapException>(() => Run(TimeSpan.Zero, NoAnswer));
        Assert.Equal(1, _requests);
    }

    /// <summary>Each request takes the returned time. Returns the bounds of the requests.</summary>
    private List<TimeSpan> RunWithBounds(
        TimeSpan timeout, Func<TimeSpan, (TimeSpan Took, HttpOutcome Outcome)> agent, List<TimeSpan>? bounds = null)
    {
        bounds ??= [];
        using var log = new LoggerConfiguration().CreateLogger();
        new CredentialsWait(
            (_, bound) =>
            {
                bounds.Add(bound);
                var (took, outcome) = agent(bound);
                _time.Advance(took);
                return outcome;
            },
            _time, _time.Advance, log
        ).Run(() => CredentialsTarget.Of(Request), timeout, (_, _) => null);
        return bounds;
    }

    /// <summary>The last of <paramref name="outcomes"/> is repeated.</summary>
    private void Run(TimeSpan timeout, params HttpOutcome[] outcomes)
    {
        using var log = new LoggerConfiguration().WriteTo.Sink(new ListSink(_log)).CreateLogger();
        new CredentialsWait(
            (_, _) => outcomes[Math.Min(_requests++, outcomes.Length - 1)],
            _time, _time.Advance, log
        ).Run(() => CredentialsTarget.Of(Request), timeout, (state, _) => $"what to do about {state.Status}");
    }

    private static HttpAnswer Answer(int status, string body) => new(status, Encoding.UTF8.GetBytes(body));
}
