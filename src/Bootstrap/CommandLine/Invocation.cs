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

/// <summary>A command, with all options parsed and checked.</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Settings">The value of every option.</param>
/// <param name="Workload">The workload's command line, verbatim; never empty for <see cref="Verb.Run"/>.</param>
internal sealed record Invocation(Verb Verb, Settings Settings, string Workload) : ParsedCommandLine
{
    /// <summary>Parses the raw command line and the environment variables.</summary>
    /// <param name="commandLine">The raw command line, with the program's name.</param>
    /// <param name="variable">Returns an environment variable's value, or null when it is not set.</param>
    /// <exception cref="BootstrapException">The input is wrong: exit code 2.</exception>
    public static ParsedCommandLine Parse(string commandLine, Func<string, string?> variable) =>
        Parse(SplitCommandLine.Split(commandLine, TakesValue), variable);

    /// <summary>
    /// Parses the command line on other operating systems, where only a plan from a snapshot, help and the version are
    /// possible.
    /// </summary>
    /// <exception cref="BootstrapException">The input is wrong, or needs Windows: exit code 2.</exception>
    public static ParsedCommandLine ParseElsewhere(string[] arguments, Func<string, string?> variable)
    {
        var options = arguments is ["plan", .. var rest] ? rest : arguments;
        if (arguments is ["plan", ..] or ["--help" or "--version" or "-h" or "-?"])
        {
            var parsed = Parse(new SplitCommandLine(Verb.Plan, options, Workload: string.Empty), variable);
            if (parsed is InformationRequest or Invocation { Settings.Snapshot: not null })
            {
                return parsed;
            }
        }

        throw new BootstrapException(Messages.NotWindows, []);
    }

    private static ParsedCommandLine Parse(SplitCommandLine split, Func<string, string?> variable)
    {
        var arguments = ParseOptions(split.Options);

        if (arguments.Errors is [var error, ..])
        {
            throw new BootstrapException(Messages.OptionIncomplete, [error.Message]);
        }

        // Help and the version are printed even if other options are wrong.
        if (arguments.Action is not null)
        {
            var configuration = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return new InformationRequest(() => arguments.Invoke(configuration));
        }

        var routes = Options.Route.ReadAll(arguments, variable);
        var settings = new Settings
        {
            Plan = new PlanOptions(
                Options.Mode.Read(arguments, variable, null),
                Options.Mode.SourceIn(arguments),
                routes.Count > 0 ? routes : LinkLocal.Default,
                Options.Gateway.Read(arguments, variable, null),
                Options.Interface.Read(arguments, variable, null)),
            Backend = Options.Backend.Read(
                arguments, variable, split.Verb == Verb.Check ? Backend.IpHelper : Backend.Auto),
            NetworkTimeout = Options.NetworkTimeout.Read(arguments, variable, null),
            WaitForCredentials = Options.WaitForCredentials.Read(arguments, variable, null),
            OnFailure = Options.OnFailure.Read(arguments, variable, FailureAction.Stop),
            OnFailureSource = Options.OnFailure.SourceIn(arguments),
            Stop = new StopPolicy(
                Options.ForwardStop.Read(arguments, variable, StopForwarding.Auto),
                Options.StopTimeout.Read(arguments, variable, null)),
            SuccessCodes = Options.SuccessCode.ReadAll(arguments, variable),
            ExportGateway = Options.ExportGateway.ReadAll(arguments, variable),
            Services = new ServiceOptions(
                ServiceName.Expand(Options.ServiceEnvironment.ReadAll(arguments, variable)),
                Options.ServiceRestart.Read(arguments, variable, true),
                Options.ServiceRestart.SourceIn(arguments),
                Options.ServiceVariable.ReadAll(arguments, variable)),
            Watch = Options.Watch.Read(arguments, variable, false),
            LogLevel = Options.LogLevel.Read(arguments, variable, LogEventLevel.Information),
            LogFormat = Options.LogFormat.Read(arguments, variable, LogFormat.Text),
            OutputFormat = Options.Format.Read(arguments, variable, OutputFormat.Text),
            Snapshot = Options.Snapshot.Read(arguments, variable, null),
            SaveSnapshot = Options.SaveSnapshot.Read(arguments, variable, null),
        };

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

        return new Invocation(split.Verb, settings, split.Workload);
    }

    /// <summary>
    /// The plan options in the command line of another bootstrap process, without its environment variables; null when
    /// that process runs no workload.
    /// </summary>
    /// <param name="commandLine">The raw command line, with the program's name.</param>
    public static PlanOptions? PlanOptionsOfRun(string commandLine) =>
        SettingsOfRun(commandLine, static _ => null)?.Plan;

    /// <summary>
    /// The settings of another bootstrap process, from its command line and variables; null when it runs no workload.
    /// </summary>
    public static Settings? SettingsOfRun(string commandLine, Func<string, string?> variable)
    {
        try
        {
            return Parse(commandLine, variable) is Invocation { Verb: Verb.Run } run ? run.Settings : null;
        }
        catch (BootstrapException)
        {
            return null; // That process ends with a usage error.
        }
    }

    /// <summary>The options that only some verbs accept.</summary>
    private static readonly IReadOnlyList<(Option Option, Verb[] Verbs)> VerbsOf =
    [
        (Options.Format, [Verb.Plan, Verb.Check]),
        (Options.Snapshot, [Verb.Plan]),
        (Options.SaveSnapshot, [Verb.Plan]),
    ];

    /// <summary>
    /// The log format for usage errors: the option's value if it can be read, otherwise the variable's.
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
            // The options before the error are used.
        }

        foreach (var arguments in (IReadOnlyList<string>[])[options, []])
        {
            try
            {
                return Options.LogFormat.Read(ParseOptions(arguments), variable, LogFormat.Text);
            }
            catch (BootstrapException)
            {
                // Without a valid option the variable decides, without a valid variable the default.
            }
        }

        return LogFormat.Text;
    }

    /// <remarks>
    /// The library skips a first argument whose file name is that of the root command. An option may end like that
    /// (--save-snapshot=C:\bootstrap), so the name comes first.
    /// </remarks>
    private static ParseResult ParseOptions(IReadOnlyList<string> options) =>
        Root.Parse(
            [Root.Name, .. options],
            new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null }
        );

    /// <summary>Created once: an option keeps a reference to each command that it was added to.</summary>
    private static readonly Command Root = CreateRoot();

    /// <remarks>
    /// Not a <see cref="RootCommand"/>: it reads the name of the exe by reflection at each start.
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

    /// <summary>Prints our usage lines, which the library cannot generate, and its list of options.</summary>
    private sealed class UsageHelp : SynchronousCommandLineAction
    {
        private const string Usage = """
            Usage:
              bootstrap [OPTIONS] [--] COMMAND [ARG...]  set up the network, run COMMAND
              bootstrap plan [OPTIONS]                   show what would be done and why
              bootstrap check [OPTIONS]                  diagnose this container
              bootstrap --help | --version

            Options end at "--" or at the first argument that is not an option. The
            rest is passed to COMMAND unchanged. Each option shows its environment
            variable and its default in brackets. An option overrides its variable.

            The exit code is that of COMMAND. If COMMAND has not started: 2 usage error,
            125 the network could not be set up, 126 COMMAND cannot be executed,
            127 COMMAND was not found, 0xC000013A a stop came first.
            check: 0 healthy, 1 not healthy.


            """;

        public override int Invoke(ParseResult parseResult)
        {
            // Only the library's list of options is printed: its usage line does not fit.
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
