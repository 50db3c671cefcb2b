using Serilog.Events;

namespace Bootstrap.Logging;

/// <content>Messages of the command line and of the environment variables.</content>
internal static partial class Messages
{
    private const string SeeHelp = "See bootstrap --help.";

    /// <summary>No command follows the options.</summary>
    /// <remarks>Add the program to run: <c>ENTRYPOINT ["C:\\bootstrap.exe", "--"]</c> and a CMD.</remarks>
    public static Message NoCommand => new(
        "no-command",
        LogEventLevel.Error,
        "No COMMAND is given. Usage: bootstrap [OPTIONS] [--] COMMAND [ARG...].",
        ExitCode.Usage,
        SeeHelp);

    /// <summary>A misspelt option, or a workload whose name begins with <c>-</c>.</summary>
    /// <remarks>Correct the option, or put <c>--</c> before the workload.</remarks>
    public static Message UnknownOption => new(
        "unknown-option",
        LogEventLevel.Error,
        "Unknown option '{Option:l}'.",
        ExitCode.Usage,
        SeeHelp);

    /// <summary>An option has no value, or the parser rejects it. The text is the parser's.</summary>
    /// <remarks><c>bootstrap --help</c> lists the options.</remarks>
    public static Message OptionIncomplete => new(
        "option-incomplete",
        LogEventLevel.Error,
        "{Problem:l}",
        ExitCode.Usage,
        SeeHelp);

    /// <summary>The option is not one of those that <c>bootstrap --help</c> marks "repeat for more".</summary>
    /// <remarks>Give the option once.</remarks>
    public static Message OptionRepeated => new(
        "option-repeated",
        LogEventLevel.Error,
        "{Source:l} is given {Count} times, but is allowed only once.",
        ExitCode.Usage,
        SeeHelp);

    /// <summary><c>--watch=x</c>, <c>--version=1</c> and the like.</summary>
    /// <remarks>Remove the value.</remarks>
    public static Message OptionTakesNoValue => new(
        "option-takes-no-value",
        LogEventLevel.Error,
        "{Option:l} takes no value.",
        ExitCode.Usage,
        SeeHelp);

    /// <summary>
    /// <c>--format</c> without <c>plan</c> or <c>check</c>, or <c>--snapshot</c> without <c>plan</c>.
    /// </summary>
    /// <remarks>Put the verb first: <c>bootstrap plan --format json</c>.</remarks>
    public static Message OptionOfAnotherVerb => new(
        "option-of-another-verb",
        LogEventLevel.Error,
        "{Option:l} belongs to {Verbs:l}.",
        ExitCode.Usage,
        SeeHelp);

    /// <summary>The value of the option or variable is not allowed.</summary>
    /// <remarks>The text says what is allowed.</remarks>
    public static Message ValueNotAllowed => new(
        "value-not-allowed",
        LogEventLevel.Error,
        "{Source:l} '{Value:l}' is not {Allowed:l}.",
        ExitCode.Usage,
        SeeHelp);

    /// <summary><c>plan</c> and <c>check</c> run no workload.</summary>
    /// <remarks>Remove the command. To run a program with the name plan: <c>bootstrap -- plan</c>.</remarks>
    public static Message CommandBehindVerb => new(
        "command-behind-verb",
        LogEventLevel.Error,
        "{Verb:l} takes only options, no command.",
        ExitCode.Usage,
        SeeHelp);

    /// <summary><c>--gateway</c> is inside a prefix that is routed through it.</summary>
    /// <remarks>Give the host's address on the nat network.</remarks>
    public static Message GatewayInsideRoute => new(
        "gateway-inside-route",
        LogEventLevel.Error,
        "{Source:l} '{Gateway:l}' is inside {Route:l}, the prefix that is routed through it.",
        ExitCode.Usage,
        SeeHelp);

    /// <summary>Both options are given.</summary>
    /// <remarks>Remove one of them.</remarks>
    public static Message SnapshotOptionsExclude => new(
        "snapshot-options-exclude",
        LogEventLevel.Error,
        "--snapshot and --save-snapshot cannot be combined: a plan from a snapshot reads no network to record.",
        ExitCode.Usage,
        SeeHelp);

    /// <summary>bootstrap runs on another operating system, from the source code.</summary>
    /// <remarks>Use <c>plan --snapshot</c> there.</remarks>
    public static Message NotWindows => new(
        "not-windows",
        LogEventLevel.Error,
        "bootstrap runs only in Windows containers; on other systems only plan --snapshot FILE works.",
        ExitCode.Usage,
        SeeHelp);

    /// <summary>The name of an environment variable resembles one of bootstrap's.</summary>
    /// <remarks>Correct the name.</remarks>
    public static Message VariableMisspelt => Warning(
        "variable-misspelt",
        "{Name:l} is not a variable of bootstrap and has no effect. Did you mean {Meant:l}?");
}
