using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Bootstrap.Ecs;
using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Services;
using Bootstrap.Workload;
using Serilog.Events;

namespace Bootstrap.CommandLine;

/// <summary>What this start of the program is asked to do, fully read and checked.</summary>
/// <param name="Verb">What is asked for.</param>
/// <param name="Settings">Every option; null when only <paramref name="Answer"/> is asked for.</param>
/// <param name="Workload">The workload's command line, verbatim; never empty for <see cref="Verb.Run"/>.</param>
/// <param name="Answer">Prints help or the version and returns the exit code, when that is all that is asked
/// for.</param>
internal sealed record Invocation(Verb Verb, Settings Settings, string Workload, Func<int>? Answer)
{
    /// <summary>Reads the raw command line and the environment twins.</summary>
    /// <param name="commandLine">The raw command line, our own name included.</param>
    /// <param name="variable">Gives an environment variable's value, or null when it is not set.</param>
    /// <exception cref="BootstrapException">Something is wrong with them: exit code 2.</exception>
    public static Invocation Parse(string commandLine, Func<string, string?> variable)
    {
        return Parse(SplitCommandLine.Split(commandLine, TakesValue), variable);
    }

    /// <summary>
    /// The same on another system, where the arguments come one by one and there is nothing to run: only plans from
    /// snapshots can be made there.
    /// </summary>
    /// <exception cref="BootstrapException">Something else is asked for, or something is wrong: exit code
    /// 2.</exception>
    public static Invocation ParseElsewhere(string[] arguments, Func<string, string?> variable) =>
        arguments switch
        {
            ["plan", .. var options]
                when Parse(new SplitCommandLine(Verb.Plan, options, Workload: string.Empty), variable)
                    is { Settings: null or { Snapshot: not null } } invocation => invocation,
            ["--help" or "--version" or "-h" or "-?"] => Parse(
                new SplitCommandLine(Verb.Plan, arguments, Workload: string.Empty), variable
            ),
            _ => throw new BootstrapException(Messages.NotWindows, []),
        };

    private static Invocation Parse(SplitCommandLine split, Func<string, string?> variable)
    {
        var arguments = ParseOptions(split.Options);

        if (arguments.Errors is [var error, ..])
        {
            throw new BootstrapException(Messages.OptionIncomplete, [error.Message]);
        }

        // Help must come whatever else is wrong.
        if (arguments.Action is not null)
        {
            return new Invocation(
                split.Verb, Settings: null!, split.Workload,
                () =>
                    arguments.Invoke(
                        new InvocationConfiguration
                        {
                            EnableDefaultExceptionHandler = false,
                            ProcessTerminationTimeout = null,
                        }
                    )
            );
        }

        var settings = new Settings(
            new PlanOptions(
                Options.Mode.Read(arguments, variable, null),
                Options.Mode.SourceIn(arguments),
                Options.Route.ReadAll(arguments, variable, LinkLocal.Default),
                Options.Gateway.Read(arguments, variable, null),
                Options.Interface.Read(arguments, variable, null)),
            Options.Backend.Read(arguments, variable, split.Verb == Verb.Check ? Backend.IpHelper : Backend.Auto),
            Options.NetworkTimeout.Read(arguments, variable, null),
            Options.WaitForCredentials.Read(arguments, variable, null),
            Options.OnFailure.Read(arguments, variable, FailureAction.Stop),
            Options.OnFailure.SourceIn(arguments),
            new StopPolicy(
                Options.ForwardStop.Read(arguments, variable, StopForwarding.Auto),
                Options.StopTimeout.Read(arguments, variable, null)),
            Options.SuccessCode.ReadAll(arguments, variable, []),
            Options.ExportGateway.ReadAll(arguments, variable, []),
            new ServiceOptions(
                ServiceName.Expand(Options.ServiceEnvironment.ReadAll(arguments, variable, [])),
                Options.ServiceRestart.Read(arguments, variable, true),
                Options.ServiceRestart.SourceIn(arguments),
                Options.ServiceVariable.ReadAll(arguments, variable, [])),
            Options.Watch.Read(arguments, variable, false),
            Options.LogLevel.Read(arguments, variable, LogEventLevel.Information),
            Options.LogFormat.Read(arguments, variable, LogFormat.Text),
            Options.Format.Read(arguments, variable, OutputFormat.Text),
            Options.Snapshot.Read(arguments, variable, null),
            Options.SaveSnapshot.Read(arguments, variable, null));

        if (
            settings.Plan.Gateway is { } gateway
            && settings.Plan.Prefixes.Where(prefix => prefix.Contains(gateway)) is [var target, ..]
        )
        {
            throw new BootstrapException(
                Messages.GatewayInsideRoute, [Options.Gateway.SourceIn(arguments), gateway, target]);
        }

        foreach (var (option, verbs) in VerbsOf)
        {
            if (arguments.GetResult(option) is not null && !verbs.Contains(split.Verb))
            {
                throw new BootstrapException(
                    Messages.OptionOfAnotherVerb,
                    [option.Name, string.Join(" and ", verbs.Select(verb => verb.Name()))]);
            }
        }

        if (settings is { Snapshot: not null, SaveSnapshot: not null })
        {
            throw new BootstrapException(Messages.SnapshotOptionsExclude, []);
        }

        if (split.Verb == Verb.Run && split.Workload.Length == 0)
        {
            throw new BootstrapException(Messages.NoCommand, []);
        }

        return new Invocation(split.Verb, settings, split.Workload, Answer: null);
    }

    /// <summary>
    /// What another start of this program was told about the plan by options alone; null when its command line is not
    /// one that runs a workload.
    /// </summary>
    /// <param name="commandLine">Its raw command line, its own name included.</param>
    public static PlanOptions? PlanOptionsOfRun(string commandLine) =>
        SettingsOfRun(commandLine, static _ => null)?.Plan;

    /// <summary>Every option of such a command line, with these variables; null when it runs no workload.</summary>
    public static Settings? SettingsOfRun(string commandLine, Func<string, string?> variable)
    {
        try
        {
            var invocation = Parse(commandLine, variable);
            return invocation is { Verb: Verb.Run, Answer: null } ? invocation.Settings : null;
        }
        catch (BootstrapException)
        {
            return null; // It ends with a usage error.
        }
    }

    /// <summary>The options that belong to some verbs only.</summary>
    private static readonly IReadOnlyList<(Option Option, Verb[] Verbs)> VerbsOf =
    [
        (Options.Format, [Verb.Plan, Verb.Check]),
        (Options.Snapshot, [Verb.Plan]),
        (Options.SaveSnapshot, [Verb.Plan]),
    ];

    /// <summary>
    /// How to log that the command line itself is wrong: by the flag where it can be made out, else by its twin.
    /// </summary>
    public static LogFormat LogFormatOf(string commandLine, Func<string, string?> variable)
    {
        var options = new List<string>();
        try
        {
            SplitCommandLine.Split(commandLine, TakesValue, options);
        }
        catch (BootstrapException)
        {
            // What stood before the mistake counts.
        }

        foreach (var arguments in (IReadOnlyList<string>[])[options, []])
        {
            try
            {
                return Options.LogFormat.Read(ParseOptions(arguments), variable, LogFormat.Text);
            }
            catch (BootstrapException)
            {
                // A bad flag leaves the twin, a bad twin the default.
            }
        }

        return LogFormat.Text;
    }

    private static ParseResult ParseOptions(IReadOnlyList<string> options) =>
        Root.Parse(
            [.. options],
            new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null }
        );

    /// <summary>One for all: an option remembers every command that it was ever added to.</summary>
    private static readonly Command Root = CreateRoot();

    /// <remarks>
    /// Not a <see cref="RootCommand"/>: that one asks by reflection for the name of the exe, at each start.
    /// </remarks>
    private static Command CreateRoot()
    {
        var root = new Command("bootstrap") { new HelpOption { Action = new UsageHelp() }, new VersionOption() };
        foreach (var option in Options.All)
        {
            root.Add(option);
        }

        return root;
    }

    /// <summary>Whether an option takes a value; null for an option that does not exist.</summary>
    private static bool? TakesValue(string name) =>
        Root.Options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name)) is { } option
            ? option.Arity.MaximumNumberOfValues > 0
            : null;

    /// <summary>
    /// Help as the library writes it, under usage lines of our own: it knows nothing of the workload.
    /// </summary>
    private sealed class UsageHelp : SynchronousCommandLineAction
    {
        private const string Usage = """
            Usage:
              bootstrap [OPTIONS] [--] COMMAND [ARG...]  set up the network, run COMMAND
              bootstrap plan [OPTIONS]                   say what would be done and why
              bootstrap check [OPTIONS]                  diagnose this container
              bootstrap --help | --version

            Our options end at "--" or at the first argument that is no option;
            everything behind belongs to COMMAND, untouched. In brackets: the
            environment twin, which the option beats, and the default.

            Exit codes: COMMAND's own. Before there is one: 2 usage, 125 the network
            could not be set up, 126 COMMAND cannot be executed, 127 it was not found.
            check: 0 healthy, 1 not.


            """;

        public override int Invoke(ParseResult parseResult)
        {
            // The library's own usage line is wrong for us, its list of options is right: only that is printed.
            var configuration = parseResult.InvocationConfiguration;
            var output = configuration.Output;
            using var library = new StringWriter();
            configuration.Output = library;
            var result = new HelpAction { MaxWidth = 80 }.Invoke(parseResult);
            var text = library.ToString();
            output.Write(Usage.ReplaceLineEndings());
            output.Write(text[text.IndexOf("Options:", StringComparison.Ordinal)..].TrimEnd());
            output.WriteLine();
            return result;
        }
    }
}
