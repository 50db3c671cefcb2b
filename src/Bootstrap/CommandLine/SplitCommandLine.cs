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
        var position = 0;
        CommandLineText.SkipProgramName(line, ref position);

        var verb = ReadVerb(line, ref position);
        var options = seen ?? [];
        while (true)
        {
            CommandLineText.SkipBlanks(line, ref position);
            var start = position;
            var argument = CommandLineText.NextArgument(line, ref position);
            switch (argument)
            {
                case null:
                    return new SplitCommandLine(verb, options, Workload: string.Empty);

                case EndOfOptions:
                    CommandLineText.SkipBlanks(line, ref position);
                    return WithWorkload(line[position..]);

                case ['-', _, ..]:
                    var name = argument
                        .AsSpan()[
                            ..(argument.AsSpan().IndexOfAny('=', ':') is >= 0 and var end ? end : argument.Length)
                        ]
                        .ToString();
                    var hasValue = name.Length < argument.Length;
                    var needsValue = takesValue(name)
                        ?? throw new BootstrapException(Messages.UnknownOption, [name]);
                    if (hasValue && !needsValue)
                    {
                        throw new BootstrapException(Messages.OptionTakesNoValue, [name]);
                    }

                    options.Add(argument);
                    if (needsValue && !hasValue)
                    {
                        ReadValue(line, ref position, options);
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
    private static Verb ReadVerb(string line, ref int position)
    {
        var next = position;
        var verb = CommandLineText.NextArgument(line, ref next) switch
        {
            "plan" => Verb.Plan,
            "check" => Verb.Check,
            _ => Verb.Run,
        };
        position = verb == Verb.Run ? position : next;
        return verb;
    }

    /// <summary>
    /// Reads an option's value. If the next argument is an option, there is no value, and the parser reports that. A
    /// negative number is a value.
    /// </summary>
    private static void ReadValue(string line, ref int position, List<string> options)
    {
        var next = position;
        if (
            CommandLineText.NextArgument(line, ref next) is { } value
            && value is not ['-', not (>= '0' and <= '9'), ..] and not "-"
        )
        {
            options.Add(value);
            position = next;
        }
    }
}
