using System.Globalization;
using Bootstrap.Ecs;
using Bootstrap.Text;

namespace Bootstrap.Endpoints;

/// <summary>
/// The endpoint at which a task gets its role's credentials, as the AWS SDKs find it
/// (https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html).
/// </summary>
internal static class CredentialsEndpoint
{
    private const string EcsAddress = "169.254.170.2";
    private const string EksAddress = "169.254.170.23";
    private const string EksIPv6Address = "[fd00:ec2::23]";

    /// <summary>Longest part of an answer that is shown: it is somebody else's text.</summary>
    private const int LongestQuote = 100;

    /// <summary>The request that an SDK would make; null, and why, when there is none to make or it must not be made.</summary>
    /// <param name="variables">The task's variables.</param>
    /// <param name="readFile">Reads the file with the authorization token.</param>
    /// <param name="whyNot">Why there is no request; null when there is one.</param>
    public static HttpRequest? Request(TaskVariables variables, Func<string, string> readFile, out NoRequest? whyNot)
    {
        whyNot = null;
        if (variables[TaskVariables.CredentialsRelativeUri] is { } relative)
        {
            if (relative[0] == '/' && LinkLocalUri.TryParse($"http://{EcsAddress}{relative}") is { } uri)
            {
                return new HttpRequest("GET", uri);
            }

            whyNot = new NoRequest($"{TaskVariables.CredentialsRelativeUri} is no path: it must begin with /", CredentialsHints.ForeignUri, IsFault: true);
            return null;
        }

        if (variables[TaskVariables.CredentialsFullUri] is not { } full)
        {
            whyNot = new NoRequest($"neither {TaskVariables.CredentialsRelativeUri} nor {TaskVariables.CredentialsFullUri} is set", CredentialsHints.NoUri, IsFault: false);
            return null;
        }

        if (LinkLocalUri.TryParse(full) is not { Host: EcsAddress or EksAddress } fullUri)
        {
            // SDKs take https to anywhere, and plain http to these, to EKS' IPv6 address, and to loopback.
            var isForAnSdk = Uri.TryCreate(full, UriKind.Absolute, out var other)
                && (other.Scheme == Uri.UriSchemeHttps || (other.Scheme == Uri.UriSchemeHttp && (other.IsLoopback || other.Host == EksIPv6Address)));
            whyNot = new NoRequest(
                $"{TaskVariables.CredentialsFullUri} is not plain http to {EcsAddress} or {EksAddress}, and only these are asked",
                isForAnSdk ? CredentialsHints.UriOfAnother : CredentialsHints.UriThatNoSdkTakes,
                IsFault: !isForAnSdk);
            return null;
        }

        string? token;
        try
        {
            // The file wins, and is read anew each time: EKS renews it.
            token = variables[TaskVariables.AuthorizationTokenFile] is { } file
                ? readFile(file).Trim()
                : variables[TaskVariables.AuthorizationToken];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            whyNot = new NoRequest($"the file that {TaskVariables.AuthorizationTokenFile} names cannot be read: {WhyUnread(failure)}", CredentialsHints.TokenFile, IsFault: true);
            return null;
        }

        // A line break would be a header of somebody else's.
        if (token is not null && !token.All(character => character is >= ' ' and <= '~'))
        {
            whyNot = new NoRequest("the authorization token holds characters that no header may hold", CredentialsHints.Token, IsFault: true);
            return null;
        }

        return new HttpRequest("GET", fullUri, token is null ? null : $"Authorization: {token}");
    }

    private static string WhyUnread(Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => "it is not there",
        UnauthorizedAccessException => "access is denied",
        _ => SingleLine.Of(failure.Message),
    };

    /// <summary>Reads what came of the request.</summary>
    public static CredentialsState Read(HttpOutcome outcome, DateTimeOffset now) => outcome switch
    {
        HttpAnswer { Status: 200 } answer => ReadCredentials(answer.Body, now),
        HttpAnswer { Status: >= 500 or 429 } answer => new CredentialsState(CredentialsStatus.NotYet, Error(answer)),
        HttpAnswer { Status: >= 400 } answer => new CredentialsState(CredentialsStatus.Refused, Error(answer)),
        HttpAnswer answer => new CredentialsState(CredentialsStatus.Unusable, $"HTTP {answer.Status}, and no credentials"),
        HttpFailure { Kind: HttpFailureKind.BadAnswer } failure => new CredentialsState(CredentialsStatus.Unusable, failure.Detail),
        HttpFailure failure => new CredentialsState(CredentialsStatus.NoAnswer, failure.Detail),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    private static CredentialsState ReadCredentials(byte[] body, DateTimeOffset now)
    {
        using var json = JsonText.TryParse(body);
        if (json is null)
        {
            return Unusable("an answer that is no JSON");
        }

        var credentials = json.RootElement;
        foreach (var member in (ReadOnlySpan<string>)["AccessKeyId", "SecretAccessKey", "Token", "Expiration"])
        {
            if (credentials.Text(member) is null)
            {
                return Unusable($"an answer without {member}");
            }
        }

        if (!DateTimeOffset.TryParse(credentials.Text("Expiration"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expiry))
        {
            return Unusable("an answer whose Expiration is no time");
        }

        // EKS Pod Identity names no role.
        var role = credentials.Text("RoleArn") switch
        {
            null => "a role that is not named",
            var arn when IsArn(arn) => arn,
            _ => "a role of an unusual name",
        };
        var left = expiry - now;
        return left > TimeSpan.Zero
            ? new CredentialsState(CredentialsStatus.Ready, $"{role}, valid until {expiry.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z")
            : new CredentialsState(CredentialsStatus.Expired, $"{role}, expired at {expiry.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z");

        static CredentialsState Unusable(string detail) => new(CredentialsStatus.Unusable, detail);
    }

    /// <summary>
    /// The status, and the agent's own code where it is one: {"code":"InvalidIdInRequest","message":"...",...}. The
    /// message is left out, because it may repeat the id.
    /// </summary>
    private static string Error(HttpAnswer answer)
    {
        using var json = JsonText.TryParse(answer.Body);
        var code = json?.RootElement.Text("code");
        return code is not null && code.Length <= LongestQuote && code.All(char.IsAsciiLetterOrDigit)
            ? $"HTTP {answer.Status} {code}"
            : $"HTTP {answer.Status}";
    }

    /// <summary>What ARNs are made of, and short enough: what else stands there is not repeated.</summary>
    private static bool IsArn(string text) =>
        text.StartsWith("arn:", StringComparison.Ordinal)
        && text.Length <= 300
        && text.All(character => char.IsAsciiLetterOrDigit(character) || ":/+=,.@_-".Contains(character, StringComparison.Ordinal));
}
