using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sandbox.Endpoints;

namespace Bootstrap.EndToEnd;

/// <summary>
/// A network recorded by the published exe in the sandbox, and planned from here on Linux: the same plan. What is
/// recorded is what samples/snapshots hold; TEST_RECORD_SNAPSHOTS=1 writes those.
/// </summary>
public sealed partial class SnapshotTests : IDisposable
{
    private static readonly string Samples = Path.Combine(Repository.Root, "samples", "snapshots");

    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".json");

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("nat", 0)]
    [InlineData("awsvpc", 0)]
    [InlineData("fargate", 0)]
    [InlineData("stale-route", 0)]
    [InlineData("two-gateways", 0)]
    [InlineData("two-adapters", 0)]
    [InlineData("no-gateway", 125)]
    public async Task SaveSnapshot_ThenPlanFromIt_IsTheSamePlanWithoutWindows(string topology, int exitCode)
    {
        await using var container = await ContainerExtensions.StartAsync(topology);
        var recorded = await container.BootstrapAsync(
            "plan", "--save-snapshot", CommandLine.ToWindowsPath(_file), "--network-timeout", "0s", "--format", "json");
        Assert.Equal((uint)exitCode, recorded.ExitCode);
        var text = await File.ReadAllTextAsync(_file, TestContext.Current.CancellationToken);
        Assert.All(Secrets.All, secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(Secrets.MetadataId, text, StringComparison.OrdinalIgnoreCase);

        var sample = Path.Combine(Samples, topology + ".json");
        if (Environment.GetEnvironmentVariable("TEST_RECORD_SNAPSHOTS") == "1")
        {
            await File.WriteAllTextAsync(sample, text, TestContext.Current.CancellationToken);
        }

        Assert.Equal(
            WithoutOrigin(await File.ReadAllTextAsync(sample, TestContext.Current.CancellationToken)),
            WithoutOrigin(text)
        );

        var (replayedCode, replayed) = await PlanHereAsync(sample);
        Assert.Equal(exitCode, replayedCode);
        Assert.Equal(Id().Replace(recorded.StandardOutput, id => new string('0', id.Length)), replayed);
    }

    /// <summary>A replay includes the overrides by options and by variables.</summary>
    [Fact]
    [Quick]
    public async Task SaveSnapshot_OfAnOverriddenPlan_ReplaysTheOverrides()
    {
        await using var container = await ContainerExtensions.StartAsync("two-adapters");
        var recorded = await container.BootstrapAsync(
            new RunOptions
            {
                Environment = new Dictionary<string, string> { ["BOOTSTRAP_ROUTES"] = "metadata,169.254.1.0/24" },
            },
            "plan", "--save-snapshot", CommandLine.ToWindowsPath(_file), "--gateway", "172.30.0.9", "--format", "json"
        );
        Assert.Contains("169.254.1.0/24", recorded.StandardOutput, StringComparison.Ordinal);
        var (code, replayed) = await PlanHereAsync(_file);
        Assert.Equal((0, recorded.StandardOutput), (code, replayed));
    }

    [Fact]
    public async Task SaveSnapshot_WhereNoFileCanBe_IsOneLineAnd125()
    {
        await using var container = await ContainerExtensions.StartAsync("nat");
        var result = await container.BootstrapAsync("plan", "--save-snapshot", "C:\\no\\such\\folder\\x.json");
        Assert.Equal(125u, result.ExitCode);
        Assert.StartsWith(
            "bootstrap: err --save-snapshot 'C:\\no\\such\\folder\\x.json' cannot be written: ", result.StandardError,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Snapshot_ThatIsDamaged_IsOneLineAndCode2()
    {
        await File.WriteAllTextAsync(_file, """{"version": 2}""", TestContext.Current.CancellationToken);
        await using var container = await ContainerExtensions.StartAsync("no-gateway");
        var path = CommandLine.ToWindowsPath(_file);
        (await container.BootstrapAsync("plan", "--snapshot", path)).AssertOneLine(
            2, "err",
            $"--snapshot '{path}' has version 2, but this bootstrap reads version 1. It must be a file that bootstrap plan --save-snapshot wrote. See bootstrap --help."
        );
    }

    /// <summary>The part that a recorded name replaces by zeros.</summary>
    [GeneratedRegex("[0-9A-Fa-f]{8,}")]
    private static partial Regex Id();

    /// <summary>The version and time of the recording differ in every run.</summary>
    private static string WithoutOrigin(string text)
    {
        var json = JsonNode.Parse(text)!.AsObject();
        Assert.True(json.Remove("recordedBy") & json.Remove("recordedAt"));
        return json.ToJsonString();
    }

    /// <summary>The program as it is built for development, run by dotnet on Linux.</summary>
    private static async Task<(int ExitCode, string Output)> PlanHereAsync(string snapshot)
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet")
            {
                ArgumentList =
                {
                    "exec", Path.Combine(Repository.Root, "artifacts", "bin", "Bootstrap", "debug", "bootstrap.dll"),
                    "plan", "--snapshot", snapshot, "--format", "json",
                },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await errors;
        return (process.ExitCode, output);
    }
}
