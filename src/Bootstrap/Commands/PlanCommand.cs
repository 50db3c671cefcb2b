using System.Reflection;
using System.Runtime.Versioning;
using Bootstrap.CommandLine;
using Bootstrap.Ecs;
using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Output;
using Serilog;

namespace Bootstrap.Commands;

/// <summary><c>bootstrap plan</c>: prints what would be done to the network, and changes nothing.</summary>
/// <param name="settings">The options.</param>
/// <param name="log">The log.</param>
[SupportedOSPlatform("windows")]
internal sealed class PlanCommand(Settings settings, ILogger log) : ICommand
{
    /// <summary>The program's name and version, for the snapshot.</summary>
    private static string RecordedBy =>
        "bootstrap " + typeof(PlanCommand).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    public int Execute()
    {
        NetworkAccess.WarnOutsideAContainer(log);
        using var network = NetworkAccess.Connect(settings.Backend, NetworkBounds.OfRun, log);
        NetworkSnapshot? seen = null;
        try
        {
            var environment = TaskEnvironment.Read(Environment.GetEnvironmentVariable);
            var made = NetworkAccess.MakePlan(settings, environment, network, log);
            seen = made.Seen;
            PlanOutput.Print(made.Plan, made.Backend, settings.OutputFormat);
            return ExitCode.Success;
        }
        finally
        {
            // Also without a plan, when a snapshot is most useful.
            if (settings.SaveSnapshot is { } file)
            {
                Save(file, network, seen ?? network.Look());
            }
        }
    }

    private void Save(string file, INetwork network, NetworkSnapshot seen)
    {
        var variables = SnapshotFile.Mask(
            new TaskVariables(Environment.GetEnvironmentVariable), settings.Plan, seen);
        new SnapshotFile(variables, network.Backend, seen).Write(file, RecordedBy, DateTimeOffset.UtcNow);
    }
}
