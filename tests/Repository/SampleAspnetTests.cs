using System.Diagnostics;
using System.Net;

namespace Repository.Tests;

/// <summary>
/// samples/aspnet as it is built. End-to-end tests show that the SDK takes credentials from the endpoint.
/// </summary>
public sealed class SampleAspnetTests
{
    [Fact]
    public async Task Root_WithCredentials_SaysWhichAndKeepsTheSecrets()
    {
        var (status, text, _) = await AskAsync(new()
        {
            ["AWS_ACCESS_KEY_ID"] = "ASIAEXAMPLEABCD",
            ["AWS_SECRET_ACCESS_KEY"] = "SECRET-1",
            ["AWS_SESSION_TOKEN"] = "SECRET-2",
        });
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.DoesNotContain("SECRET", text, Ordinal);
        Assert.Contains("...ABCD", text, Ordinal);
    }

    [Fact]
    public async Task Root_WithoutCredentials_Is503AndHealthIsNot()
    {
        var (status, _, health) = await AskAsync([]);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "healthy\n"), (status, health));
    }

    /// <summary>What the sample answers at / and at /health.</summary>
    private static async Task<(HttpStatusCode, string Text, string Health)> AskAsync(
        Dictionary<string, string> credentials
    )
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var sample = Start(credentials);
        using var client = await ConnectAsync(sample);
        using var root = await client.GetAsync(new Uri("/", UriKind.Relative), cancellation);
        var text = await root.Content.ReadAsStringAsync(cancellation);
        var health = await client.GetStringAsync(new Uri("/health", UriKind.Relative), cancellation);
        sample.Kill();
        return (root.StatusCode, text, health);
    }

    private static Process Start(Dictionary<string, string> credentials)
    {
        // Built in the folder of the same configuration.
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var program = Path.Combine(RepositoryFiles.Root, "artifacts/bin/Aspnet", configuration, "aspnet-sample.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
        };

        // None of this machine's credentials, and no waiting for instance metadata.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        credentials["HOME"] = Path.Combine(Path.GetTempPath(), "no-such-home");
        credentials["DOTNET_CLI_HOME"] = Path.GetTempPath();
        credentials["AWS_EC2_METADATA_DISABLED"] = "true";
        foreach (var (name, value) in credentials)
        {
            start.Environment[name] = value;
        }

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
