using System.Net;
using CliWrap;

namespace Repository.Tests;

/// <summary>samples/aspnet as it is built. That the SDK asks the endpoint is shown end to end.</summary>
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
    private static async Task<(HttpStatusCode Status, string Text, string Health)> AskAsync(
        Dictionary<string, string> credentials)
    {
        var variables = Tool.Without("AWS_");
        (variables["HOME"], variables["DOTNET_CLI_HOME"]) = ("/no-such-home", Path.GetTempPath());
        variables["AWS_EC2_METADATA_DISABLED"] = "true"; // no waiting for instance metadata
        foreach (var (name, value) in credentials)
        {
            variables[name] = value;
        }

        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var program = Path.Combine(RepositoryFiles.Root, "artifacts/bin/Aspnet", configuration, "aspnet-sample.dll");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var address = new TaskCompletionSource<string>();
        var sample = Cli.Wrap("dotnet").WithArguments([program, "--urls", "http://127.0.0.1:0"])
            .WithEnvironmentVariables(variables).WithStandardOutputPipe(PipeTarget.ToDelegate(line =>
                _ = line.Split("Now listening on: ") is [_, var found] && address.TrySetResult(found)))
            .ExecuteAsync(limit.Token).Task;
        using var client = new HttpClient { BaseAddress = new Uri(await address.Task.WaitAsync(limit.Token)) };
        using var root = await client.GetAsync(new Uri("/", UriKind.Relative), limit.Token);
        var text = await root.Content.ReadAsStringAsync(limit.Token);
        var health = await client.GetStringAsync(new Uri("/health", UriKind.Relative), limit.Token);
        await limit.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sample);
        return (root.StatusCode, text, health);
    }
}
