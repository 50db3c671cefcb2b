using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Bootstrap.Network;
using Bootstrap.Workload;
using Serilog.Events;

namespace Bootstrap.CommandLine;

/// <summary>What this start of the program is asked to do, fully read and checked.</summary>
/// <param name="Verb">What is asked for.</param>
/// <param name="Settings">Every option; null when only <paramref name="Answer"/> is asked for.</param>
/// <param name="Workload">The workload's command line, verbatim; never empty for <see cref="Verb.Run"/>.</param>
/// <param name="Answer">Prints help or the version and returns the exit code, when that is all that is asked for.</param>
internal sealed record Invocation(Verb Verb, Settings Settings, string Workload, Func<int>? Answer)
{
    /// <summary>Reads the raw command line and the environment twins.</summary>
    /// <param name="commandLine">The raw command line, our own name included.</param>
    /// <param name="variable">Gives an environment variable's value, or null when it is not set.</param>
    /// <exception cref="BootstrapException">Something is wrong with them: exit code 2.</exception>
    public static Invocation Parse(string commandLine, Func<string, string?> variable)
    {
        var root = CreateRoot();
        var split = SplitCommandLine.Split(commandLine, name => TakesValue(root, name));
        var arguments = root.Parse([.. split.Options], new ParserConfiguration
        {
            EnablePosixBundling = false,
            ResponseFileTokenReplacer = null,
        });

        if (arguments.Errors is [var error, ..])
        {
            throw BootstrapException.Usage(error.Message);
        }

        // Help must come whatever else is wrong.
        if (arguments.Action is not null)
        {
            return new Invocation(split.Verb, Settings: null!, split.Workload, () => arguments.Invoke(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            }));
        }

        var settings = new Settings(
            new PlanOptions(
                Options.Mode.Read(arguments, variable, null),
                Options.Mode.SourceIn(arguments),
                Options.Route.ReadAll(arguments, variable, LinkLocal.Default),
                Options.Gateway.Read(arguments, variable, null),
                Options.Interface.Read(arguments, variable, null)),
            Options.Backend.Read(arguments, variable, Backend.Auto),
            Options.NetworkTimeout.Read(arguments, variable, TimeSpan.FromSeconds(30)),
            Options.OnFailure.Read(arguments, variable, FailureAction.Stop),
            new StopPolicy(
                Options.ForwardStop.Read(arguments, variable, null),
                Options.StopTimeout.Read(arguments, variable, null)),
            Options.ExportGateway.Read(arguments, variable, null),
            Options.Watch.Read(arguments, variable, false),
            Options.LogLevel.Read(arguments, variable, LogEventLevel.Information),
            Options.LogFormat.Read(arguments, variable, LogFormat.Text),
            Options.Format.Read(arguments, variable, OutputFormat.Text));

        if (split.Verb == Verb.Run)
        {
            if (split.Workload.Length == 0)
            {
                throw BootstrapException.Usage("There is no command to run: bootstrap [OPTIONS] [--] COMMAND [ARG...].");
            }

            if (arguments.GetResult(Options.Format) is not null)
            {
                throw BootstrapException.Usage("--format belongs to plan.");
            }
        }

        return new Invocation(split.Verb, settings, split.Workload, Answer: null);
    }

    private static RootCommand CreateRoot()
    {
        var root = new RootCommand("Adds the routes that ECS task roles need in a Windows container, then runs COMMAND as if it were not there.");
        root.Directives.Clear();
        foreach (var option in Options.All)
        {
            root.Add(option);
        }

        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new UsageHelp();
        }

        return root;
    }

    /// <summary>Whether an option takes a value; null for an option that does not exist.</summary>
    private static bool? TakesValue(RootCommand root, string name) =>
        root.Options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name)) is { } option
            ? option.Arity.MaximumNumberOfValues > 0
            : null;

    /// <summary>Help as the library writes it, under usage lines of our own: it knows nothing of the workload.</summary>
    private sealed class UsageHelp : SynchronousCommandLineAction
    {
        private const string Usage = """
            Usage:
              bootstrap [OPTIONS] [--] COMMAND [ARG...]  set up the network, run COMMAND
              bootstrap plan [OPTIONS]                   say what would be done and why
              bootstrap --help | --version

            Our options end at "--" or at the first argument that is no option;
            everything behind belongs to COMMAND, untouched. In brackets: the
            environment twin, which the option beats, and the default.

            Exit codes: COMMAND's own. Before there is one: 2 usage, 125 the network
            could not be set up, 126 COMMAND cannot be executed, 127 it was not found.


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
