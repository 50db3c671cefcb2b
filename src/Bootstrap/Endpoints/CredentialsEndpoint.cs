using System.Globalization;
using Bootstrap.Ecs;
using Bootstrap.Text;

namespace Bootstrap.Endpoints;

/// <summary>
/// Finds the credentials endpoint of the task in the same way as the AWS SDKs
/// (https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html).
/// </summary>
internal static class CredentialsEndpoint
{
    private const string EcsAddress = LinkLocalUri.EcsAddress;
    private const string EksAddress = LinkLocalUri.EksAddress;
    private const string EksIPv6Address = "[fd00:ec2::23]";

    /// <summary>The request that an SDK would send, or why there is none.</summary>
    /// <param name="variables">The task's variables.</param>
    /// <param name="readFile">Reads the file with the authorization token.</param>
    public static CredentialsTarget Find(TaskVariables variables, Func<string, string> readFile)
    {
        if (variables[TaskVariables.CredentialsRelativeUri] is { } relative)
        {
            return relative[0] == '/' && LinkLocalUri.TryParse($"http://{EcsAddress}{relative}") is { } uri
                ? CredentialsTarget.Of(new HttpRequest("GET", uri))
                : Fault(
                    $"{TaskVariables.CredentialsRelativeUri} is not a path: it must begin with /",
                    CredentialsHints.ForeignUri);
        }

        if (variables[TaskVariables.CredentialsFullUri] is not { } full)
        {
            return CredentialsTarget.None(new NoRequest(
                $"neither {TaskVariables.CredentialsRelativeUri} nor {TaskVariables.CredentialsFullUri} is set",
                CredentialsHints.NoUri,
                IsFault: false));
        }

        if (LinkLocalUri.TryParseCredentials(full) is not { } fullUri)
        {
            return CredentialsTarget.None(new NoRequest(
                $"{TaskVariables.CredentialsFullUri} is not plain http to {EcsAddress} or {EksAddress}, "
                + "the only addresses that bootstrap queries",
                IsForAnSdk(full) ? CredentialsHints.UriOfAnother : CredentialsHints.UriThatNoSdkTakes,
                IsFault: !Uri.TryCreate(full, UriKind.Absolute, out _)));
        }

        string? token;
        try
        {
            // The file overrides the variable. It is read each time, because EKS renews it.
            token = variables[TaskVariables.AuthorizationTokenFile] is { } file
                ? readFile(file).Trim()
                : variables[TaskVariables.AuthorizationToken];
        }
        catch (Exception failure)
            when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Fault(
                $"the file that {TaskVariables.AuthorizationTokenFile} names cannot be read: {WhyUnread(failure)}",
                CredentialsHints.TokenFile,
                mayChange: true);
        }

        // A line break would start another header.
        if (token?.All(character => character is >= ' ' and <= '~') == false)
        {
            return Fault(
                "the authorization token contains characters that an HTTP header must not contain",
                CredentialsHints.Token);
        }

        return CredentialsTarget.Of(
            new HttpRequest("GET", fullUri, token is null ? null : $"Authorization: {token}"));

        static CredentialsTarget Fault(string what, string hint, bool mayChange = false) =>
            CredentialsTarget.None(new NoRequest(what, hint, IsFault: true, mayChange));
    }

    /// <summary>The program that should answer a request.</summary>
    public static CredentialsProvider ProviderAt(Uri uri) => uri switch
    {
        { Host: EksAddress } => CredentialsProvider.EksPodIdentity,
        { Host: EcsAddress } when IsAgentsPath(uri.AbsolutePath) => CredentialsProvider.EcsAgent,
        _ => CredentialsProvider.Other,
    };

    /// <summary>Sends a request, and reads its outcome.</summary>
    /// <param name="request">The request.</param>
    /// <param name="send">Sends it.</param>
    /// <param name="timeout">The time limit.</param>
    /// <param name="time">The clock, to detect expired credentials.</param>
    public static CredentialsState Ask(HttpRequest request, SendHttp send, TimeSpan timeout, TimeProvider time)
    {
        var outcome = send(request, timeout);
        return Read(outcome, ProviderAt(request.Uri), time.GetUtcNow());
    }

    /// <summary>Reads the outcome of the request.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="provider">The program that should have answered.</param>
    /// <param name="now">The time, to detect expired credentials.</param>
    public static CredentialsState Read(
        HttpOutcome outcome, CredentialsProvider provider, DateTimeOffset now) => outcome switch
        {
            HttpAnswer { Status: 200 } answer => ReadCredentials(answer.Body, now),
            HttpAnswer answer => ReadError(answer, provider),
            HttpFailure failure => new CredentialsState(StatusOf(failure.Kind), failure.Detail),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
        };

    /// <summary>
    /// SDKs accept https to any host, and plain http to the two addresses, the IPv6 address of EKS, and loopback.
    /// </summary>
    private static bool IsForAnSdk(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var other)
        && (other.Scheme == Uri.UriSchemeHttps
            || (other.Scheme == Uri.UriSchemeHttp && (other.IsLoopback || other.Host == EksIPv6Address)));

    /// <summary>
    /// The agent serves /v1/credentials?id=ID and /v2/credentials/ID, and answers 404 to /v2/credentials without a
    /// slash (amazon-ecs-agent, agent/handlers/v2/credentials_handler.go).
    /// </summary>
    private static bool IsAgentsPath(string path) =>
        path == "/v1/credentials" || path.StartsWith("/v2/credentials/", StringComparison.Ordinal);

    private static string WhyUnread(Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => "it does not exist",
        UnauthorizedAccessException => "access is denied",
        _ => SingleLine.Of(failure.Message),
    };

    private static CredentialsStatus StatusOf(HttpFailureKind kind) => kind switch
    {
        HttpFailureKind.NotSent => CredentialsStatus.NotSent,
        HttpFailureKind.Unreachable => CredentialsStatus.Unreachable,
        HttpFailureKind.Refused => CredentialsStatus.Refused,
        HttpFailureKind.Silent => CredentialsStatus.Silent,
        HttpFailureKind.Closed => CredentialsStatus.Closed,
        HttpFailureKind.BadAnswer => CredentialsStatus.Foreign,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>
    /// The agent's errors are JSON with a code: {"code":"InvalidIdInRequest","message":"...","HTTPErrorCode":400}
    /// (amazon-ecs-agent, tmds/handlers/v1/credentials_handler.go), except those of its rate limiter, which are text
    /// (tollbooth, agent/handlers/task_server_setup.go). The message is not logged: it may contain the id.
    /// </summary>
    private static CredentialsState ReadError(HttpAnswer answer, CredentialsProvider provider)
    {
        using var json = JsonText.TryParse(answer.Body);
        var text = json?.RootElement.Text("code");
        var code = text?.All(char.IsAsciiLetterOrDigit) == true ? text : null;
        var detail = code is null ? $"HTTP {answer.Status}" : $"HTTP {answer.Status} {Quotable(code)}";
        return (answer.Status, code, provider) switch
        {
            (429, _, _) => new CredentialsState(CredentialsStatus.Throttled, detail),
            ( < 400, _, _) => new CredentialsState(CredentialsStatus.Foreign, $"{detail} without credentials"),
            (_, null, CredentialsProvider.EcsAgent) =>
                new CredentialsState(CredentialsStatus.Foreign, $"{detail} without the ECS agent's error code"),
            (400, "NoIdInRequest", _) => new CredentialsState(CredentialsStatus.NoId, detail),
            (400, "InvalidIdInRequest", _) => new CredentialsState(CredentialsStatus.UnknownId, detail),
            ( >= 500, _, _) => new CredentialsState(CredentialsStatus.NotReady, detail),
            _ => new CredentialsState(CredentialsStatus.Error, detail),
        };
    }

    /// <summary>Other codes are text of another program, which may be anything.</summary>
    private static string Quotable(string code) =>
        code is "NoIdInRequest" or "InvalidIdInRequest" or "NoCredentialsAssociated" or "CredentialsUninitialized"
            or "InternalServerError"
            ? code
            : "with an unknown error code";

    private static CredentialsState ReadCredentials(byte[] body, DateTimeOffset now)
    {
        using var json = JsonText.TryParse(body);
        if (json is null)
        {
            return Foreign("an answer that is not JSON");
        }

        var credentials = json.RootElement;
        foreach (var member in (ReadOnlySpan<string>)["AccessKeyId", "SecretAccessKey", "Token", "Expiration"])
        {
            if (credentials.Text(member) is null)
            {
                return Foreign($"an answer without {member}");
            }
        }

        if (!DateTimeOffset.TryParse(
                credentials.Text("Expiration"),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var expiry))
        {
            return Foreign("an answer whose Expiration is not a time");
        }

        // EKS Pod Identity does not return the role.
        var role = credentials.Text("RoleArn") switch
        {
            null => "an unnamed role",
            var arn when IsArn(arn) => arn,
            _ => "a role with an unusual name",
        };
        var left = expiry - now;
        var when = $"{expiry.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z";
        return left > TimeSpan.Zero
            ? new CredentialsState(CredentialsStatus.Ready, $"{role}, valid until {when}")
            : new CredentialsState(CredentialsStatus.Expired, $"{role}, expired at {when}");

        static CredentialsState Foreign(string detail) => new(CredentialsStatus.Foreign, detail);
    }

    /// <summary>Whether text has the form of an ARN; other text is not logged.</summary>
    private static bool IsArn(string text) =>
        text.StartsWith("arn:", StringComparison.Ordinal)
        && text.Length <= 300
        && text.All(character =>
            char.IsAsciiLetterOrDigit(character) || ":/+=,.@_-".Contains(character, StringComparison.Ordinal));
}
