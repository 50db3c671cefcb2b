using System.Net;
using Bootstrap.CommandLine;
using Bootstrap.Network;
using Bootstrap.Workload;
using Serilog.Events;

namespace Bootstrap.Tests.CommandLine;

public class InvocationTests
{
    [Fact]
    public void Parse_WithoutOptions_TakesTheDefaults()
    {
        var settings = Parse("b app").Settings;
        Assert.Null(settings.Plan.Mode);
        Assert.Equal([LinkLocal.Credentials, LinkLocal.Metadata], settings.Plan.Prefixes);
        Assert.Null(settings.Plan.Gateway);
        Assert.Null(settings.Plan.Interface);
        Assert.Equal(TimeSpan.FromSeconds(30), settings.NetworkTimeout);
        Assert.Equal(FailureAction.Stop, settings.OnFailure);
        Assert.Equal(new StopPolicy(Forward: null, Timeout: null), settings.Stop);
        Assert.Null(settings.ExportGateway);
        Assert.False(settings.Watch);
        Assert.Equal(Backend.Auto, settings.Backend);
        Assert.Equal(LogEventLevel.Information, settings.LogLevel);
        Assert.Equal(LogFormat.Text, settings.LogFormat);
        Assert.Equal(OutputFormat.Text, settings.OutputFormat);
    }

    /// <summary>Each option: its twin, a value, and what the value must have become.</summary>
    public static TheoryData<string, string, string, string> Twins => new()
    {
        { "--mode", "BOOTSTRAP_MODE", "nat", "Nat" },
        { "--mode", "BOOTSTRAP_MODE", "awsvpc", "Awsvpc" },
        { "--mode", "BOOTSTRAP_MODE", "auto", "" },
        { "--route", "BOOTSTRAP_ROUTES", "eks-pod-identity", "169.254.170.23/32" },
        { "--route", "BOOTSTRAP_ROUTES", "credentials, 169.254.169.0/24", "169.254.170.2/32+169.254.169.0/24" },
        { "--backend", "BOOTSTRAP_BACKEND", "auto", "Auto" },
        { "--backend", "BOOTSTRAP_BACKEND", "cim", "Cim" },
        { "--backend", "BOOTSTRAP_BACKEND", "iphelper", "IpHelper" },
        { "--gateway", "BOOTSTRAP_GATEWAY", "10.0.0.1", "10.0.0.1" },
        { "--interface", "BOOTSTRAP_INTERFACE", "vEthernet (nat)", "vEthernet (nat)" },
        { "--network-timeout", "BOOTSTRAP_NETWORK_TIMEOUT", "500ms", "00:00:00.5000000" },
        { "--on-failure", "BOOTSTRAP_ON_FAILURE", "continue", "Continue" },
        { "--stop-timeout", "BOOTSTRAP_STOP_TIMEOUT", "25s", "00:00:25" },
        { "--forward-stop", "BOOTSTRAP_FORWARD_STOP", "none", "" },
        { "--forward-stop", "BOOTSTRAP_FORWARD_STOP", "ctrl-c", "CtrlC" },
        { "--forward-stop", "BOOTSTRAP_FORWARD_STOP", "ctrl-break", "CtrlBreak" },
        { "--forward-stop", "BOOTSTRAP_FORWARD_STOP", "shutdown", "Shutdown" },
        { "--export-gateway", "BOOTSTRAP_EXPORT_GATEWAY", "DD_AGENT_HOST", "DD_AGENT_HOST" },
        { "--log-level", "BOOTSTRAP_LOG_LEVEL", "debug", "Debug" },
        { "--log-format", "BOOTSTRAP_LOG_FORMAT", "json", "Json" },
    };

    [Theory]
    [MemberData(nameof(Twins))]
    public void Parse_FlagOrItsTwin_GivesTheSameValue(string option, string variable, string value, string expected)
    {
        Assert.Equal(expected, Read(option, Parse($"b {option} \"{value}\" app").Settings));
        Assert.Equal(expected, Read(option, Parse($"b \"{option}={value}\" app").Settings));
        Assert.Equal(expected, Read(option, Parse("b app", (variable, value)).Settings));
    }

    [Fact]
    public void Parse_FlagAndTwin_TheFlagWins() =>
        Assert.Equal(NetworkMode.Awsvpc, Parse("b --mode awsvpc app", ("BOOTSTRAP_MODE", "nat")).Settings.Plan.Mode);

    [Fact]
    public void Parse_FlagGivenAndTwinBad_TheTwinIsNotRead() =>
        Assert.Equal(NetworkMode.Awsvpc, Parse("b --mode awsvpc app", ("BOOTSTRAP_MODE", "banana")).Settings.Plan.Mode);

    [Fact]
    public void Parse_EmptyTwin_CountsAsNotSet() =>
        Assert.Null(Parse("b app", ("BOOTSTRAP_MODE", "")).Settings.Plan.Mode);

    [Fact]
    public void Parse_RepeatedRoutes_AreAllTaken() =>
        Assert.Equal([LinkLocal.EksPodIdentity, LinkLocal.Metadata], Parse("b --route eks-pod-identity --route metadata app").Settings.Plan.Prefixes);

    [Theory]
    [InlineData("b --mode natt app", "--mode 'natt' is not one of auto, nat, awsvpc.")]
    [InlineData("b --mode= app", "Required argument missing for option: '--mode'.")]
    [InlineData("b --mode nat --mode awsvpc app", "--mode is given 2 times; once is allowed.")]
    [InlineData("b --route 10.0.0.0/8 app", "--route '10.0.0.0/8' is not credentials, metadata, eks-pod-identity or an IPv4 prefix inside 169.254.0.0/16 such as 169.254.170.2/32.")]
    [InlineData("b --route credentials --route fd00:ec2::254/128 app", "--route 'fd00:ec2::254/128' is not credentials, metadata, eks-pod-identity or an IPv4 prefix inside 169.254.0.0/16 such as 169.254.170.2/32.")]
    [InlineData("b --backend wmi app", "--backend 'wmi' is not one of auto, cim, iphelper.")]
    [InlineData("b --gateway 0.0.0.0 app", "--gateway '0.0.0.0' is not an IPv4 address such as 172.30.0.1.")]
    [InlineData("b --gateway 172.30.1 app", "--gateway '172.30.1' is not an IPv4 address such as 172.30.0.1.")]
    [InlineData("b --gateway ::1 app", "--gateway '::1' is not an IPv4 address such as 172.30.0.1.")]
    [InlineData("b --interface \" \" app", "--interface ' ' is not an interface index or alias.")]
    [InlineData("b --network-timeout 30 app", "--network-timeout '30' is not a whole number and ms, s or m, at most 24 hours, such as 500ms, 30s or 2m.")]
    [InlineData("b --on-failure ignore app", "--on-failure 'ignore' is not one of stop, continue.")]
    [InlineData("b --stop-timeout never app", "--stop-timeout 'never' is not a whole number and ms, s or m, at most 24 hours, such as 500ms, 30s or 2m.")]
    [InlineData("b --forward-stop term app", "--forward-stop 'term' is not one of none, ctrl-c, ctrl-break, shutdown.")]
    [InlineData("b --export-gateway 1X app", "--export-gateway '1X' is not a variable's name: letters, digits and _, no digit first.")]
    [InlineData("b --export-gateway A=B app", "--export-gateway 'A=B' is not a variable's name: letters, digits and _, no digit first.")]
    [InlineData("b --log-level loud app", "--log-level 'loud' is not one of verbose, debug, information, warning, error, fatal.")]
    [InlineData("b --log-format xml app", "--log-format 'xml' is not one of text, json.")]
    [InlineData("b plan --format yaml", "--format 'yaml' is not one of text, json.")]
    [InlineData("b --format json app", "--format belongs to plan.")]
    [InlineData("b --mode", "Required argument missing for option: '--mode'.")]
    [InlineData("b --mode -- app", "Required argument missing for option: '--mode'.")]
    [InlineData("b", "There is no command to run: bootstrap [OPTIONS] [--] COMMAND [ARG...].")]
    [InlineData("b --", "There is no command to run: bootstrap [OPTIONS] [--] COMMAND [ARG...].")]
    [InlineData("b --mode nat", "There is no command to run: bootstrap [OPTIONS] [--] COMMAND [ARG...].")]
    public void Parse_WhatIsWrong_IsOneLineThatNamesOptionValueAndWhatIsAllowed(string line, string message)
    {
        var failure = Assert.Throws<BootstrapException>(() => Parse(line));
        Assert.Equal(message, failure.Message);
        Assert.Equal($"{message} See bootstrap --help.", failure.OneLine);
        Assert.Equal(ExitCode.Usage, failure.ExitCode);
    }

    [Fact]
    public void Parse_Watch_IsASwitchWithATwinThatTakesTrueOrFalse()
    {
        Assert.False(Parse("b app").Settings.Watch);
        Assert.True(Parse("b --watch app").Settings.Watch);
        Assert.Equal("app", Parse("b --watch app").Workload);
        Assert.True(Parse("b app", ("BOOTSTRAP_WATCH", "true")).Settings.Watch);
        Assert.False(Parse("b app", ("BOOTSTRAP_WATCH", "false")).Settings.Watch);
        Assert.Equal("BOOTSTRAP_WATCH 'yes' is not true or false.", Assert.Throws<BootstrapException>(() => Parse("b app", ("BOOTSTRAP_WATCH", "yes"))).Message);
    }

    [Theory]
    [InlineData("BOOTSTRAP_MODE", "NAT", "BOOTSTRAP_MODE 'NAT' is not one of auto, nat, awsvpc.")]
    [InlineData("BOOTSTRAP_NETWORK_TIMEOUT", "soon", "BOOTSTRAP_NETWORK_TIMEOUT 'soon' is not a whole number and ms, s or m, at most 24 hours, such as 500ms, 30s or 2m.")]
    [InlineData("BOOTSTRAP_ROUTES", "credentials,", "BOOTSTRAP_ROUTES '' is not credentials, metadata, eks-pod-identity or an IPv4 prefix inside 169.254.0.0/16 such as 169.254.170.2/32.")]
    public void Parse_BadTwin_IsReportedByTheVariablesName(string variable, string value, string message) =>
        Assert.Equal(message, Assert.Throws<BootstrapException>(() => Parse("b app", (variable, value))).Message);

    [Theory]
    [InlineData("b --help")]
    [InlineData("b -h")]
    [InlineData("b plan --help")]
    public void Parse_Help_AsksForNoCommandAndCaresForNothingElse(string line) =>
        Assert.NotNull(Parse(line, ("BOOTSTRAP_MODE", "banana")).Answer);

    [Fact]
    public void Parse_ModeSource_NamesWhatSetIt()
    {
        Assert.Equal("--mode", Parse("b --mode nat app").Settings.Plan.ModeSource);
        Assert.Equal("BOOTSTRAP_MODE", Parse("b app", ("BOOTSTRAP_MODE", "nat")).Settings.Plan.ModeSource);
    }

    [Fact]
    public void Options_All_EachHasATwinButFormat() =>
        Assert.Equal(["--format"], Options.All.Where(option => !option.Description!.Contains("BOOTSTRAP_", StringComparison.Ordinal)).Select(option => option.Name));

    private static Invocation Parse(string line, params (string Name, string Value)[] variables) =>
        Invocation.Parse(line, name => variables.FirstOrDefault(variable => variable.Name == name).Value);

    private static string Read(string option, Settings settings) => option switch
    {
        "--mode" => settings.Plan.Mode.ToString() ?? string.Empty,
        "--route" => string.Join('+', settings.Plan.Prefixes),
        "--backend" => settings.Backend.ToString(),
        "--gateway" => settings.Plan.Gateway!.ToString(),
        "--interface" => settings.Plan.Interface!,
        "--network-timeout" => settings.NetworkTimeout.ToString(),
        "--on-failure" => settings.OnFailure.ToString(),
        "--stop-timeout" => settings.Stop.Timeout.ToString()!,
        "--forward-stop" => settings.Stop.Forward?.ToString() ?? string.Empty,
        "--export-gateway" => settings.ExportGateway!,
        "--log-level" => settings.LogLevel.ToString(),
        "--log-format" => settings.LogFormat.ToString(),
        _ => throw new ArgumentException(option),
    };
}
