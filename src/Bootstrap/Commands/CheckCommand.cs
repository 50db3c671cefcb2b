using System.Runtime.Versioning;
using Bootstrap.CommandLine;
using Bootstrap.Diagnosis;
using Bootstrap.Ecs;
using Bootstrap.Logging;
using Bootstrap.Output;
using Bootstrap.Services;
using Bootstrap.Text;
using Bootstrap.Windows;
using Serilog;

namespace Bootstrap.Commands;

/// <summary><c>bootstrap check</c>: diagnoses this container and changes nothing.</summary>
/// <param name="settings">The options.</param>
/// <param name="log">The log.</param>
[SupportedOSPlatform("windows")]
internal sealed class CheckCommand(Settings settings, ILogger log) : ICommand
{
    public int Execute()
    {
        // 1. Use the options of the bootstrap process that runs the workload.
        var running = RunningRun.Find();
        var plan = running?.ApplyTo(settings.Plan, CurrentProcess.CommandLine) ?? settings.Plan;

        // 2. Read the network and query the endpoints, in parallel.
#pragma warning disable CA2000 // A call that did not return in time may still use it; the process ends soon.
        var network = NetworkAccess.Connect(settings.Backend, NetworkBounds.OfCheck, log);
#pragma warning restore CA2000
        var environment = TaskEnvironment.Read(Environment.GetEnvironmentVariable);
        var observations = Examination.Look(
            network,
            plan,
            environment,
            CurrentProcess.Variable,
            RunningRun.Describe(running),
            ServicesFor(running));

        // 3. Evaluate the observations and print the report.
        var report = Judgement.Of(observations, environment, plan);
        Print(report);
        return report.IsHealthy ? ExitCode.Success : ExitCode.NotHealthy;
    }

    private ServiceOptions ServicesFor(RunningRun? running)
    {
        var settingsOfRun = running?.Process.CommandLine is { } line
            ? Invocation.SettingsOfRun(
                CommandLineText.QuoteProgramName(line, Environment.ProcessPath), Environment.GetEnvironmentVariable)
            : null;
        return ServicesToCheck.Of(settings, settingsOfRun, running is { Process.CommandLine: null });
    }

    private void Print(Report report)
    {
        if (settings.OutputFormat == OutputFormat.Json)
        {
            StandardOutput.Write(ReportText.ToJson(report));
            return;
        }

        using var colours = TerminalColours.TryEnable(Environment.GetEnvironmentVariable);
        StandardOutput.Write(ReportText.ToText(report, colours.AreEnabled));
    }
}
