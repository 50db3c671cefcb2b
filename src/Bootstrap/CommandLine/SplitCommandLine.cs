namespace Bootstrap.CommandLine;

/// <summary>What the first argument may ask for instead of running a workload.</summary>
internal enum Verb
{
    /// <summary>Set up the network, then run the workload.</summary>
    Run,

    /// <summary>Say what would be done and why; change nothing.</summary>
    Plan,
}

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
    /// <exception cref="BootstrapException">An option does not exist, or a verb is followed by a workload.</exception>
    public static SplitCommandLine Split(string line, Func<string, bool?> takesValue)
    {
        var position = 0;
        CommandLineText.SkipProgramName(line, ref position);

        var verb = ReadVerb(line, ref position);
        var options = new List<string>();
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
                    var name = argument.AsSpan()[..(argument.AsSpan().IndexOfAny('=', ':') is >= 0 and var end ? end : argument.Length)].ToString();
                    var hasValue = name.Length < argument.Length;
                    var needsValue = takesValue(name)
                        ?? throw BootstrapException.Usage($"There is no option '{name}'.");
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
            : throw BootstrapException.Usage("plan takes options only, no command.");
    }

    /// <summary>A verb counts as the very first argument only: <c>bootstrap -- plan</c> runs a workload of that name.</summary>
    private static Verb ReadVerb(string line, ref int position)
    {
        var next = position;
        switch (CommandLineText.NextArgument(line, ref next))
        {
            case "plan":
                position = next;
                return Verb.Plan;
            case "check":
                throw BootstrapException.Usage("'check' is reserved and not in this version yet. To run a workload of that name: bootstrap -- check.");
            default:
                return Verb.Run;
        }
    }

    /// <summary>The value behind an option, unless an option stands there: the parser then says that it is missing.</summary>
    private static void ReadValue(string line, ref int position, List<string> options)
    {
        var next = position;
        if (CommandLineText.NextArgument(line, ref next) is { } value && !value.StartsWith('-'))
        {
            options.Add(value);
            position = next;
        }
    }
}
