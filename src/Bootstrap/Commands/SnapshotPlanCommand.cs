using Bootstrap.CommandLine;
using Bootstrap.Ecs;
using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Output;

namespace Bootstrap.Commands;

/// <summary><c>bootstrap plan --snapshot FILE</c>: plans from a recorded network, on any system.</summary>
/// <param name="file">The snapshot file.</param>
/// <param name="parse">Reads the command line again, with the given source of environment variables.</param>
internal sealed class SnapshotPlanCommand(string file, Func<Func<string, string?>, Invocation> parse) : ICommand
{
    public int Execute()
    {
        var recorded = SnapshotFile.Read(file);

        // Overrides of the recorded container apply where this command line does not override them.
        var settings = parse(name => Variable(name, recorded)).Settings;
        var environment = TaskEnvironment.Read(name => recorded.Environment.GetValueOrDefault(name));

        // As the run does: a look that the decision does not need only shows what makes it doubtful.
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
