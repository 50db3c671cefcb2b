// aws-sdk-workload [--timeout SECONDS] [--exit-code N]
//
// What most programs in a task do first: lets the AWS SDK for .NET find its credentials by itself, and says
// how it went. --timeout bounds the whole attempt (10 s): left alone, the SDK tries for minutes when nothing
// answers. Exit code: N (0) with credentials, 1 without, 2 for a wrong command line.

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;

var timeout = TimeSpan.FromSeconds(10);
var exitCode = 0;
for (var i = 0; i < args.Length; i += 2)
{
    var value = i + 1 < args.Length ? args[i + 1] : "";
    if (
        args[i] == "--timeout"
        && double.TryParse(value, CultureInfo.InvariantCulture, out var seconds)
        && seconds is > 0 and < 3600
    )
    {
        timeout = TimeSpan.FromSeconds(seconds);
    }
    else if (args[i] != "--exit-code" || !int.TryParse(value, CultureInfo.InvariantCulture, out exitCode))
    {
        await Console.Error.WriteLineAsync("usage: aws-sdk-workload [--timeout SECONDS] [--exit-code N]");
        return 2;
    }
}

// The end of this URI is a secret: whoever knows it gets the credentials.
var relativeUri = Environment.GetEnvironmentVariable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");

var watch = Stopwatch.StartNew();
using var patience = new CancellationTokenSource(timeout);
try
{
    // On another thread and without a token: parts of the SDK's search block and cannot be cancelled.
    var (credentials, keys) = await Task.Run(FindCredentialsAsync).WaitAsync(patience.Token);
    Console.WriteLine($"found by:   {credentials.GetType().Name}");
    Console.WriteLine($"access key: ...{keys.AccessKey[^4..]}");

    var expires = credentials.Expiration?.ToString("u", CultureInfo.InvariantCulture) ?? "never";
    if (relativeUri is not null)
    {
        // The SDK forgets the role, and moves the expiration forward so as to refresh in time; the document has both.
        (var role, expires) = await ReadDocumentAsync(new Uri("http://169.254.170.2" + relativeUri), patience.Token);
        Console.WriteLine($"role:       {role}");
    }

    Console.WriteLine($"expires:    {expires}");
    return exitCode;
}
catch (OperationCanceledException) when (patience.IsCancellationRequested)
{
    return Fail($"no answer within {timeout.TotalSeconds} s");
}
catch (Exception e) when (e is not OutOfMemoryException)
{
    // Whatever it is, it is the answer to the question this program asks.
    return Fail(e.Message);
}

static async Task<(AWSCredentials Credentials, ImmutableCredentials Keys)> FindCredentialsAsync()
{
    var credentials = await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync();
    return (credentials, await credentials.GetCredentialsAsync());
}

static async Task<(string? Role, string Expiration)> ReadDocumentAsync(Uri uri, CancellationToken cancellationToken)
{
    using var handler = new SocketsHttpHandler { UseProxy = false };
    using var client = new HttpClient(handler);
    using var document = JsonDocument.Parse(await client.GetStringAsync(uri, cancellationToken));
    var root = document.RootElement;
    return (root.GetProperty("RoleArn").GetString(), root.GetProperty("Expiration").GetString() ?? "never");
}

int Fail(string reason)
{
    var line = string.Join(' ', reason.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    if (relativeUri?[(relativeUri.LastIndexOf('/') + 1)..] is { Length: > 0 } id)
    {
        line = line.Replace(id, "...", StringComparison.OrdinalIgnoreCase);
    }

    Console.Error.WriteLine($"gave up after {watch.Elapsed.TotalSeconds:F1} s: {line}");
    return 1;
}
