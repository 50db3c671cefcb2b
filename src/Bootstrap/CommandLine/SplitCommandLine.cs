using Bootstrap.Logging;
using Bootstrap.Text;

namespace Bootstrap.CommandLine;

/// <summary>The command line, split into our options and the workload's command line.</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Options">Our arguments, decoded, without the verb.</param>
/// <param name="Workload">The workload's command line, verbatim; empty without a workload.</param>
/// <remarks>
/// The line is split before System.CommandLine parses it. That parser would expand <c>@file</c>, read <c>[x]</c> as a
/// directive, take the workload's <c>--help</c> as ours, and run a misspelt option as the workload.
/// </remarks>
internal sealed record SplitCommandLine(Verb Verb, IReadOnlyList<string> Options, string Workload)
{
    private const string EndOfOptions = "--";

    /// <summary>Splits a raw command line (GetCommandLineW).</summary>
    /// <param name="line">The whole line, with the program's name.</param>
    /// <param name="takesValue">Whether an option takes a value; null for an unknown option.</param>
    /// <param name="seen">Receives our arguments as they are read, so that they are available after an error.</param>
    /// <exception cref="BootstrapException">An option does not exist, or a verb is followed by a workload.</exception>
    public static SplitCommandLine Split(string line, Func<string, bool?> takesValue, List<string>? seen = null)
    {
        var cursor = new CommandLineCursor(line);
        cursor.SkipProgramName();

        var verb = VerbOf(cursor.Peek());
        if (verb != Verb.Run)
        {
            cursor.Next();
        }

        var options = seen ?? [];
        while (true)
        {
            cursor.SkipBlanks();
            var start = cursor.Position;
            var argument = cursor.Next();
            switch (argument)
            {
                case null:
                    return new SplitCommandLine(verb, options, Workload: string.Empty);

                case EndOfOptions:
                    cursor.SkipBlanks();
                    return WithWorkload(cursor.Rest);

                case ['-', _, ..]:
                    var end = argument.AsSpan().IndexOfAny('=', ':');
                    var hasValue = end >= 0;
                    var name = hasValue ? argument[..end] : argument;
                    var needsValue = takesValue(name)
                        ?? throw new BootstrapException(Messages.UnknownOption, [name]);
                    if (hasValue && !needsValue)
                    {
                        throw new BootstrapException(Messages.OptionTakesNoValue, [name]);
                    }

                    options.Add(argument);
                    if (needsValue && !hasValue && cursor.Peek() is { } value && !IsOption(value))
                    {
                        options.Add(value);
                        cursor.Next();
                    }

                    break;

                default:
                    return WithWorkload(line[start..]);
            }
        }

        SplitCommandLine WithWorkload(string workload) => verb == Verb.Run || workload.Length == 0
            ? new SplitCommandLine(verb, options, workload)
            : throw new BootstrapException(Messages.CommandBehindVerb, [verb.Name()]);
    }

    /// <summary>
    /// A verb is recognized only as the first argument: <c>bootstrap -- plan</c> runs a workload with that name.
    /// </summary>
    private static Verb VerbOf(string? argument) => argument switch
    {
        "plan" => Verb.Plan,
        "check" => Verb.Check,
        _ => Verb.Run,
    };

    /// <summary>
    /// Whether the argument after an option is an option, so that the first one has no value, which the parser reports.
    /// A negative number is a value.
    /// </summary>
    private static bool IsOption(string argument) => argument is ['-', not (>= '0' and <= '9'), ..] or "-";
}
