using System.Text;
using Bootstrap.Ecs;
using Bootstrap.Endpoints;
using CsCheck;

namespace Bootstrap.Tests.Endpoints;

public class CredentialsEndpointTests
{
    private const string Good =
        """{"RoleArn":"arn:aws:iam::123456789012:role/r","AccessKeyId":"ASIA","SecretAccessKey":"HUSH-KEY","Token":"HUSH-TOKEN","Expiration":"2026-11-24T12:00:00Z"}""";

    private static readonly DateTimeOffset Now = new(2026, 11, 24, 6, 0, 0, TimeSpan.Zero);

    private const string FullUriNotAsked =
        "AWS_CONTAINER_CREDENTIALS_FULL_URI is not plain http to 169.254.170.2 or 169.254.170.23, the only addresses that bootstrap queries";

    [Fact]
    public void Find_WithBothUris_IsTheRelativeOneAsTheSdksDo()
    {
        var request = Find(
            (TaskVariables.CredentialsRelativeUri, "/v2/credentials/x"),
            (TaskVariables.CredentialsFullUri, "http://169.254.170.23/")
        );
        Assert.Equal(
            CredentialsTarget.Of(new HttpRequest("GET", new Uri("http://169.254.170.2/v2/credentials/x"))), request
        );
    }

    [Fact]
    public void Find_WithAFullUriAndATokenFile_SendsWhatIsInTheFile()
    {
        var request = Find(
            (TaskVariables.CredentialsFullUri, "http://169.254.170.23/v1/credentials"),
            (TaskVariables.AuthorizationTokenFile, "token.txt"), (TaskVariables.AuthorizationToken, "other")
        );
        Assert.Equal(
            CredentialsTarget.Of(
                new HttpRequest(
                    "GET", new Uri("http://169.254.170.23/v1/credentials"), "Authorization: token.txt's text"
                )
            ),
            request
        );
    }

    [Theory]
    [InlineData(
        null, null, null,
        "neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set",
        CredentialsHints.NoUri, false
    )]
    [InlineData(
        "v2", null, null, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is not a path: it must begin with /",
        CredentialsHints.ForeignUri, true
    )]
    [InlineData(
        "@example.com/", null, null, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is not a path: it must begin with /",
        CredentialsHints.ForeignUri, true
    )]
    [InlineData(null, "http://example.com/", "HUSH", FullUriNotAsked, CredentialsHints.UriThatNoSdkTakes, false)]
    [InlineData(null, "example", "HUSH", FullUriNotAsked, CredentialsHints.UriThatNoSdkTakes, true)]
    [InlineData(null, "http://169.254.1.2/", "HUSH", FullUriNotAsked, CredentialsHints.UriThatNoSdkTakes, false)]
    [InlineData(
        null, "http://[fd00:ec2::23]/v1/credentials", "HUSH", FullUriNotAsked, CredentialsHints.UriOfAnother, false
    )]
    [InlineData(null, "https://example.com/", "HUSH", FullUriNotAsked, CredentialsHints.UriOfAnother, false)]
    [InlineData(null, "http://127.0.0.1:8080/", "HUSH", FullUriNotAsked, CredentialsHints.UriOfAnother, false)]
    [InlineData(
        null, "http://169.254.170.23/", "HUSH\r\nHost: example.com",
        "the authorization token contains characters that an HTTP header must not contain", CredentialsHints.Token, true
    )]
    public void Find_ThatMustNotBeMade_ReportsWhyWithoutTheValue(
        string? relative, string? full, string? token, string why, string hint, bool isFault
    )
    {
        var target = Find(
            (TaskVariables.CredentialsRelativeUri, relative), (TaskVariables.CredentialsFullUri, full),
            (TaskVariables.AuthorizationToken, token)
        );
        Assert.Equal(CredentialsTarget.None(new NoRequest(why, hint, isFault)), target);
    }

    [Fact]
    public void Find_WithATokenFileThatIsMissing_ReportsIt()
    {
        var variables = new TaskVariables(name =>
            name == TaskVariables.CredentialsFullUri ? "http://169.254.170.23/"
            : name == TaskVariables.AuthorizationTokenFile ? "C:\\HUSH"
            : null
        );
        var whyNot = CredentialsEndpoint.Find(variables, _ => throw new FileNotFoundException()).WhyNot;
        Assert.Equal(
            "the file that AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names cannot be read: it does not exist", whyNot?.What
        );
        Assert.True(whyNot is { IsFault: true, MayChange: true });
    }

    [Theory]
    [InlineData(
        200,
        Good,
        CredentialsStatus.Ready,
        "arn:aws:iam::123456789012:role/r, valid until 2026-11-24 12:00:00Z"
    )]
    [InlineData(
        503,
        """{"code":"CredentialsUninitialized","message":"for ID HUSH","HTTPErrorCode":503}""",
        CredentialsStatus.NotReady,
        "HTTP 503 CredentialsUninitialized"
    )]
    [InlineData(500, """{"code":"InternalServerError"}""", CredentialsStatus.NotReady, "HTTP 500 InternalServerError")]
    [InlineData(429, "You have reached maximum request limit.", CredentialsStatus.Throttled, "HTTP 429")]
    [InlineData(
        400,
        """{"code":"InvalidIdInRequest","message":"HUSH","HTTPErrorCode":400}""",
        CredentialsStatus.UnknownId,
        "HTTP 400 InvalidIdInRequest"
    )]
    [InlineData(400, """{"code":"NoIdInRequest"}""", CredentialsStatus.NoId, "HTTP 400 NoIdInRequest")]
    [InlineData(
        404,
        """{"code":"NoCredentialsAssociated"}""",
        CredentialsStatus.Error,
        "HTTP 404 NoCredentialsAssociated"
    )]
    [InlineData(500, "", CredentialsStatus.Foreign, "HTTP 500 without the ECS agent's error code")]
    [InlineData(503, "<html>", CredentialsStatus.Foreign, "HTTP 503 without the ECS agent's error code")]
    [InlineData(
        404,
        """{"code":"HUSH HUSH\n"}""",
        CredentialsStatus.Foreign,
        "HTTP 404 without the ECS agent's error code"
    )]
    [InlineData(400, """{"code":7}""", CredentialsStatus.Foreign, "HTTP 400 without the ECS agent's error code")]
    [InlineData(302, "", CredentialsStatus.Foreign, "HTTP 302 without credentials")]
    [InlineData(200, "", CredentialsStatus.Foreign, "an answer that is not JSON")]
    [InlineData(200, "<html>", CredentialsStatus.Foreign, "an answer that is not JSON")]
    [InlineData(200, "[1,2]", CredentialsStatus.Foreign, "an answer without AccessKeyId")]
    [InlineData(200, """{"AccessKeyId":7}""", CredentialsStatus.Foreign, "an answer without AccessKeyId")]
    [InlineData(200, """{"AccessKeyId":"\uD800"}""", CredentialsStatus.Foreign, "an answer without AccessKeyId")]
    [InlineData(
        200,
        """{"AccessKeyId":"A","SecretAccessKey":"HUSH","Token":"HUSH","Expiration":"soon"}""",
        CredentialsStatus.Foreign,
        "an answer whose Expiration is not a time"
    )]
    [InlineData(
        200,
        """{"AccessKeyId":"A","SecretAccessKey":"HUSH","Token":"HUSH","Expiration":"2026-11-24T05:00:00Z"}""",
        CredentialsStatus.Expired,
        "an unnamed role, expired at 2026-11-24 05:00:00Z"
    )]
    [InlineData(
        200,
        """{"RoleArn":"\u001b[31mHUSH","AccessKeyId":"A","SecretAccessKey":"HUSH","Token":"HUSH","Expiration":"2026-11-24T12:00:00Z"}""",
        CredentialsStatus.Ready,
        "a role with an unusual name, valid until 2026-11-24 12:00:00Z"
    )]
    public void Read_OfAnAnswer_ReportsWhatItIs(int status, string body, object expected, string detail) =>
        Assert.Equal(
            new CredentialsState((CredentialsStatus)expected, detail),
            CredentialsEndpoint.Read(
                new HttpAnswer(status, Encoding.UTF8.GetBytes(body)), CredentialsProvider.EcsAgent, Now
            )
        );

    /// <summary>Other providers have no code in their errors.</summary>
    [Theory]
    [InlineData("http://169.254.170.23/v1/credentials", 404, CredentialsStatus.Error)]
    [InlineData("http://169.254.170.23/v1/credentials", 500, CredentialsStatus.NotReady)]
    [InlineData("http://169.254.170.23/v1/credentials", 429, CredentialsStatus.Throttled)]
    [InlineData("http://169.254.170.2/creds", 404, CredentialsStatus.Error)]
    [InlineData("http://169.254.170.2/role/some", 500, CredentialsStatus.NotReady)]
    [InlineData("http://169.254.170.2/creds", 302, CredentialsStatus.Foreign)]
    [InlineData("http://169.254.170.2/v2/credentials", 404, CredentialsStatus.Error)]
    [InlineData("http://169.254.170.2/v2/credentialsX", 404, CredentialsStatus.Error)]
    [InlineData("http://169.254.170.2/v1/credentials/x", 404, CredentialsStatus.Error)]
    [InlineData("http://169.254.170.2/v2/credentials/x", 404, CredentialsStatus.Foreign)]
    [InlineData("http://169.254.170.2/v2/credentials/", 404, CredentialsStatus.Foreign)]
    [InlineData("http://169.254.170.2/v1/credentials?id=x", 500, CredentialsStatus.Foreign)]
    public void Read_OfAnErrorInText_DependsOnTheProvider(string endpoint, int status, object expected) =>
        Assert.Equal(
            (CredentialsStatus)expected, CredentialsEndpoint
                .Read(
                    new HttpAnswer(status, "text"u8.ToArray()), CredentialsEndpoint.ProviderAt(new Uri(endpoint)), Now
                )
                .Status
        );

    [Theory]
    [InlineData(HttpFailureKind.NotSent, CredentialsStatus.NotSent, false)]
    [InlineData(HttpFailureKind.Unreachable, CredentialsStatus.Unreachable, false)]
    [InlineData(HttpFailureKind.Refused, CredentialsStatus.Refused, false)]
    [InlineData(HttpFailureKind.Silent, CredentialsStatus.Silent, true)]
    [InlineData(HttpFailureKind.Closed, CredentialsStatus.Closed, true)]
    [InlineData(HttpFailureKind.BadAnswer, CredentialsStatus.Foreign, true)]
    public void Read_OfAFailure_KeepsItsMessageAndHowFarItCame(object kind, object expected, bool isConnected)
    {
        var failure = new HttpFailure((HttpFailureKind)kind, "why");
        var state = CredentialsEndpoint.Read(failure, CredentialsProvider.EcsAgent, Now);
        Assert.Equal(new CredentialsState((CredentialsStatus)expected, "why"), state);
        Assert.Equal((isConnected, isConnected), (state.IsConnected, failure.IsConnected));
        Assert.Equal(failure.IsAnswered, state.IsAnswered);
    }

    /// <summary>Any answer is read without a crash, and no secret is shown.</summary>
    [Fact]
    public void Read_OfAnyBytes_NeitherThrowsNorLeaksText()
    {
        var cut = Gen.Select(Gen.Int[0, Good.Length], Gen.Byte.Array[0, 40], Gen.Int[0, Good.Length])
            .Select(
                (from, bytes, to) =>
                    (byte[])[.. Encoding.UTF8.GetBytes(Good[..from]), .. bytes, .. Encoding.UTF8.GetBytes(Good[to..])]
            );
        Gen.Select(Gen.OneOf(200, 302, 400, 503), Gen.OneOf(Gen.Byte.Array, cut))
            .Sample(
                (status, body) =>
                {
                    var state = CredentialsEndpoint.Read(
                        new HttpAnswer(status, body), CredentialsProvider.EcsAgent, Now
                    );
                    Assert.DoesNotContain("HUSH", state.Detail, StringComparison.Ordinal);
                    Assert.DoesNotContain('\n', state.Detail);
                    _ = TaskMetadata.NetworkMode(body);
                }
            );
    }

    private static CredentialsTarget Find(params (string Name, string? Value)[] variables) =>
        CredentialsEndpoint.Find(
            new TaskVariables(name => variables.FirstOrDefault(variable => variable.Name == name).Value),
            file => $"{file}'s text\n"
        );
}
