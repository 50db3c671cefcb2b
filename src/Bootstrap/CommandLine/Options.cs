using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Bootstrap.Ecs;
using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Workload;
using Serilog.Events;

namespace Bootstrap.CommandLine;

/// <summary>Every option: its name, environment twin, default, help text and what it allows, once.</summary>
internal static class Options
{
    public static readonly Setting<NetworkMode?> Mode = Choice<NetworkMode?>(
        "--mode", "BOOTSTRAP_MODE", "MODE", "auto", "network mode; awsvpc skips the routes",
        ("auto", null), ("nat", NetworkMode.Nat), ("awsvpc", NetworkMode.Awsvpc));

    public static readonly Setting<IPNetwork> Route = new(
        "--route", "BOOTSTRAP_ROUTES", "NAME|PREFIX", "credentials,metadata",
        "what to route, again for more (the variable takes commas): credentials, metadata, eks-pod-identity (not offered by AWS on Windows) or an IPv4 address or prefix inside 169.254.0.0/16",
        LinkLocal.Allowed,
        LinkLocal.TryParse);

    public static readonly Setting<Backend> Backend = Choice<Backend>(
        "--backend", "BOOTSTRAP_BACKEND", "BACKEND", "auto",
        "how the network is read and changed; auto is MI/CIM, and IP Helper where WMI is not there or does not answer",
        ("auto", Network.Backend.Auto), ("cim", Network.Backend.Cim), ("iphelper", Network.Backend.IpHelper)
    );

    public static readonly Setting<IPAddress?> Gateway = new(
        "--gateway", "BOOTSTRAP_GATEWAY", "ADDRESS", "found",
        "next hop of the routes, instead of the default route's",
        "an IPv4 address such as 172.30.0.1",
        TryParseAddress);

    public static readonly Setting<string?> Interface = new(
        "--interface", "BOOTSTRAP_INTERFACE", "INDEX|ALIAS", "found",
        "interface of the routes, instead of the default route's",
        "an interface index or alias",
        static (string text, out string? name) => !string.IsNullOrWhiteSpace(name = text));

    public static readonly Setting<TimeSpan?> NetworkTimeout = new(
        "--network-timeout", "BOOTSTRAP_NETWORK_TIMEOUT", "DURATION", "3m in an ECS task, else 30s",
        "how long to wait for a default route; at most 30s, then COMMAND is run, where neither credentials nor a route are asked for",
        Duration.Allowed,
        Duration.TryParseOptional);

    public static readonly Setting<TimeSpan?> WaitForCredentials = new(
        "--wait-for-credentials", "BOOTSTRAP_WAIT_FOR_CREDENTIALS", "DURATION", "off",
        "hold COMMAND until the credentials endpoint answers, at most for so long",
        Duration.AllowedOrOff,
        Duration.TryParseOrOff);

    public static readonly Setting<FailureAction> OnFailure = Choice<FailureAction>(
        "--on-failure", "BOOTSTRAP_ON_FAILURE", "ACTION", "stop",
        "when the network cannot be set up, exit 125, or warn and run COMMAND all the same",
        ("stop", FailureAction.Stop), ("continue", FailureAction.Continue)
    );

    public static readonly Setting<TimeSpan?> StopTimeout = new(
        "--stop-timeout", "BOOTSTRAP_STOP_TIMEOUT", "DURATION", "off",
        "end COMMAND and all it started if it has not ended by then after a stop",
        Duration.AllowedOrOff,
        Duration.TryParseOrOff);

    public static readonly Setting<StopForwarding> ForwardStop = Choice<StopForwarding>(
        "--forward-stop", "BOOTSTRAP_FORWARD_STOP", "STOP", "auto",
        "what to send to COMMAND and all it started when the container is told to stop; auto is the event that came",
        ("auto", StopForwarding.Auto), ("none", StopForwarding.None), ("ctrl-c", StopForwarding.CtrlC),
        ("ctrl-break", StopForwarding.CtrlBreak), ("shutdown", StopForwarding.Shutdown));

    public static readonly Setting<uint> SuccessCode = new(
        "--success-code", "BOOTSTRAP_SUCCESS_CODES", "CODE", "none",
        "exit code of COMMAND that is reported as 0, again for more (the variable takes commas)",
        ExitCodeText.Allowed,
        ExitCodeText.TryParse);

    public static readonly Setting<string> ExportGateway = new(
        "--export-gateway", "BOOTSTRAP_EXPORT_GATEWAY", "NAME[=TEMPLATE]", "not set",
        "set the variable NAME for COMMAND, again for more (the variable takes commas), to the gateway's address or to TEMPLATE with {gateway} replaced, such as DD_TRACE_AGENT_URL=http://{gateway}:8126",
        ExportedGateway.Allowed,
        ExportedGateway.TryParse)
    {
        OptionTakesCommas = false,
    };

    public static readonly Setting<string> ServiceEnvironment = new(
        "--service-environment", "BOOTSTRAP_SERVICE_ENVIRONMENT", "SERVICE", "none",
        "give the task's variables to this Windows service, again for more (the variable takes commas); iis stands for WAS,W3SVC",
        ServiceName.Allowed,
        ServiceName.TryParse);

    public static readonly Setting<bool> ServiceRestart = Choice<bool>(
        "--service-restart", "BOOTSTRAP_SERVICE_RESTART", "YES|NO", "yes",
        "restart such a service, with its dependents, when it runs already", ("yes", true), ("no", false)
    );

    public static readonly Setting<string> ServiceVariable = new(
        "--service-variable", "BOOTSTRAP_SERVICE_VARIABLES", "NAME", "none",
        "a further variable for those services, again for more (the variable takes commas)",
        "a variable's name",
        static (string text, out string name) =>
            !string.IsNullOrWhiteSpace(name = text)
            && !text.Any(character => character == '=' || char.IsControl(character))
    );

    /// <summary>The one option that takes no value; its twin takes <c>true</c> or <c>false</c>.</summary>
    public static readonly Setting<bool> Watch = Setting<bool>.Switch(
        "--watch", "BOOTSTRAP_WATCH",
        "put a route back when it disappears while COMMAND runs",
        "true or false",
        bool.TryParse);

    public static readonly Setting<LogEventLevel> LogLevel = Choice<LogEventLevel>(
        "--log-level", "BOOTSTRAP_LOG_LEVEL", "LEVEL", "information", "least level that is logged, to stderr",
        ("verbose", LogEventLevel.Verbose), ("debug", LogEventLevel.Debug),
        ("information|info", LogEventLevel.Information), ("warning|warn", LogEventLevel.Warning),
        ("error", LogEventLevel.Error), ("fatal", LogEventLevel.Fatal)
    );

    public static readonly Setting<LogFormat> LogFormat = Choice<LogFormat>(
        "--log-format", "BOOTSTRAP_LOG_FORMAT", "FORMAT", "text", "how it is logged",
        ("text", Logging.LogFormat.Text), ("json", Logging.LogFormat.Json));

    public static readonly Setting<OutputFormat> Format = Choice<OutputFormat>(
        "--format", variable: null, "FORMAT", "text", "plan and check only: how the answer is printed, to stdout",
        ("text", OutputFormat.Text), ("json", OutputFormat.Json));

    public static readonly Setting<string?> Snapshot = new(
        "--snapshot", variable: null, "FILE", "this container",
        "plan only: plan from a recorded network, on any system",
        "a file's path",
        TryParsePath);

    public static readonly Setting<string?> SaveSnapshot = new(
        "--save-snapshot", variable: null, "FILE", "not set",
        "plan only: record what was seen; no secrets in it",
        "a file's path",
        TryParsePath);

    /// <summary>All of them, in the order in which help shows them.</summary>
    public static readonly IReadOnlyList<Option> All =
    [
        Mode, Route, Backend, Gateway, Interface, NetworkTimeout, WaitForCredentials, OnFailure, StopTimeout,
        ForwardStop, SuccessCode, ExportGateway, ServiceEnvironment, ServiceRestart, ServiceVariable, Watch, LogLevel,
        LogFormat, Format, Snapshot, SaveSnapshot,
    ];

    /// <summary>The variables that decide what is planned.</summary>
    public static IReadOnlyList<string> VariablesOfThePlan =>
        [Mode.Variable!, Route.Variable!, Gateway.Variable!, Interface.Variable!];

    /// <summary>What was overridden, by flag or by variable, as the variables that would do the same.</summary>
    public static Dictionary<string, string> TwinsOf(PlanOptions plan)
    {
        var twins = new Dictionary<string, string>();
        if (plan.Mode is { } mode)
        {
            twins[Mode.Variable!] = mode.Name();
        }

        if (!plan.HasDefaultPrefixes)
        {
            twins[Route.Variable!] = string.Join(',', plan.Prefixes.Select(LinkLocal.NameOf));
        }

        if (plan.Gateway is { } gateway)
        {
            twins[Gateway.Variable!] = gateway.ToString();
        }

        if (plan.Interface is { } name)
        {
            twins[Interface.Variable!] = name;
        }

        return twins;
    }

    /// <summary>What was overridden, as flags.</summary>
    public static List<string> FlagsOf(PlanOptions plan)
    {
        var flags = new List<string>();
        foreach (var (variable, value) in TwinsOf(plan))
        {
            flags.Add($"{All.First(option => (option as ISetting)?.Variable == variable).Name} {value}");
        }

        return flags;
    }

    /// <summary>
    /// An option with named values. Case does not count, and a value may have further names, which help does not list:
    /// "warning|warn".
    /// </summary>
    private static Setting<T> Choice<T>(
        string name, string? variable, string valueName, string defaultText, string help,
        params (string Name, object? Value)[] choices
    )
    {
        // Values as objects: tuples of each type of value would bring code of their own, 2 KB of the exe.
        var accepted = Array.ConvertAll(choices, choice => choice.Name.Split('|'));
        var names = Array.ConvertAll(accepted, choice => choice[0]);
        return new Setting<T>(
            name, variable, valueName, defaultText, $"{help}: {string.Join(", ", names)}",
            $"one of {string.Join(", ", names)}", TryParse
        );

        bool TryParse(string text, out T value)
        {
            var index = Array.FindIndex(
                accepted,
                choice => Array.Exists(choice, known => known.Equals(text, StringComparison.OrdinalIgnoreCase))
            );
            value = index < 0 ? default! : (T)choices[index].Value!;
            return index >= 0;
        }
    }

    private static bool TryParsePath(string text, out string? path) => !string.IsNullOrWhiteSpace(path = text);

    private static bool TryParseAddress(string text, out IPAddress? address) =>
        IPAddress.TryParse(text, out address)
        && address.AddressFamily == AddressFamily.InterNetwork
        // 0.0.0.0, loopback, multicast and broadcast are nobody's gateway.
        && address.GetAddressBytes()[0] is not (0 or 127 or >= 224)
        // The BCL also reads "172.30.1" and hexadecimal parts; only the form that we print is meant.
        && address.ToString() == text;
}
