using System.Runtime.Versioning;
using Bootstrap.CommandLine;
using Bootstrap.Diagnosis;
using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Text;
using Bootstrap.Windows;

namespace Bootstrap.Commands;

/// <summary>
/// The bootstrap.exe process that runs the workload of this container, and its options. <c>docker exec</c> and
/// HEALTHCHECK start <c>check</c> with the container's environment, but without the options in ENTRYPOINT.
/// </summary>
/// <param name="Process">The process.</param>
/// <param name="PlanOptions">The plan options on its command line; null when that cannot be read.</param>
[SupportedOSPlatform("windows")]
internal sealed record RunningRun(OtherProcess Process, PlanOptions? PlanOptions)
{
    /// <summary>
    /// Searches processes with the file name of this exe: the oldest that runs a workload, otherwise one whose command
    /// line cannot be read, otherwise null.
    /// </summary>
    public static RunningRun? Find() =>
        Choose(OtherProcess.Named(Path.GetFileName(Environment.ProcessPath) ?? "bootstrap.exe"));

    /// <summary>Chooses among processes with our file name.</summary>
    internal static RunningRun? Choose(IReadOnlyList<OtherProcess> processes)
    {
        RunningRun? unread = null;
        foreach (var process in processes.InOrder(OldestFirst))
        {
            if (process.CommandLine is not { } line)
            {
                unread ??= new RunningRun(process, PlanOptions: null);
                continue;
            }

            var commandLine = CommandLineText.QuoteProgramName(line, Environment.ProcessPath);
            if (Invocation.PlanOptionsOfRun(commandLine) is { } options)
            {
                return new RunningRun(process, options);
            }
        }

        return unread;
    }

    private static int OldestFirst(OtherProcess one, OtherProcess other) => one.Started != other.Started
        ? one.Started.CompareTo(other.Started)
        : one.Id.CompareTo(other.Id);

    /// <summary>Its description for the report: only options, never the workload's command line.</summary>
    public static RunningBootstrap Describe(RunningRun? running) => running switch
    {
        null => new RunningBootstrap(ProcessId: null, []),
        { PlanOptions: { } options } => new RunningBootstrap(running.Process.Id, Options.FlagsOf(options)),
        _ => new RunningBootstrap(running.Process.Id, [], running.Process.Failure),
    };

    /// <summary>
    /// Combines our options with those of that process. Our command line comes first, then its command line, then
    /// the environment variables, which both processes share.
    /// </summary>
    /// <param name="own">Our options, from command line and variables.</param>
    /// <param name="commandLine">Our command line.</param>
    public PlanOptions ApplyTo(PlanOptions own, string commandLine)
    {
        var set = PlanOptions is null ? [] : Options.VariablesOf(PlanOptions);
        if (set.Count == 0)
        {
            return own;
        }

        try
        {
            var both = Invocation.Parse(
                commandLine, name => set.GetValueOrDefault(name) ?? Environment.GetEnvironmentVariable(name));
            var plan = both is Invocation invocation ? invocation.Settings.Plan : own;
            return plan.ModeSource == Options.Mode.Variable && set.ContainsKey(Options.Mode.Variable!)
                ? plan with { ModeSource = "the running bootstrap's --mode" }
                : plan;
        }
        catch (BootstrapException)
        {
            return own; // Our options and those of that process contradict each other.
        }
    }
}
