using Bootstrap.Logging;
using Bootstrap.Text;

namespace Bootstrap.CommandLine;

/// <summary>Our command line, cut in two: what is ours, and the workload's, verbatim.</summary>
/// <param name="Verb">What is asked for.</param>
/// <param name="Options">Our arguments, decoded, without the verb.</param>
/// <param name="Workload">The workload's command line as it was written; empty when there is none.</param>
/// <remarks>
/// It is cut before any parser sees it: a parser would expand <c>@file</c>, take <c>[x]</c> as a directive and
/// <c>--help</c> as ours wherever it stands, and a misspelt option would become the workload.
/// </remarks>
internal sealed record SplitCommandLine(Verb Verb, IReadOnlyList<string> Options, string Workload)
{
    private const string EndOfOptions = "--";

    /// <summary>Cuts a raw command line (GetCommandLineW).</summary>
    /// <param name="line">The whole line, our own name included.</param>
    /// <param name="takesValue">Whether an option takes a value; null for an option that does not exist.</param>
    /// <param name="seen">Gets our arguments as they are read, for who wants them although the line is wrong.</param>
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
    /// A verb counts as the very first argument only: <c>bootstrap -- plan</c> runs a workload of that name.
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
    /// The value behind an option, unless an option stands there: the parser then says that it is missing. A negative
    /// number is a value, and a bad one.
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
