using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace Repository.Tests;

/// <summary>samples/aspnet as it is built. That the SDK takes credentials from the endpoint is shown in the end-to-end tests.</summary>
public sealed class SampleAspnetTests
{
    [Fact]
    public async Task Root_WithCredentials_SaysWhichAndKeepsTheSecrets()
    {
        using var sample = Start(new() { ["AWS_ACCESS_KEY_ID"] = "ASIAEXAMPLEABCD", ["AWS_SECRET_ACCESS_KEY"] = "SECRET-1", ["AWS_SESSION_TOKEN"] = "SECRET-2" });
        using var client = await ConnectAsync(sample);
        var text = await client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        sample.Kill();

        Assert.DoesNotContain("SECRET", text, StringComparison.Ordinal);
        using var answer = JsonDocument.Parse(text);
        Assert.Equal("...ABCD", answer.RootElement.GetProperty("accessKey").GetString());
        Assert.True(answer.RootElement.GetProperty("isTemporary").GetBoolean());
    }

    [Fact]
    public async Task Root_WithoutCredentials_Is503AndHealthIsNot()
    {
        using var sample = Start([]);
        using var client = await ConnectAsync(sample);
        using var response = await client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        var health = await client.GetStringAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken);
        sample.Kill();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("healthy\n", health);
    }

    private static Process Start(Dictionary<string, string> credentials)
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
