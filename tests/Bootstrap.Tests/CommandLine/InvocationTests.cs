using Bootstrap.CommandLine;
using Bootstrap.Ecs;
using Bootstrap.Logging;
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
        Assert.Null(settings.NetworkTimeout);
        Assert.Equal(FailureAction.Stop, settings.OnFailure);
        Assert.Equal(new StopPolicy(StopForwarding.Auto, Timeout: null), settings.Stop);
        Assert.Empty(settings.ExportGateway);
        Assert.Empty(settings.Services.Services);
        Assert.Empty(settings.Services.Variables);
        Assert.True(settings.Services.Restart);
        Assert.False(settings.Watch);
        Assert.Equal(Backend.Auto, settings.Backend);
        Assert.Equal(LogEventLevel.Information, settings.LogLevel);
        Assert.Equal(LogFormat.Text, settings.LogFormat);
        Assert.Equal(OutputFormat.Text, settings.OutputFormat);
    }

    /// <summary>Each option: its environment variable, a value, and the parsed value.</summary>
    public static TheoryData<string, string, string, string> Variables =>
        new()
        {
            { "--mode", "BOOTSTRAP_MODE", "nat", "Nat" }, { "--mode", "BOOTSTRAP_MODE", "awsvpc", "Awsvpc" },
            { "--mode", "BOOTSTRAP_MODE", "auto", "" },
            { "--route", "BOOTSTRAP_ROUTES", "eks-pod-identity", "169.254.170.23/32" },
            { "--route", "BOOTSTRAP_ROUTES", "169.254.170.2", "169.254.170.2/32" },
            { "--route", "BOOTSTRAP_ROUTES", "metadata,", "169.254.169.254/32" },
            { "--route", "BOOTSTRAP_ROUTES", "credentials, 169.254.169.0/24", "169.254.170.2/32+169.254.169.0/24" },
            { "--route", "BOOTSTRAP_ROUTES", "metadata,169.254.169.254,metadata", "169.254.169.254/32" },
            { "--backend", "BOOTSTRAP_BACKEND", "auto", "Auto" }, { "--backend", "BOOTSTRAP_BACKEND", "cim", "Cim" },
            { "--backend", "BOOTSTRAP_BACKEND", "iphelper", "IpHelper" },
            { "--gateway", "BOOTSTRAP_GATEWAY", "10.0.0.1", "10.0.0.1" },
            { "--interface", "BOOTSTRAP_INTERFACE", "vEthernet (nat)", "vEthernet (nat)" },
            { "--network-timeout", "BOOTSTRAP_NETWORK_TIMEOUT", "500ms", "00:00:00.5000000" },
            { "--on-failure", "BOOTSTRAP_ON_FAILURE", "continue", "Continue" },
            { "--stop-timeout", "BOOTSTRAP_STOP_TIMEOUT", "25s", "00:00:25" },
            { "--stop-timeout", "BOOTSTRAP_STOP_TIMEOUT", "off", "" },
            { "--forward-stop", "BOOTSTRAP_FORWARD_STOP", "auto", "Auto" },
            { "--forward-stop", "BOOTSTRAP_FORWARD_STOP", "none", "None" },
            { "--forward-stop", "BOOTSTRAP_FORWARD_STOP", "ctrl-c", "CtrlC" },
            { "--forward-stop", "BOOTSTRAP_FORWARD_STOP", "ctrl-break", "CtrlBreak" },
            { "--forward-stop", "BOOTSTRAP_FORWARD_STOP", "shutdown", "Shutdown" },
            { "--success-code", "BOOTSTRAP_SUCCESS_CODES", "143", "143" },
            { "--success-code", "BOOTSTRAP_SUCCESS_CODES", "0xC000013A, 3,3,", "3221225786+3" },
            { "--success-code", "BOOTSTRAP_SUCCESS_CODES", "-1073741510", "3221225786" },
            { "--export-gateway", "BOOTSTRAP_EXPORT_GATEWAY", "DD_AGENT_HOST", "DD_AGENT_HOST={gateway}" },
            {
                "--export-gateway", "BOOTSTRAP_EXPORT_GATEWAY", "DD_TRACE_AGENT_URL=http://{gateway}:8126/x=y",
                "DD_TRACE_AGENT_URL=http://{gateway}:8126/x=y"
            },
            {
                "--export-gateway", "BOOTSTRAP_EXPORT_GATEWAY", "U=http://{gateway}/bootstrap",
                "U=http://{gateway}/bootstrap"
            },
            {
                "--export-gateway", "BOOTSTRAP_EXPORT_GATEWAY", "AWS_XRAY_DAEMON_ADDRESS={gateway}:2000",
                "AWS_XRAY_DAEMON_ADDRESS={gateway}:2000"
            },
            {
                "--export-gateway", "BOOTSTRAP_EXPORT_GATEWAY", "BOOTSTRAP_SERVERS={gateway}:9092",
                "BOOTSTRAP_SERVERS={gateway}:9092"
            },
            { "--service-environment", "BOOTSTRAP_SERVICE_ENVIRONMENT", "app", "app" },
            { "--service-environment", "BOOTSTRAP_SERVICE_ENVIRONMENT", "IIS", "WAS+W3SVC" },
            { "--service-environment", "BOOTSTRAP_SERVICE_ENVIRONMENT", "w3svc, iis,My App", "w3svc+WAS+My App" },
            { "--service-restart", "BOOTSTRAP_SERVICE_RESTART", "no", "False" },
            { "--service-restart", "BOOTSTRAP_SERVICE_RESTART", "yes", "True" },
            { "--service-variable", "BOOTSTRAP_SERVICE_VARIABLES", "A,B(x86)", "A+B(x86)" },
            { "--log-level", "BOOTSTRAP_LOG_LEVEL", "debug", "Debug" },
            { "--log-format", "BOOTSTRAP_LOG_FORMAT", "json", "Json" },
        };

    [Theory]
    [MemberData(nameof(Variables))]
    public void Parse_OptionOrItsVariable_ReturnsTheSameValue(
        string option, string variable, string value, string expected)
    {
        Assert.Equal(expected, Read(option, Parse($"b {option} \"{value}\" app").Settings));
        Assert.Equal(expected, Read(option, Parse($"b \"{option}={value}\" app").Settings));
        Assert.Equal(expected, Read(option, Parse("b app", (variable, value)).Settings));
    }

    [Fact]
    public void Parse_OptionAndVariable_TheOptionWins() =>
        Assert.Equal(NetworkMode.Awsvpc, Parse("b --mode awsvpc app", ("BOOTSTRAP_MODE", "nat")).Settings.Plan.Mode);

    [Fact]
    public void Parse_OptionGivenAndVariableBad_TheVariableIsNotRead() =>
        Assert.Equal(NetworkMode.Awsvpc, Parse("b --mode awsvpc app", ("BOOTSTRAP_MODE", "banana")).Settings.Plan.Mode);

    [Fact]
    public void Parse_EmptyVariable_CountsAsNotSet() =>
        Assert.Null(Parse("b app", ("BOOTSTRAP_MODE", "")).Settings.Plan.Mode);

    [Fact]
    public void Parse_RepeatedRoutes_AreAllTaken() =>
        Assert.Equal(
            [LinkLocal.EksPodIdentity, LinkLocal.Metadata],
            Parse("b --route eks-pod-identity --route metadata app").Settings.Plan.Prefixes
        );

    /// <summary>In the option a template may contain a comma; in the variable commas separate templates.</summary>
    [Fact]
    public void Parse_OfExportGateways_SplitsTheVariableOnly()
    {
        Assert.Equal(
            "NO_PROXY=169.254.170.2,{gateway}+B={gateway}",
            Read(
                "--export-gateway",
                Parse("b --export-gateway NO_PROXY=169.254.170.2,{gateway} --export-gateway B app").Settings
            )
        );
        Assert.Equal(
            "A={gateway}+B={gateway}:1",
            Read("--export-gateway", Parse("b app", ("BOOTSTRAP_EXPORT_GATEWAY", "A, B={gateway}:1,")).Settings)
        );
    }

    [Theory]
    [InlineData("b --mode natt app", "--mode 'natt' is not one of auto, nat, awsvpc.")]
    [InlineData("b --mode= app", "Required argument missing for option: '--mode'.")]
    [InlineData("b --mode nat --mode awsvpc app", "--mode is given 2 times, but is allowed only once.")]
    [InlineData(
        "b --route 10.0.0.0/8 app",
        "--route '10.0.0.0/8' is not credentials, metadata, eks-pod-identity or an IPv4 address or prefix inside 169.254.0.0/16 such as 169.254.170.2/32 (all bits after the prefix length must be 0)."
    )]
    [InlineData(
        "b --route credentials --route fd00:ec2::254/128 app",
        "--route 'fd00:ec2::254/128' is not credentials, metadata, eks-pod-identity or an IPv4 address or prefix inside 169.254.0.0/16 such as 169.254.170.2/32 (all bits after the prefix length must be 0)."
    )]
    [InlineData(
        "b --route 169.254.170.1/31 app",
        "--route '169.254.170.1/31' is not credentials, metadata, eks-pod-identity or an IPv4 address or prefix inside 169.254.0.0/16 such as 169.254.170.2/32 (all bits after the prefix length must be 0)."
    )]
    [InlineData(
        "b --route , app",
        "--route ',' is not credentials, metadata, eks-pod-identity or an IPv4 address or prefix inside 169.254.0.0/16 such as 169.254.170.2/32 (all bits after the prefix length must be 0)."
    )]
    [InlineData("b --backend wmi app", "--backend 'wmi' is not one of auto, cim, iphelper.")]
    [InlineData("b --gateway 0.0.0.0 app", "--gateway '0.0.0.0' is not an IPv4 address such as 172.30.0.1.")]
    [InlineData("b --gateway 172.30.1 app", "--gateway '172.30.1' is not an IPv4 address such as 172.30.0.1.")]
    [InlineData("b --gateway ::1 app", "--gateway '::1' is not an IPv4 address such as 172.30.0.1.")]
    [InlineData("b --gateway 127.0.0.1 app", "--gateway '127.0.0.1' is not an IPv4 address such as 172.30.0.1.")]
    [InlineData("b --gateway 224.0.0.1 app", "--gateway '224.0.0.1' is not an IPv4 address such as 172.30.0.1.")]
    [InlineData(
        "b --gateway 255.255.255.255 app", "--gateway '255.255.255.255' is not an IPv4 address such as 172.30.0.1."
    )]
    [InlineData(
        "b --gateway 169.254.170.2 app",
        "--gateway '169.254.170.2' is inside 169.254.170.2/32, the prefix that is routed through it."
    )]
    [InlineData(
        "b --route 169.254.169.0/24 --gateway 169.254.169.1 app",
        "--gateway '169.254.169.1' is inside 169.254.169.0/24, the prefix that is routed through it."
    )]
    [InlineData("b --interface \" \" app", "--interface ' ' is not an interface index or alias.")]
    [InlineData(
        "b --network-timeout 30 app",
        "--network-timeout '30' is not a duration: a whole number with the unit ms, s or m, at most 24 hours, such as 30s."
    )]
    [InlineData(
        "b --network-timeout -1s app",
        "--network-timeout '-1s' is not a duration: a whole number with the unit ms, s or m, at most 24 hours, such as 30s."
    )]
    [InlineData(
        "b --network-timeout off app",
        "--network-timeout 'off' is not a duration: a whole number with the unit ms, s or m, at most 24 hours, such as 30s."
    )]
    [InlineData("b --on-failure ignore app", "--on-failure 'ignore' is not one of stop, continue.")]
    [InlineData(
        "b --stop-timeout never app",
        "--stop-timeout 'never' is not off or a duration: a whole number with the unit ms, s or m, at most 24 hours, such as 30s."
    )]
    [InlineData(
        "b --forward-stop term app", "--forward-stop 'term' is not one of auto, none, ctrl-c, ctrl-break, shutdown."
    )]
    [InlineData(
        "b --success-code 4294967296 app",
        "--success-code '4294967296' is not an exit code of 32 bits, decimal or hexadecimal, such as 3, -1073741510 or 0xC000013A."
    )]
    [InlineData(
        "b --success-code 3 --success-code ok app",
        "--success-code 'ok' is not an exit code of 32 bits, decimal or hexadecimal, such as 3, -1073741510 or 0xC000013A."
    )]
    [InlineData(
        "b --export-gateway A=B app",
        "--export-gateway 'A=B' is not NAME or NAME=TEMPLATE with {gateway} in TEMPLATE; NAME must not be a variable of Windows, of AWS credentials or of bootstrap."
    )]
    [InlineData(
        "b --export-gateway A= app",
        "--export-gateway 'A=' is not NAME or NAME=TEMPLATE with {gateway} in TEMPLATE; NAME must not be a variable of Windows, of AWS credentials or of bootstrap."
    )]
    [InlineData(
        "b --export-gateway =http://{gateway} app",
        "--export-gateway '=http://{gateway}' is not NAME or NAME=TEMPLATE with {gateway} in TEMPLATE; NAME must not be a variable of Windows, of AWS credentials or of bootstrap."
    )]
    [InlineData(
        "b --export-gateway Path app",
        "--export-gateway 'Path' is not NAME or NAME=TEMPLATE with {gateway} in TEMPLATE; NAME must not be a variable of Windows, of AWS credentials or of bootstrap."
    )]
    [InlineData(
        "b --export-gateway aws_region app",
        "--export-gateway 'aws_region' is not NAME or NAME=TEMPLATE with {gateway} in TEMPLATE; NAME must not be a variable of Windows, of AWS credentials or of bootstrap."
    )]
    [InlineData(
        "b --export-gateway AWS_CONTAINER_CREDENTIALS_FULL_URI=http://{gateway}/ app",
        "--export-gateway 'AWS_CONTAINER_CREDENTIALS_FULL_URI=http://{gateway}/' is not NAME or NAME=TEMPLATE with {gateway} in TEMPLATE; NAME must not be a variable of Windows, of AWS credentials or of bootstrap."
    )]
    [InlineData(
        "b --export-gateway AWS_PROFILE app",
        "--export-gateway 'AWS_PROFILE' is not NAME or NAME=TEMPLATE with {gateway} in TEMPLATE; NAME must not be a variable of Windows, of AWS credentials or of bootstrap."
    )]
    [InlineData(
        "b --export-gateway BOOTSTRAP_MODE app",
        "--export-gateway 'BOOTSTRAP_MODE' is not NAME or NAME=TEMPLATE with {gateway} in TEMPLATE; NAME must not be a variable of Windows, of AWS credentials or of bootstrap."
    )]
    [InlineData(
        "b --service-environment a/b app",
        @"--service-environment 'a/b' is not iis or a service's name, as sc query shows it (at most 256 characters, no / and no \)."
    )]
    [InlineData(
        "b --service-environment \" \" app",
        @"--service-environment ' ' is not iis or a service's name, as sc query shows it (at most 256 characters, no / and no \)."
    )]
    [InlineData("b --service-restart maybe app", "--service-restart 'maybe' is not one of yes, no.")]
    [InlineData("b --service-variable A=B app", "--service-variable 'A=B' is not the name of a variable.")]
    [InlineData(
        "b --log-level loud app", "--log-level 'loud' is not one of verbose, debug, information, warning, error, fatal."
    )]
    [InlineData("b --log-format xml app", "--log-format 'xml' is not one of text, json.")]
    [InlineData("b plan --format yaml", "--format 'yaml' is not one of text, json.")]
    [InlineData("b --format json app", "--format belongs to plan and check.")]
    [InlineData("b --snapshot x.json app", "--snapshot belongs to plan.")]
    [InlineData("b check --save-snapshot x.json", "--save-snapshot belongs to plan.")]
    [InlineData(
        "b plan --save-snapshot x.json --snapshot y.json",
        "--snapshot and --save-snapshot cannot be combined: a plan from a snapshot reads no network to record."
    )]
    [InlineData("b --version=1", "--version takes no value.")]
    [InlineData("b --help=x", "--help takes no value.")]
    [InlineData("b --watch:true app", "--watch takes no value.")]
    [InlineData("b --mode", "Required argument missing for option: '--mode'.")]
    [InlineData("b --mode -- app", "Required argument missing for option: '--mode'.")]
    [InlineData("b", "No COMMAND is given. Usage: bootstrap [OPTIONS] [--] COMMAND [ARG...].")]
    [InlineData("b --", "No COMMAND is given. Usage: bootstrap [OPTIONS] [--] COMMAND [ARG...].")]
    [InlineData("b --mode nat", "No COMMAND is given. Usage: bootstrap [OPTIONS] [--] COMMAND [ARG...].")]
    public void Parse_WhatIsWrong_IsOneLineThatNamesOptionValueAndWhatIsAllowed(string line, string message)
    {
        var failure = Assert.Throws<BootstrapException>(() => Parse(line));
        Assert.Equal(message, failure.Message);
        Assert.Equal($"{message} See bootstrap --help.", failure.OneLine);
        Assert.Equal(ExitCode.Usage, failure.ExitCode);
    }

    [Fact]
    public void Parse_Watch_IsASwitchWhoseVariableTakesTrueOrFalse()
    {
        Assert.False(Parse("b app").Settings.Watch);
        Assert.True(Parse("b --watch app").Settings.Watch);
        Assert.Equal("app", Parse("b --watch app").Workload);
        Assert.True(Parse("b app", ("BOOTSTRAP_WATCH", "true")).Settings.Watch);
        Assert.False(Parse("b app", ("BOOTSTRAP_WATCH", "false")).Settings.Watch);
        Assert.Equal(
            "BOOTSTRAP_WATCH 'yes' is not true or false.",
            Assert.Throws<BootstrapException>(() => Parse("b app", ("BOOTSTRAP_WATCH", "yes"))).Message
        );
    }

    [Theory]
    [InlineData("BOOTSTRAP_MODE", "natt", "BOOTSTRAP_MODE 'natt' is not one of auto, nat, awsvpc.")]
    [InlineData(
        "BOOTSTRAP_NETWORK_TIMEOUT", "soon",
        "BOOTSTRAP_NETWORK_TIMEOUT 'soon' is not a duration: a whole number with the unit ms, s or m, at most 24 hours, such as 30s."
    )]
    [InlineData(
        "BOOTSTRAP_GATEWAY", "169.254.169.254",
        "BOOTSTRAP_GATEWAY '169.254.169.254' is inside 169.254.169.254/32, the prefix that is routed through it."
    )]
    [InlineData(
        "BOOTSTRAP_ROUTES", "credentials,banana",
        "BOOTSTRAP_ROUTES 'banana' is not credentials, metadata, eks-pod-identity or an IPv4 address or prefix inside 169.254.0.0/16 such as 169.254.170.2/32 (all bits after the prefix length must be 0)."
    )]
    public void Parse_BadVariable_IsReportedByTheVariablesName(string variable, string value, string message) =>
        Assert.Equal(message, Assert.Throws<BootstrapException>(() => Parse("b app", (variable, value))).Message);

    [Theory]
    [InlineData("b --help")]
    [InlineData("b -h")]
    [InlineData("b plan --help")]
    public void Parse_Help_NeedsNoCommandAndIgnoresTheRest(string line) =>
        Assert.IsType<InformationRequest>(Invocation.Parse(line, _ => "banana"));

    [Fact]
    public void Parse_ModeSource_NamesWhatSetIt()
    {
        Assert.Equal("--mode", Parse("b --mode nat app").Settings.Plan.ModeSource);
        Assert.Equal("BOOTSTRAP_MODE", Parse("b app", ("BOOTSTRAP_MODE", "nat")).Settings.Plan.ModeSource);
    }

    [Fact]
    public void Parse_OnFailureSource_NamesWhatSetIt()
    {
        Assert.Equal(
            "--on-failure",
            Parse("b --on-failure continue app", ("BOOTSTRAP_ON_FAILURE", "stop")).Settings.OnFailureSource
        );
        Assert.Equal(
            "BOOTSTRAP_ON_FAILURE", Parse("b app", ("BOOTSTRAP_ON_FAILURE", "continue")).Settings.OnFailureSource
        );
    }

    /// <summary>Each command line has another error, but the log format can be read.</summary>
    [Theory]
    [InlineData("b --log-format json --mode natt app", null, LogFormat.Json)]
    [InlineData("b --mode natt --log-format=json app", null, LogFormat.Json)]
    [InlineData("b --log-format json --log-lvl debug app", null, LogFormat.Json)]
    [InlineData("b --log-format json", null, LogFormat.Json)]
    [InlineData("b plan --log-format json app", null, LogFormat.Json)]
    [InlineData("b --log-lvl debug app", "json", LogFormat.Json)]
    [InlineData("b --log-format xml app", "json", LogFormat.Json)]
    [InlineData("b --log-format text --mode natt app", "json", LogFormat.Text)]
    [InlineData("b --mode natt app --log-format json", null, LogFormat.Text)]
    [InlineData("b --log-format xml app", null, LogFormat.Text)]
    [InlineData("b app", "xml", LogFormat.Text)]
    [InlineData("b --log-format json app", "xml", LogFormat.Json)]
    public void LogFormatOf_AWrongLine_IsTheOptionsThenTheVariablesThenText(
        string line, string? variable, object expected) =>
        Assert.Equal(expected, Invocation.LogFormatOf(line, name => name == "BOOTSTRAP_LOG_FORMAT" ? variable : null));

    [Fact]
    public void Options_All_EachHasAVariableExceptThoseOfVerbs() =>
        Assert.Equal(
            ["--format", "--snapshot", "--save-snapshot"],
            Options
                .All.Where(option => !option.Description!.Contains("BOOTSTRAP_", StringComparison.Ordinal))
                .Select(option => option.Name)
        );

    [Fact]
    public void ParseElsewhere_OfPlanWithASnapshot_ReadsIt()
    {
        var invocation = Assert.IsType<Invocation>(
            Invocation.ParseElsewhere(["plan", "--snapshot", "x y.json", "--mode=nat"], _ => null));
        Assert.Equal(
            (Verb.Plan, "x y.json", NetworkMode.Nat),
            (invocation.Verb, invocation.Settings.Snapshot, invocation.Settings.Plan.Mode)
        );
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("plan --save-snapshot x")]
    [InlineData("check")]
    [InlineData("app")]
    [InlineData("--mode nat app")]
    [InlineData("")]
    public void ParseElsewhere_OfAnythingThatNeedsWindows_ReportsIt(string line) =>
        Assert.Equal(
            "bootstrap runs only in Windows containers; on other systems only plan --snapshot FILE works.", Assert
                .Throws<BootstrapException>(() =>
                    Invocation.ParseElsewhere(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), _ => null)
                )
                .Message
        );

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("plan --help")]
    public void ParseElsewhere_OfHelp_AnswersIt(string line) =>
        Assert.IsType<InformationRequest>(Invocation.ParseElsewhere(line.Split(' '), _ => null));

    /// <summary>
    /// Named values in any case, as .NET, JSON and people write them, and the short names of two log levels.
    /// </summary>
    [Theory]
    [InlineData("--mode", "AWSVPC", "Awsvpc")]
    [InlineData("--mode", "Nat", "Nat")]
    [InlineData("--route", "Credentials,EKS-Pod-Identity", "169.254.170.2/32+169.254.170.23/32")]
    [InlineData("--backend", "IPHelper", "IpHelper")]
    [InlineData("--on-failure", "Continue", "Continue")]
    [InlineData("--stop-timeout", "Off", "")]
    [InlineData("--forward-stop", "Ctrl-Break", "CtrlBreak")]
    [InlineData("--log-level", "Information", "Information")]
    [InlineData("--log-level", "INFO", "Information")]
    [InlineData("--log-level", "warn", "Warning")]
    [InlineData("--log-level", "Warning", "Warning")]
    [InlineData("--log-format", "JSON", "Json")]
    public void Parse_OfANamedValue_TakesAnyCase(string option, string value, string expected)
    {
        Assert.Equal(expected, Read(option, Parse($"b {option} {value} app").Settings));
        var variable = Options
            .All.OfType<ISetting>()
            .Single(setting => ((System.CommandLine.Option)setting).Name == option)
            .Variable!;
        Assert.Equal(expected, Read(option, Parse("b app", (variable, value)).Settings));
    }

    private static Invocation Parse(string line, params (string Name, string Value)[] variables) =>
        Assert.IsType<Invocation>(
            Invocation.Parse(line, name => variables.FirstOrDefault(variable => variable.Name == name).Value));

    private static string Read(string option, Settings settings) =>
        option switch
        {
            "--mode" => settings.Plan.Mode.ToString() ?? string.Empty,
            "--route" => string.Join('+', settings.Plan.Prefixes),
            "--backend" => settings.Backend.ToString(),
            "--gateway" => settings.Plan.Gateway!.ToString(),
            "--interface" => settings.Plan.Interface!,
            "--network-timeout" => settings.NetworkTimeout.ToString()!,
            "--on-failure" => settings.OnFailure.ToString(),
            "--stop-timeout" => settings.Stop.Timeout?.ToString() ?? string.Empty,
            "--forward-stop" => settings.Stop.Forwarding.ToString(),
            "--success-code" => string.Join('+', settings.SuccessCodes),
            "--export-gateway" => string.Join('+', settings.ExportGateway),
            "--service-environment" => string.Join('+', settings.Services.Services),
            "--service-restart" => settings.Services.Restart.ToString(),
            "--service-variable" => string.Join('+', settings.Services.Variables),
            "--log-level" => settings.LogLevel.ToString(),
            "--log-format" => settings.LogFormat.ToString(),
            _ => throw new ArgumentException(option),
        };
}
