using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Repository.Tests;

/// <summary>samples/aspnet, run as it is built, with a stand-in for the credentials endpoint on this machine.</summary>
public sealed class SampleAspnetTests
{
    private const string Document =
        """{ "AccessKeyId": "ASIAEXAMPLEABCD", "SecretAccessKey": "SECRET-1", "Token": "SECRET-2", "Expiration": "2099-01-01T00:00:00Z" }""";

    [Fact]
    public async Task Root_WithCredentials_SaysWhichAndKeepsTheSecrets()
    {
        await using var endpoint = new Endpoint();
        using var sample = Sample.Start(endpoint.Url);
        using var client = await sample.ConnectAsync();

        Assert.Equal("healthy\n", await client.GetStringAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken));
        var text = await client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("SECRET", text, StringComparison.Ordinal);
        using var answer = JsonDocument.Parse(text);
        Assert.Equal("...ABCD", answer.RootElement.GetProperty("accessKey").GetString());
        Assert.True(answer.RootElement.GetProperty("isTemporary").GetBoolean());
    }

    [Fact]
    public async Task Root_WithoutCredentials_Is503AndHealthIsNot()
    {
        using var sample = Sample.Start(credentials: null);
        using var client = await sample.ConnectAsync();

        using var response = await client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("healthy\n", await client.GetStringAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    /// <summary>Answers every request with the document.</summary>
    private sealed class Endpoint : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Task _serving;

        public Endpoint()
        {
            _listener.Start();
            _serving = ServeAsync();
        }

        public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v2/credentials/id";

        public async ValueTask DisposeAsync()
        {
            _listener.Dispose();
            await _serving;
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var connection = await _listener.AcceptTcpClientAsync();
                    var stream = connection.GetStream();
                    var seen = new StringBuilder();
                    var buffer = new byte[4096];
                    while (!seen.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer) is > 0 and var length)
                    {
                        seen.Append(Encoding.ASCII.GetString(buffer, 0, length));
                    }

                    await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Document.Length}\r\nConnection: close\r\n\r\n{Document}"));
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Stopped: the test is over.
            }
        }
    }

    private sealed class Sample : IDisposable
    {
        private readonly Process _process;

        private Sample(Process process) => _process = process;

        public static Sample Start(string? credentials)
        {
            // Beside us, in the folder of the same configuration.
            var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            var start = new ProcessStartInfo("dotnet", [Path.Combine(RepositoryFiles.Root, "artifacts", "bin", "Aspnet", configuration, "aspnet-sample.dll"), "--urls", "http://127.0.0.1:0"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
            };

            // Nothing of this machine's own credentials, and no waiting for instance metadata.
            foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            {
                start.Environment.Remove(name);
            }

            start.Environment["HOME"] = Path.Combine(Path.GetTempPath(), "no-such-home");
            start.Environment["DOTNET_CLI_HOME"] = Path.GetTempPath();
            start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
            start.Environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = credentials;
            return new Sample(Process.Start(start)!);
        }

        /// <summary>Waits until it says where it listens, which takes it a second or so; the test's own limit ends the wait.</summary>
        public async Task<HttpClient> ConnectAsync()
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            const string sign = "Now listening on: ";
            while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (line.IndexOf(sign, StringComparison.Ordinal) is >= 0 and var at)
                {
                    // What it writes from now on must not fill the pipe.
                    _process.BeginErrorReadLine();
                    _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                    return new HttpClient { BaseAddress = new Uri(line[(at + sign.Length)..].Trim()), Timeout = TimeSpan.FromSeconds(60) };
                }
            }

            throw new InvalidOperationException($"the sample ended: {await _process.StandardError.ReadToEndAsync(limit.Token)}");
        }

        public void Dispose()
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
            _process.Dispose();
        }
    }
}
