using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Bootstrap.Ecs;
using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Workload;
using Serilog.Events;

namespace Bootstrap.CommandLine;

/// <summary>All options, each with its name, environment variable, default, help text and allowed values.</summary>
internal static class Options
{
    public static readonly Setting<NetworkMode?> Mode = Choice<NetworkMode?>(
        "--mode", "BOOTSTRAP_MODE", "MODE", "auto", "network mode; awsvpc adds no routes",
        ("auto", null), ("nat", NetworkMode.Nat), ("awsvpc", NetworkMode.Awsvpc));

    public static readonly Setting<IPNetwork> Route = new(
        "--route", "BOOTSTRAP_ROUTES", "NAME|PREFIX", "credentials,metadata",
        "what to route, repeat for more (commas in the variable): credentials, metadata, eks-pod-identity (not offered "
            + "by AWS on Windows) or an IPv4 address or prefix inside 169.254.0.0/16",
        LinkLocal.Allowed,
        static text => LinkLocal.TryParse(text) is { } prefix ? new Parsed<IPNetwork>(prefix) : null);

    public static readonly Setting<Backend> Backend = Choice<Backend>(
        "--backend", "BOOTSTRAP_BACKEND", "BACKEND", "auto",
        "how the network is read and changed; auto uses MI/CIM, and IP Helper if WMI is missing, fails or does not "
            + "answer",
        ("auto", Network.Backend.Auto), ("cim", Network.Backend.Cim), ("iphelper", Network.Backend.IpHelper)
    );

    public static readonly Setting<IPAddress?> Gateway = new(
        "--gateway", "BOOTSTRAP_GATEWAY", "ADDRESS", "detected",
        "next hop of the routes, instead of the default route's next hop",
        "an IPv4 address such as 172.30.0.1",
        ParseAddress);

    public static readonly Setting<string?> Interface = new(
        "--interface", "BOOTSTRAP_INTERFACE", "INDEX|ALIAS", "detected",
        "interface of the routes, instead of the default route's interface",
        "an interface index or alias",
        ParseText);

    public static readonly Setting<TimeSpan?> NetworkTimeout = new(
        "--network-timeout", "BOOTSTRAP_NETWORK_TIMEOUT", "DURATION", "3m in an ECS task, else 30s",
        "how long to wait for a default route; at most 30s if the task has no credentials variable and no --route is "
            + "given, then COMMAND starts anyway",
        Duration.Allowed,
        Duration.Parse);

    public static readonly Setting<TimeSpan?> WaitForCredentials = new(
        "--wait-for-credentials", "BOOTSTRAP_WAIT_FOR_CREDENTIALS", "DURATION", "off",
        "wait until the credentials endpoint answers before COMMAND starts, at most this long",
        Duration.AllowedOrOff,
        Duration.ParseOrOff);

    public static readonly Setting<FailureAction> OnFailure = Choice<FailureAction>(
        "--on-failure", "BOOTSTRAP_ON_FAILURE", "ACTION", "stop",
        "if the network cannot be set up, exit with 125, or warn and run COMMAND anyway",
        ("stop", FailureAction.Stop), ("continue", FailureAction.Continue)
    );

    public static readonly Setting<TimeSpan?> StopTimeout = new(
        "--stop-timeout", "BOOTSTRAP_STOP_TIMEOUT", "DURATION", "off",
        "after a stop, end COMMAND and its child processes if they have not exited within this time",
        Duration.AllowedOrOff,
        Duration.ParseOrOff);

    public static readonly Setting<StopForwarding> ForwardStop = Choice<StopForwarding>(
        "--forward-stop", "BOOTSTRAP_FORWARD_STOP", "STOP", "auto",
        "event to send to COMMAND and its child processes when the container is stopped; auto passes on the event that "
            + "was received",
        ("auto", StopForwarding.Auto), ("none", StopForwarding.None), ("ctrl-c", StopForwarding.CtrlC),
        ("ctrl-break", StopForwarding.CtrlBreak), ("shutdown", StopForwarding.Shutdown));

    public static readonly Setting<uint> SuccessCode = new(
        "--success-code", "BOOTSTRAP_SUCCESS_CODES", "CODE", "none",
        "exit code of COMMAND that is reported as 0, repeat for more (commas in the variable)",
        ExitCodeText.Allowed,
        ExitCodeText.Parse);

    public static readonly Setting<string> ExportGateway = new(
        "--export-gateway", "BOOTSTRAP_EXPORT_GATEWAY", "NAME[=TEMPLATE]", "not set",
        "set the environment variable NAME of COMMAND to the gateway's address, or to TEMPLATE with {gateway} "
            + "replaced, such as DD_TRACE_AGENT_URL=http://{gateway}:8126; repeat for more (commas in the variable)",
        ExportedGateway.Allowed,
        ExportedGateway.Parse)
    {
        OptionTakesCommas = false,
    };

    public static readonly Setting<string> ServiceEnvironment = new(
        "--service-environment", "BOOTSTRAP_SERVICE_ENVIRONMENT", "SERVICE", "none",
        "give the task's variables to this Windows service, repeat for more (commas in the variable); iis stands for "
            + Services.ServiceOptions.Iis,
        ServiceName.Allowed,
        ServiceName.Parse);

    public static readonly Setting<bool> ServiceRestart = Choice<bool>(
        "--service-restart", "BOOTSTRAP_SERVICE_RESTART", "YES|NO", "yes",
        "restart such a service and its dependents if it is running", ("yes", true), ("no", false));

    public static readonly Setting<string> ServiceVariable = new(
        "--service-variable", "BOOTSTRAP_SERVICE_VARIABLES", "NAME", "none",
        "another variable for those services, repeat for more (commas in the variable)",
        "the name of a variable",
        static text =>
            !string.IsNullOrWhiteSpace(text)
            && !text.Any(character => character == '=' || char.IsControl(character))
                ? new Parsed<string>(text)
                : null);

    /// <summary>The only option without a value; its variable takes <c>true</c> or <c>false</c>.</summary>
    public static readonly Setting<bool> Watch = Setting<bool>.Switch(
        "--watch", "BOOTSTRAP_WATCH",
        "add a route again if it disappears while COMMAND runs",
        "true or false",
        static text => bool.TryParse(text, out var value) ? new Parsed<bool>(value) : null);

    public static readonly Setting<LogEventLevel> LogLevel = Choice<LogEventLevel>(
        "--log-level", "BOOTSTRAP_LOG_LEVEL", "LEVEL", "information", "lowest level that is logged (to stderr)",
        ("verbose", LogEventLevel.Verbose), ("debug", LogEventLevel.Debug),
        ("information|info", LogEventLevel.Information), ("warning|warn", LogEventLevel.Warning),
        ("error", LogEventLevel.Error), ("fatal", LogEventLevel.Fatal)
    );

    public static readonly Setting<LogFormat> LogFormat = Choice<LogFormat>(
        "--log-format", "BOOTSTRAP_LOG_FORMAT", "FORMAT", "text", "format of the log",
        ("text", Logging.LogFormat.Text), ("json", Logging.LogFormat.Json));

    public static readonly Setting<OutputFormat> Format = Choice<OutputFormat>(
        "--format", variable: null, "FORMAT", "text", "plan and check only: format of the result (on stdout)",
        ("text", OutputFormat.Text), ("json", OutputFormat.Json));

    public static readonly Setting<string?> Snapshot = new(
        "--snapshot", variable: null, "FILE", "this container",
        "plan only: plan from a recorded network, on any operating system",
        "the path of a file",
        ParseText);

    public static readonly Setting<string?> SaveSnapshot = new(
        "--save-snapshot", variable: null, "FILE", "not set",
        "plan only: record this network in FILE, without secrets",
        "the path of a file",
        ParseText);

    /// <summary>All options, in the order of the help text.</summary>
    public static readonly IReadOnlyList<Option> All =
    [
        Mode, Route, Backend, Gateway, Interface, NetworkTimeout, WaitForCredentials, OnFailure, StopTimeout,
        ForwardStop, SuccessCode, ExportGateway, ServiceEnvironment, ServiceRestart, ServiceVariable, Watch, LogLevel,
        LogFormat, Format, Snapshot, SaveSnapshot,
    ];

    /// <summary>The environment variables of all options.</summary>
    public static List<string> Variables
    {
        get
        {
            var variables = new List<string>();
            foreach (var option in All)
            {
                if (option is ISetting { Variable: { } variable })
                {
                    variables.Add(variable);
                }
            }

            return variables;
        }
    }

    /// <summary>The environment variables that affect the plan.</summary>
    public static IReadOnlyList<string> VariablesOfThePlan =>
        [Mode.Variable!, Route.Variable!, Gateway.Variable!, Interface.Variable!];

    /// <summary>The overridden plan options, as the environment variables with the same effect.</summary>
    public static Dictionary<string, string> VariablesOf(PlanOptions plan)
    {
        var variables = new Dictionary<string, string>();
        if (plan.Mode is { } mode)
        {
            variables[Mode.Variable!] = mode.Name();
        }

        if (!plan.HasDefaultPrefixes)
        {
            variables[Route.Variable!] = string.Join(',', plan.Prefixes.Select(LinkLocal.NameOf));
        }

        if (plan.Gateway is { } gateway)
        {
            variables[Gateway.Variable!] = gateway.ToString();
        }

        if (plan.Interface is { } name)
        {
            variables[Interface.Variable!] = name;
        }

        return variables;
    }

    /// <summary>The overridden plan options, as command-line options.</summary>
    public static List<string> FlagsOf(PlanOptions plan)
    {
        var flags = new List<string>();
        foreach (var (variable, value) in VariablesOf(plan))
        {
            flags.Add($"{All.First(option => (option as ISetting)?.Variable == variable).Name} {value}");
        }

        return flags;
    }

    /// <summary>
    /// An option with named values, without regard to case. A value may have more names ("warning|warn"), which the
    /// help text does not list.
    /// </summary>
    private static Setting<T> Choice<T>(
        string name, string? variable, string valueName, string defaultText, string help,
        params (string Name, object? Value)[] choices
    )
    {
        var values = new Choices(choices);
        return new Setting<T>(
            name, variable, valueName, defaultText, $"{help} ({values.Names})", values.Allowed,
            text => values.Parse(text) is { } parsed ? new Parsed<T>((T)parsed.Value!) : null
        );
    }

    private static Parsed<string?>? ParseText(string text) =>
        string.IsNullOrWhiteSpace(text) ? null : new Parsed<string?>(text);

    private static Parsed<IPAddress?>? ParseAddress(string text) =>
        IPAddress.TryParse(text, out var address)
        && address.AddressFamily == AddressFamily.InterNetwork
        // 0.0.0.0, loopback, multicast and broadcast addresses cannot be gateways.
        && address.GetAddressBytes()[0] is not (0 or 127 or >= 224)
        // The BCL also parses "172.30.1" and hexadecimal parts; only the usual form is allowed.
        && address.ToString() == text
            ? new Parsed<IPAddress?>(address)
            : null;
}
