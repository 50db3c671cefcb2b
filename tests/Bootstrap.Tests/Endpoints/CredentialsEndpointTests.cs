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

    private const string FullUriNotAsked = "AWS_CONTAINER_CREDENTIALS_FULL_URI is not plain http to 169.254.170.2 or 169.254.170.23, and only these are asked";

    [Fact]
    public void Request_WithBothUris_IsTheRelativeOneAsTheSdksDo()
    {
        var request = Request(out _, (TaskVariables.CredentialsRelativeUri, "/v2/credentials/x"), (TaskVariables.CredentialsFullUri, "http://169.254.170.23/"));
        Assert.Equal(new HttpRequest("GET", new Uri("http://169.254.170.2/v2/credentials/x")), request);
    }

    [Fact]
    public void Request_WithAFullUriAndATokenFile_SendsWhatIsInTheFile()
    {
        var request = Request(out _, (TaskVariables.CredentialsFullUri, "http://169.254.170.23/v1/credentials"), (TaskVariables.AuthorizationTokenFile, "token.txt"), (TaskVariables.AuthorizationToken, "other"));
        Assert.Equal(new HttpRequest("GET", new Uri("http://169.254.170.23/v1/credentials"), "Authorization: token.txt's text"), request);
    }

    [Theory]
    [InlineData(null, null, null, "neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set", CredentialsHints.NoUri, false)]
    [InlineData("v2", null, null, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is no path: it must begin with /", CredentialsHints.ForeignUri, true)]
    [InlineData("@example.com/", null, null, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is no path: it must begin with /", CredentialsHints.ForeignUri, true)]
    [InlineData(null, "http://example.com/", "HUSH", FullUriNotAsked, CredentialsHints.UriThatNoSdkTakes, true)]
    [InlineData(null, "example", "HUSH", FullUriNotAsked, CredentialsHints.UriThatNoSdkTakes, true)]
    [InlineData(null, "http://169.254.1.2/", "HUSH", FullUriNotAsked, CredentialsHints.UriThatNoSdkTakes, true)]
    [InlineData(null, "http://[fd00:ec2::23]/v1/credentials", "HUSH", FullUriNotAsked, CredentialsHints.UriOfAnother, false)]
    [InlineData(null, "https://example.com/", "HUSH", FullUriNotAsked, CredentialsHints.UriOfAnother, false)]
    [InlineData(null, "http://127.0.0.1:8080/", "HUSH", FullUriNotAsked, CredentialsHints.UriOfAnother, false)]
    [InlineData(null, "http://169.254.170.23/", "HUSH\r\nHost: example.com", "the authorization token holds characters that no header may hold", CredentialsHints.Token, true)]
    public void Request_ThatMustNotBeMade_SaysWhyWithoutTheValue(string? relative, string? full, string? token, string why, string hint, bool isFault)
    {
        Assert.Null(Request(out var whyNot, (TaskVariables.CredentialsRelativeUri, relative), (TaskVariables.CredentialsFullUri, full), (TaskVariables.AuthorizationToken, token)));
        Assert.Equal(new NoRequest(why, hint, isFault), whyNot);
    }

    [Fact]
    public void Request_WithATokenFileThatIsMissing_SaysSo()
    {
        var variables = new TaskVariables(name => name == TaskVariables.CredentialsFullUri ? "http://169.254.170.23/" : name == TaskVariables.AuthorizationTokenFile ? "C:\\HUSH" : null);
        Assert.Null(CredentialsEndpoint.Request(variables, _ => throw new FileNotFoundException(), out var whyNot));
        Assert.Equal("the file that AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names cannot be read: it is not there", whyNot?.What);
        Assert.True(whyNot?.IsFault);
    }

    [Theory]
    [InlineData(200, Good, CredentialsStatus.Ready, "arn:aws:iam::123456789012:role/r, valid until 2026-11-24 12:00:00Z")]
    [InlineData(503, """{"code":"CredentialsUninitialized","message":"for ID HUSH","HTTPErrorCode":503}""", CredentialsStatus.NotYet, "HTTP 503 CredentialsUninitialized")]
    [InlineData(500, "", CredentialsStatus.NotYet, "HTTP 500")]
    [InlineData(429, "", CredentialsStatus.NotYet, "HTTP 429")]
    [InlineData(400, """{"code":"InvalidIdInRequest","message":"HUSH","HTTPErrorCode":400}""", CredentialsStatus.Refused, "HTTP 400 InvalidIdInRequest")]
    [InlineData(404, """{"code":"HUSH HUSH\n"}""", CredentialsStatus.Refused, "HTTP 404")]
    [InlineData(400, """{"code":7}""", CredentialsStatus.Refused, "HTTP 400")]
    [InlineData(302, "", CredentialsStatus.Unusable, "HTTP 302, and no credentials")]
    [InlineData(200, "", CredentialsStatus.Unusable, "an answer that is no JSON")]
    [InlineData(200, "<html>", CredentialsStatus.Unusable, "an answer that is no JSON")]
    [InlineData(200, "[1,2]", CredentialsStatus.Unusable, "an answer without AccessKeyId")]
    [InlineData(200, """{"AccessKeyId":7}""", CredentialsStatus.Unusable, "an answer without AccessKeyId")]
    [InlineData(200, """{"AccessKeyId":"\uD800"}""", CredentialsStatus.Unusable, "an answer without AccessKeyId")]
    [InlineData(200, """{"AccessKeyId":"A","SecretAccessKey":"HUSH","Token":"HUSH","Expiration":"soon"}""", CredentialsStatus.Unusable, "an answer whose Expiration is no time")]
    [InlineData(200, """{"AccessKeyId":"A","SecretAccessKey":"HUSH","Token":"HUSH","Expiration":"2026-11-24T05:00:00Z"}""", CredentialsStatus.Expired, "a role that is not named, expired at 2026-11-24 05:00:00Z")]
    [InlineData(200, """{"RoleArn":"\u001b[31mHUSH","AccessKeyId":"A","SecretAccessKey":"HUSH","Token":"HUSH","Expiration":"2026-11-24T12:00:00Z"}""", CredentialsStatus.Ready, "a role of an unusual name, valid until 2026-11-24 12:00:00Z")]
    public void Read_OfAnAnswer_SaysWhatItIs(int status, string body, object expected, string detail) =>
        Assert.Equal(new CredentialsState((CredentialsStatus)expected, detail), CredentialsEndpoint.Read(new HttpAnswer(status, Encoding.UTF8.GetBytes(body)), Now));

    [Theory]
    [InlineData(HttpFailureKind.NoConnection, CredentialsStatus.NoAnswer)]
    [InlineData(HttpFailureKind.TimedOut, CredentialsStatus.NoAnswer)]
    [InlineData(HttpFailureKind.BadAnswer, CredentialsStatus.Unusable)]
    public void Read_OfAFailure_KeepsItsWords(object kind, object expected) =>
        Assert.Equal(new CredentialsState((CredentialsStatus)expected, "why"), CredentialsEndpoint.Read(new HttpFailure((HttpFailureKind)kind, "why"), Now));

    /// <summary>Whatever comes: no crash, and nothing of the secrets in what is shown.</summary>
    [Fact]
    public void Read_OfAnyBytes_NeitherThrowsNorTells()
    {
        var cut = Gen.Select(Gen.Int[0, Good.Length], Gen.Byte.Array[0, 40], Gen.Int[0, Good.Length]).Select((from, bytes, to) =>
            (byte[])[.. Encoding.UTF8.GetBytes(Good[..from]), .. bytes, .. Encoding.UTF8.GetBytes(Good[to..])]);
        Gen.Select(Gen.OneOf(200, 302, 400, 503), Gen.OneOf(Gen.Byte.Array, cut)).Sample((status, body) =>
        {
            var state = CredentialsEndpoint.Read(new HttpAnswer(status, body), Now);
            Assert.DoesNotContain("HUSH", state.Detail, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', state.Detail);
            _ = TaskMetadata.NetworkMode(body);
        });
    }

    private static HttpRequest? Request(out NoRequest? whyNot, params (string Name, string? Value)[] variables) => CredentialsEndpoint.Request(
        new TaskVariables(name => variables.FirstOrDefault(variable => variable.Name == name).Value), file => $"{file}'s text\n", out whyNot);
}
