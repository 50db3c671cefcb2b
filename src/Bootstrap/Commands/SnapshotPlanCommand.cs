using Bootstrap.CommandLine;
using Bootstrap.Ecs;
using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Output;

namespace Bootstrap.Commands;

/// <summary><c>bootstrap plan --snapshot FILE</c>: plans from a recorded network, on any operating system.</summary>
/// <param name="file">The snapshot file.</param>
/// <param name="parse">Parses the command line again, with the given source of environment variables.</param>
internal sealed class SnapshotPlanCommand(string file, Func<Func<string, string?>, Settings> parse) : ICommand
{
    public int Execute()
    {
        var recorded = SnapshotFile.Read(file);

        // The overrides recorded in the container apply, unless this command line overrides them again.
        var settings = parse(name => Variable(name, recorded));
        var environment = TaskEnvironment.Read(name => recorded.Environment.GetValueOrDefault(name));

        // As in a run: a snapshot that the plan does not depend on is used only for warnings.
        var isNeeded = Planner.WithoutLooking(environment, settings.Plan) is null;
        var plan = Planner.Decide(recorded.Network, environment, settings.Plan).Match(
            made => made,
            notYet => Planner.DecideAfterTheWait(recorded.Network, settings.Plan)
                ?? throw new BootstrapException(Messages.NoPlanFromSnapshot, [file, notYet.Missing], notYet.Hint));
        PlanOutput.Print(plan, isNeeded ? recorded.Backend : null, settings.OutputFormat);
        return ExitCode.Success;
    }

    private static string? Variable(string name, SnapshotFile recorded)
    {
        if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } own)
        {
            return own;
        }

        return Options.VariablesOfThePlan.Contains(name) ? recorded.Environment.GetValueOrDefault(name) : null;
    }
}
