using Serilog.Events;

namespace Bootstrap.Logging;

/// <content>Messages on the command line and on the variables that stand for options.</content>
internal static partial class Messages
{
    private const string SeeHelp = "See bootstrap --help.";

    /// <summary>Nothing stands behind our options.</summary>
    /// <remarks>Add the program to run: <c>ENTRYPOINT ["C:\\bootstrap.exe", "--"]</c> and a CMD.</remarks>
    public static Message NoCommand => new(
        "no-command",
        LogEventLevel.Error,
        "There is no command to run: bootstrap [OPTIONS] [--] COMMAND [ARG...].",
        ExitCode.Usage,
        SeeHelp);

    /// <summary>A misspelt option, or a workload whose name begins with <c>-</c>.</summary>
    /// <remarks>Correct it; put <c>--</c> in front of the workload.</remarks>
    public static Message UnknownOption => new(
        "unknown-option",
        LogEventLevel.Error,
        "There is no option '{Option:l}'.",
        ExitCode.Usage,
        SeeHelp);

    /// <summary>An option lacks its value, or the parser refuses it in words of its own.</summary>
    /// <remarks><c>bootstrap --help</c> lists what there is.</remarks>
    public static Message OptionIncomplete => new(
        "option-incomplete",
        LogEventLevel.Error,
        "{Problem:l}",
        ExitCode.Usage,
        SeeHelp);

    /// <summary>Only <c>--route</c> may be repeated.</summary>
    /// <remarks>Give it once.</remarks>
    public static Message OptionRepeated => new(
        "option-repeated",
        LogEventLevel.Error,
        "{Source:l} is given {Count} times; once is allowed.",
        ExitCode.Usage,
        SeeHelp);

    /// <summary><c>--watch=x</c>, <c>--version=1</c> and the like.</summary>
    /// <remarks>Leave the value out.</remarks>
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

    /// <summary>The value of an option, or of the variable that is named.</summary>
    /// <remarks>The line says what is allowed.</remarks>
    public static Message ValueNotAllowed => new(
        "value-not-allowed",
        LogEventLevel.Error,
        "{Source:l} '{Value:l}' is not {Allowed:l}.",
        ExitCode.Usage,
        SeeHelp);

    /// <summary><c>plan</c> and <c>check</c> run no workload.</summary>
    /// <remarks>Leave it out; to run a program called plan: <c>bootstrap -- plan</c>.</remarks>
    public static Message CommandBehindVerb => new(
        "command-behind-verb",
        LogEventLevel.Error,
        "{Verb:l} takes options only, no command.",
        ExitCode.Usage,
        SeeHelp);

    /// <summary><c>--gateway</c> is one of the addresses that it is to lead to.</summary>
    /// <remarks>Give the address of the host's side of the nat network.</remarks>
    public static Message GatewayInsideRoute => new(
        "gateway-inside-route",
        LogEventLevel.Error,
        "{Source:l} '{Gateway:l}' lies inside {Route:l}, which is to be routed by it.",
        ExitCode.Usage,
        SeeHelp);

    /// <summary>Both were given.</summary>
    /// <remarks>Give one of them.</remarks>
    public static Message SnapshotOptionsExclude => new(
        "snapshot-options-exclude",
        LogEventLevel.Error,
        "--snapshot and --save-snapshot exclude each other: there would be nothing new to record.",
        ExitCode.Usage,
        SeeHelp);

    /// <summary>The exe's code runs on another system.</summary>
    /// <remarks>Only <c>plan --snapshot</c> works there.</remarks>
    public static Message NotWindows => new(
        "not-windows",
        LogEventLevel.Error,
        "bootstrap runs in Windows containers only; on another system there is plan --snapshot FILE.",
        ExitCode.Usage,
        SeeHelp);

    /// <summary>A variable that is nearly one of ours.</summary>
    /// <remarks>Correct its name.</remarks>
    public static Message VariableMisspelt => new(
        "variable-misspelt",
        LogEventLevel.Warning,
        "{Name:l} is not one of bootstrap's variables and does nothing: is {Meant:l} meant?");
}
