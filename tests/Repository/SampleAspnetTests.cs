using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Repository.Tests;

/// <summary>samples/aspnet as it is built, with a stand-in for the credentials endpoint on this machine.</summary>
public sealed class SampleAspnetTests
{
    private const string Document =
        """{ "AccessKeyId": "ASIAEXAMPLEABCD", "SecretAccessKey": "SECRET-1", "Token": "SECRET-2", "Expiration": "2099-01-01T00:00:00Z" }""";

    [Fact]
    public async Task Root_WithCredentials_SaysWhichAndKeepsTheSecrets()
    {
        await using var endpoint = new Endpoint();
        using var sample = Start(endpoint.Url);
        using var client = await ConnectAsync(sample);

        var text = await client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("SECRET", text, StringComparison.Ordinal);
        using var answer = JsonDocument.Parse(text);
        Assert.Equal("...ABCD", answer.RootElement.GetProperty("accessKey").GetString());
        Assert.True(answer.RootElement.GetProperty("isTemporary").GetBoolean());

        sample.Kill(entireProcessTree: true);
    }

    [Fact]
    public async Task Root_WithoutCredentials_Is503AndHealthIsNot()
    {
        using var sample = Start(credentials: null);
        using var client = await ConnectAsync(sample);

        using var response = await client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("healthy\n", await client.GetStringAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken));
        sample.Kill(entireProcessTree: true);
    }

    /// <summary>Answers every request with the document.</summary>
    private sealed class Endpoint : IAsyncDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly Task _serving;

        /// <summary>Tries ports until one is free: HttpListener cannot be asked for any.</summary>
        public Endpoint()
        {
            for (var attempt = 1; !_listener.IsListening; attempt++)
            {
                var address = $"http://127.0.0.1:{Random.Shared.Next(10_000, 32_000)}/";
                _listener.Prefixes.Add(address);
                Url = $"{address}v2/credentials/id";
                try
                {
                    _listener.Start();
                }
                catch (HttpListenerException) when (attempt < 20)
                {
                    _listener.Prefixes.Clear();
                }
            }

            _serving = ServeAsync();
        }

        public string Url { get; } = string.Empty;

        public async ValueTask DisposeAsync()
        {
            _listener.Close();
            await _serving;
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    context.Response.ContentType = "application/json";
                    context.Response.Close(Encoding.ASCII.GetBytes(Document), willBlock: true);
                }
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // Closed: the test is over.
            }
        }
    }

    private static Process Start(string? credentials)
    {
        // Built in the folder of the same configuration.
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var program = Path.Combine(RepositoryFiles.Root, "artifacts", "bin", "Aspnet", configuration, "aspnet-sample.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--urls", "http://127.0.0.1:0"]) { RedirectStandardOutput = true };

        // None of this machine's credentials, and no waiting for instance metadata.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["HOME"] = Path.Combine(Path.GetTempPath(), "no-such-home");
        start.Environment["DOTNET_CLI_HOME"] = Path.GetTempPath();
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = credentials;
        return Process.Start(start)!;
    }

    /// <summary>Waits until the sample says where it listens.</summary>
    private static async Task<HttpClient> ConnectAsync(Process sample)
    {
        const string sign = "Now listening on: ";
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await sample.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Split(sign) is [_, var address])
            {
                // Later output must not fill the pipe.
                _ = sample.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new HttpClient { BaseAddress = new Uri(address.Trim()), Timeout = TimeSpan.FromSeconds(60) };
            }
        }

        throw new InvalidOperationException("the sample ended before it listened");
    }
}
