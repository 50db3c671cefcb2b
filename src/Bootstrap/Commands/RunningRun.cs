using System.Runtime.Versioning;
using Bootstrap.CommandLine;
using Bootstrap.Diagnosis;
using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Text;
using Bootstrap.Windows;

namespace Bootstrap.Commands;

/// <summary>
/// The bootstrap.exe that runs the workload of this container, and what its command line says. <c>docker exec</c> and
/// HEALTHCHECK start <c>check</c> with the container's environment, and without the options in ENTRYPOINT.
/// </summary>
/// <param name="Process">The process.</param>
/// <param name="Told">What it was told by options; null when its command line cannot be read.</param>
[SupportedOSPlatform("windows")]
internal sealed record RunningRun(OtherProcess Process, PlanOptions? Told)
{
    /// <summary>
    /// Finds it by the name of our own file: the oldest one that runs a workload, else one whose command line cannot be
    /// read. Null when there is none.
    /// </summary>
    public static RunningRun? Find() =>
        Choose(OtherProcess.Named(Path.GetFileName(Environment.ProcessPath) ?? "bootstrap.exe"));

    /// <summary>Chooses among processes of our name.</summary>
    internal static RunningRun? Choose(IReadOnlyList<OtherProcess> processes)
    {
        RunningRun? unread = null;
        foreach (var process in processes.InOrder(OldestFirst))
        {
            if (process.CommandLine is not { } line)
            {
                unread ??= new RunningRun(process, Told: null);
            }
            else if (
                Invocation.PlanOptionsOfRun(CommandLineText.QuoteProgramName(line, Environment.ProcessPath)) is { } told
            )
            {
                return new RunningRun(process, told);
            }
        }

        return unread;
    }

    private static int OldestFirst(OtherProcess one, OtherProcess other) => one.Started != other.Started
        ? one.Started.CompareTo(other.Started)
        : one.Id.CompareTo(other.Id);

    /// <summary>What the report says of it: the options alone, never the workload's command line.</summary>
    public static RunningBootstrap Describe(RunningRun? running) => running switch
    {
        null => new RunningBootstrap(ProcessId: null, []),
        { Told: { } told } => new RunningBootstrap(running.Process.Id, Options.FlagsOf(told)),
        _ => new RunningBootstrap(running.Process.Id, [], running.Process.Failure),
    };

    /// <summary>
    /// Our own options with its options in place of variables: a flag of ours wins, then a flag of its, then a
    /// variable, as
    /// it was when it decided.
    /// </summary>
    /// <param name="own">Our own options, from flags and variables.</param>
    /// <param name="commandLine">Our own command line.</param>
    public PlanOptions ApplyTo(PlanOptions own, string commandLine)
    {
        var told = Told is null ? [] : Options.VariablesOf(Told);
        if (told.Count == 0)
        {
            return own;
        }

        PlanOptions both;
        try
        {
            both = Invocation.Parse(
                commandLine,
                name => told.GetValueOrDefault(name) ?? Environment.GetEnvironmentVariable(name)).Settings.Plan;
        }
        catch (BootstrapException)
        {
            return own; // Its options and ours exclude each other.
        }

        return both.ModeSource == Options.Mode.Variable && told.ContainsKey(Options.Mode.Variable!)
            ? both with { ModeSource = "the running bootstrap's --mode" }
            : both;
    }
}
