using System.Runtime.Versioning;

namespace Repository.Tests;

/// <summary>
/// eng/smoke-test where the container gives no answer, with a stand-in for docker. The rest of it, which needs the
/// sandbox or a network of its own, is in the end-to-end tests.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class SmokeTestTests : IDisposable
{
    private const string Docker = """
        #!/bin/bash
        echo "docker $*" >>"$CALLS"
        case "$1 $2" in
            "version "*) echo windows ;;
            "run "*) echo "docker: what went wrong" >&2; exit "$RUN" ;;
            "container inspect") [ "$STARTED" != never-made ] || exit 1; echo "$STARTED" ;;
        esac
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("smoke-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>125 is Docker's code and bootstrap's: only a container that has run says something of the image.</summary>
    [Theory]
    [InlineData("125", "never-made", 2)]
    [InlineData("125", "0001-01-01T00:00:00Z", 2)]
    [InlineData("125", "2026-01-01T00:00:00Z", 1)]
    [InlineData("127", "0001-01-01T00:00:00Z", 1)]
    [InlineData("1", "2026-01-01T00:00:00Z", 1)]
    public async Task Image_WithoutAnAnswer_FailsUnlessDockerCouldNotStartIt(string run, string started, int expected)
    {
        var (code, output, error) = await RunAsync(run, started, "--no-endpoint", "my-image");
        Assert.True(code == expected, output + error);
        Assert.Contains("docker: what went wrong", error, StringComparison.Ordinal);
        if (expected == 2)
        {
            Assert.Empty(output);
            Assert.EndsWith("smoke-test: Docker could not start a container of 'my-image' (its exit code 125)\n", error, StringComparison.Ordinal);
        }
        else
        {
            Assert.StartsWith("smoke-test: FAIL: in my-image 'check' said nothing of credentials ", output, StringComparison.Ordinal);
        }

        var calls = await File.ReadAllLinesAsync(Path.Combine(_folder, "calls"), TestContext.Current.CancellationToken);
        Assert.StartsWith("docker rm --force bootstrap-smoke-test-", calls[^1], StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string run, string started, params string[] arguments)
    {
        var docker = Path.Combine(_folder, "docker");
        await File.WriteAllTextAsync(docker, Docker, TestContext.Current.CancellationToken);
        File.SetUnixFileMode(docker, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var result = await Tool.RunAsync(minutes: 1, "eng/smoke-test", arguments, new Dictionary<string, string>
        {
            ["PATH"] = $"{_folder}:{Environment.GetEnvironmentVariable("PATH")}",
            ["CALLS"] = Path.Combine(_folder, "calls"),
            ["RUN"] = run,
            ["STARTED"] = started,
        });
        return (result.ExitCode, result.Output, result.Error);
    }
}
