using System.Text.Json;

namespace Bootstrap.EndToEnd;

/// <summary>Help, errors and logs of the published exe.</summary>
public sealed class CommandLineTests(SharedContainer shared) : IClassFixture<SharedContainer>
{
    [Theory]
    [InlineData("", "No COMMAND is given. Usage: bootstrap [OPTIONS] [--] COMMAND [ARG...]. See bootstrap --help.")]
    [InlineData("--", "No COMMAND is given. Usage: bootstrap [OPTIONS] [--] COMMAND [ARG...]. See bootstrap --help.")]
    [InlineData("--log-lvl debug cmd", "Unknown option '--log-lvl'. See bootstrap --help.")]
    [InlineData("--mode natt cmd", "--mode 'natt' is not one of auto, nat, awsvpc. See bootstrap --help.")]
    [InlineData(
        "--route 10.0.0.0/8 cmd",
        "--route '10.0.0.0/8' is not credentials, metadata, eks-pod-identity or an IPv4 address or prefix inside 169.254.0.0/16 such as 169.254.170.2/32 (all bits after the prefix length must be 0). See bootstrap --help."
    )]
    [InlineData(
        "--network-timeout 30 cmd",
        "--network-timeout '30' is not a duration: a whole number with the unit ms, s or m, at most 24 hours, such as 30s. See bootstrap --help."
    )]
    [InlineData("--mode", "Required argument missing for option: '--mode'. See bootstrap --help.")]
    [InlineData(
        "--network-timeout -1s cmd",
        "--network-timeout '-1s' is not a duration: a whole number with the unit ms, s or m, at most 24 hours, such as 30s. See bootstrap --help."
    )]
    [InlineData(
        "--gateway 169.254.170.2 cmd",
        "--gateway '169.254.170.2' is inside 169.254.170.2/32, the prefix that is routed through it. See bootstrap --help."
    )]
    [InlineData("--version=1", "--version takes no value. See bootstrap --help.")]
    [InlineData(
        "--log-level fatal --mode natt cmd", "--mode 'natt' is not one of auto, nat, awsvpc. See bootstrap --help."
    )]
    [InlineData("check cmd", "check takes only options, no command. See bootstrap --help.")]
    [InlineData("plan cmd", "plan takes only options, no command. See bootstrap --help.")]
    public async Task WrongInput_IsOneLineOnStderrAndCode2(string tail, string line) =>
        (await shared.Container.BootstrapRawAsync(tail)).AssertOneLine(2, "err", line);

    [Fact]
    public async Task WrongVariable_IsOneLineThatNamesIt()
    {
        var result = await shared.Container.BootstrapAsync(
            new RunOptions { Environment = new Dictionary<string, string> { ["BOOTSTRAP_MODE"] = "bridge" } },
            "cmd"
        );
        result.AssertOneLine(
            2, "err", "BOOTSTRAP_MODE 'bridge' is not one of auto, nat, awsvpc. See bootstrap --help."
        );
    }

    [Theory]
    [InlineData("--log-format json --mode natt cmd", "")]
    [InlineData("--mode natt cmd", "json")]
    public async Task WrongInput_WithJsonAskedForByFlagOrVariable_IsOneObjectWithMessageHintAndCode(
        string tail, string variable
    )
    {
        var options = new RunOptions
        {
            Environment = new Dictionary<string, string> { ["BOOTSTRAP_LOG_FORMAT"] = variable },
        };
        var result = await shared.Container.BootstrapAsync(options, tail.Split(' '));
        Assert.Equal((2u, string.Empty), (result.ExitCode, result.StandardOutput));
        using var line = JsonDocument.Parse(result.StandardError);
        Assert.Equal("--mode 'natt' is not one of auto, nat, awsvpc.", line.RootElement.GetProperty("@m").GetString());
        Assert.Equal("See bootstrap --help.", line.RootElement.GetProperty("Hint").GetString());
        Assert.Equal(2, line.RootElement.GetProperty("ExitCode").GetInt32());
        Assert.Equal("Error", line.RootElement.GetProperty("@l").GetString());
    }

    [Fact]
    [Quick]
    public async Task LogLevelFatal_AFailureStillLogsItsLine()
    {
        var result = await shared.Container.BootstrapAsync("--log-level", "fatal", "--network-timeout", "0s", "cmd");
        result.AssertOneLine(
            125, "err",
            "No default route with a gateway after 0 s. Adapters seen: 2 'vEthernet (Ethernet)'. In awsvpc mode the agent attaches the network up to three minutes after the start; otherwise check the host's HNS network."
        );
    }

    [Fact]
    public async Task LogLevelDebug_LogsTheNetwork()
    {
        var result = await shared.Container.BootstrapAsync("--log-level", "debug", "--network-timeout", "0s", "cmd");
        Assert.Contains(
            "bootstrap: dbg seen: adapter 2 'vEthernet (Ethernet)' (Hyper-V Virtual Ethernet Container Adapter), up",
            result.StandardError, StringComparison.Ordinal
        );
        Assert.Contains(
            "bootstrap: dbg seen: route 172.30.0.0/20 via 0.0.0.0 on interface 2, metric ", result.StandardError,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task MisspeltVariable_IsOneWarningThatNamesTheNearest()
    {
        var result = await shared.Container.BootstrapAsync(
            new RunOptions
            {
                Environment = new Dictionary<string, string>
                {
                    ["Bootstrap_LogLevel"] = "debug",
                    ["BOOTSTRAP_SERVERS"] = "kafka:9092",
                },
            },
            "--mode", "awsvpc", "--log-level", "warning", "cmd", "/c", "exit"
        );
        result.AssertOneLine(
            0, "wrn",
            "Bootstrap_LogLevel is not a variable of bootstrap and has no effect. Did you mean BOOTSTRAP_LOG_LEVEL?"
        );
    }

    [Fact]
    [Quick]
    public async Task Help_IsOnStdoutFitsEightyColumnsAndNamesEveryOption()
    {
        var result = await shared.Container.BootstrapAsync("--help");
        Assert.Equal(0u, result.ExitCode);
        Assert.Equal(string.Empty, result.StandardError);
        foreach (
            var option in (string[])
                [
                    "--mode", "--route", "--gateway", "--interface", "--network-timeout", "--on-failure", "--log-level",
                    "--log-format", "--format", "--help", "--version",
                ]
        )
        {
            Assert.Contains(option, result.StandardOutput, StringComparison.Ordinal);
        }

        Assert.All(result.StandardOutput.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
    }

    [Fact]
    public async Task Version_IsOneLineOnStdout()
    {
        var result = await shared.Container.BootstrapAsync("--version");
        Assert.Equal(0u, result.ExitCode);
        Assert.Matches(
            @"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?\+[0-9a-f]{40}$",
            Assert.Single(result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries)).TrimEnd('\r')
        );
    }

    [Fact]
    public async Task JsonLog_EachLineIsOneObject()
    {
        var result = await shared.Container.BootstrapAsync(
            "--log-format", "json", "--network-timeout", "100ms", "--log-level", "debug", "cmd"
        );
        Assert.Equal(125u, result.ExitCode);
        var lines = result.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length >= 3, result.ToString());
        foreach (var line in lines)
        {
            using var logged = JsonDocument.Parse(line);
            Assert.True(logged.RootElement.TryGetProperty("@m", out _), line);
        }
    }

    [Fact]
    public async Task LogLevelWarning_AWorkingRunLogsNothing()
    {
        var result = await shared.Container.BootstrapAsync(
            "--mode", "awsvpc", "--log-level", "warning", "cmd", "/c", "exit"
        );
        Assert.Equal((0u, string.Empty, string.Empty), (result.ExitCode, result.StandardOutput, result.StandardError));
    }
}
