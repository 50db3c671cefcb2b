using System.Diagnostics;

namespace Bootstrap.EndToEnd;

/// <summary>
/// eng/smoke-test: with the published exe in the sandbox; and what it does around a container, with stand-ins for
/// docker, PowerShell and curl, in a separate network in which the endpoint's address is really added and removed.
/// </summary>
public sealed class SmokeTestTests : IDisposable
{
    private const string Docker = """
        #!/bin/bash
        echo "docker $*" >>"$CALLS"
        case $1 in
            version) printf 'windows\r\n' ;;
            network) printf '172.30.0.1\r\n' ;;
            run)
                [ -z "$RUN" ] || { echo "docker: what went wrong" >&2; exit "$RUN"; }
                status=fail code=1
                ! curl "http://169.254.170.2/v2/credentials/smoke-test" || { status=pass code=0; }
                printf '{\r\n  "version": 1,\r\n  "healthy": false,\r\n  "checks": [\r\n    {\r\n      "name": "environment",\r\n      "status": "warn",\r\n'
                printf '      "detail": "a \\"name\\": \\"credentials\\", \\"status\\": \\"pass\\", that is none",\r\n      "hint": null\r\n    },\r\n'
                printf '    {\r\n      "name": "credentials",\r\n      "status": "%s",\r\n      "detail": "of the stand-in",\r\n      "hint": null\r\n    }\r\n  ]\r\n}\r\n' $status
                exit $code
                ;;
            container) [ "$STARTED" != never-made ] && echo "$STARTED" ;;
        esac
        """;

    private const string PowerShell = """
        #!/bin/bash
        echo "powershell $*" >>"$CALLS"
        case $* in
            *"Get-NetIPAddress -IPAddress 169.254.170.2 -ErrorAction SilentlyContinue"*) ip address show dev lo | grep -q 169.254.170.2 ;;
            *New-NetIPAddress*) ip address add 169.254.170.2/32 dev lo ;;
            *Remove-NetIPAddress*) ip address delete 169.254.170.2/32 dev lo ;;
        esac
        """;

    // Only the address of its options is used.
    private const string Curl = """
        #!/bin/bash
        url=${*: -1} && url=${url#http://}
        { exec 3<>"/dev/tcp/${url%%/*}/80"; } 2>/dev/null || exit 7
        printf 'GET /%s HTTP/1.0\r\nHost: %s\r\n\r\n' "${url#*/}" "${url%%/*}" >&3
        grep -q '^HTTP/1.1 200' <&3
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("smoke-test-").FullName;

    private string Calls => Path.Combine(_folder, "calls");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Sandbox_BehindTheEntrypoint_WouldGetCredentials()
    {
        var (code, output, error) = await RunAsync([Script, "--sandbox"]);
        Assert.True(code == 0, error);
        Assert.StartsWith("smoke-test: PASS: ", output, StringComparison.Ordinal);
        Assert.Contains("  pass credentials: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("SANDBOX-SECRET", output + error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dead-proxy", "'fail', exit code 1")]
    [InlineData("access-denied", "'check' said nothing of credentials (exit code 125;")]
    public async Task Sandbox_WithoutARoute_FailsAndReportsIt(string topology, string reason)
    {
        var (code, output, error) = await RunAsync([Script, "--sandbox", "--topology", topology]);
        Assert.True(code == 1, error);
        Assert.StartsWith("smoke-test: FAIL: ", output, StringComparison.Ordinal);
        Assert.Contains(reason, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("which image? See --help")]
    [InlineData("there is no option '--images': see --help", "--images")]
    [InlineData("--timeout '0' is not a number of seconds", "--timeout", "0", "image")]
    [InlineData("--topology goes with --sandbox", "--topology", "nat", "image")]
    [InlineData("one image or exe at a time, not 'a' and 'b'", "a", "b")]
    public async Task Usage_ThatIsWrong_Is2(string reason, params string[] arguments)
    {
        var (code, output, error) = await RunAsync([Script, .. arguments]);
        Assert.Equal((2, string.Empty, $"smoke-test: {reason}\n"), (code, output, error));
    }

    [Fact]
    public async Task Image_WithTheEndpoint_PassesAndRestoresTheHost()
    {
        var (code, output, error) = await RunWithStandInsAsync(setup: "", "--isolation", "process", "my-image");
        Assert.True(code == 0, output + error);
        Assert.Equal("smoke-test: PASS: a workload in my-image would get credentials\n", output);
        Assert.Contains("  pass credentials: of the stand-in\n", error, StringComparison.Ordinal);

        var calls = await File.ReadAllLinesAsync(Calls, TestContext.Current.CancellationToken);
        Assert.Contains(
            calls,
            call =>
                call.StartsWith("docker run --name bootstrap-smoke-test-", StringComparison.Ordinal)
                && call.EndsWith(@" my-image C:\bootstrap.exe check --format json", StringComparison.Ordinal)
                && call.Contains(" --network nat --isolation process ", StringComparison.Ordinal)
                && call.Contains(
                    " --env AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/v2/credentials/smoke-test ",
                    StringComparison.Ordinal
                )
        );
        Assert.Equal(
            ["docker rm", "Remove-NetFirewallRule", "Remove-NetIPAddress"],
            calls
                .SkipWhile(call => !call.StartsWith("docker run", StringComparison.Ordinal))
                .Skip(1)
                .Select(call =>
                    ((string[])["docker rm", "Remove-NetFirewallRule", "Remove-NetIPAddress"]).Single(sign =>
                        call.Contains(sign, StringComparison.Ordinal)
                    )
                )
        );
    }

    [Fact]
    public async Task Image_WithoutTheEndpoint_FailsAndTouchesNothing()
    {
        var (code, output, error) = await RunWithStandInsAsync(setup: "", "--no-endpoint", "my-image");
        Assert.True(code == 1, output + error);
        Assert.Equal(
            "smoke-test: FAIL: a workload in my-image would get no credentials ('credentials' is 'fail', exit code 1)\n",
            output
        );
        Assert.DoesNotContain(
            "powershell", await File.ReadAllTextAsync(Calls, TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    /// <summary>
    /// 125 is a code of Docker and of bootstrap. It is a result for the image only if the container has run.
    /// </summary>
    [Theory]
    [InlineData("125", "never-made", 2)]
    [InlineData("125", "0001-01-01T00:00:00Z", 2)]
    [InlineData("125", "2026-01-01T00:00:00Z", 1)]
    [InlineData("127", "0001-01-01T00:00:00Z", 1)]
    [InlineData("1", "2026-01-01T00:00:00Z", 1)]
    public async Task Image_WithoutAnAnswer_FailsUnlessDockerCouldNotStartIt(string run, string started, int expected)
    {
        var (code, output, error) = await RunWithStandInsAsync(
            $"export RUN={run} STARTED={started}", "--no-endpoint", "my-image"
        );
        Assert.True(code == expected, output + error);
        Assert.Contains("docker: what went wrong", error, StringComparison.Ordinal);
        Assert.EndsWith(
            expected == 2
                ? "smoke-test: Docker could not start a container of 'my-image' (its exit code 125)\n"
                : $"smoke-test: FAIL: in my-image 'check' said nothing of credentials (exit code {run}; what was said is above)\n",
            error + output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Image_WhereTheAddressIsTaken_StopsAndDoesNotChangeIt()
    {
        var (code, output, error) = await RunWithStandInsAsync(
            setup: "ip address add 169.254.170.2/32 dev lo", "my-image"
        );
        Assert.Equal((2, string.Empty), (code, output));
        Assert.Contains(
            "smoke-test: this machine has the address 169.254.170.2 already: does the ECS agent run here?", error,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            "Remove-NetIPAddress", await File.ReadAllTextAsync(Calls, TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    private static string Script => Path.Combine(Repository.Root, "eng", "smoke-test");

    private async Task<(int Code, string Output, string Error)> RunWithStandInsAsync(
        string setup, params string[] arguments
    )
    {
        foreach (
            var (name, text) in ((string, string)[])[("docker", Docker), ("powershell.exe", PowerShell), ("curl", Curl)]
        )
        {
            await File.WriteAllTextAsync(Path.Combine(_folder, name), text, TestContext.Current.CancellationToken);
        }

        return await RunAsync([
            Path.Combine(Repository.Root, "eng", "namespaces"), "unshare", "--net", "bash", "-c",
            $"chmod +x {_folder}/*; export PATH={_folder}:$PATH CALLS={Calls}; ip link set lo up; {setup}\nexec \"$@\"",
            "bash", Script, .. arguments,
        ]);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
