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

/// <summary><c>bootstrap check</c>: diagnoses this container, and changes nothing.</summary>
/// <param name="settings">The options.</param>
/// <param name="log">The log.</param>
[SupportedOSPlatform("windows")]
internal sealed class CheckCommand(Settings settings, ILogger log) : ICommand
{
    /// <summary>
    /// The longest time for a WMI that hangs, where <c>--backend</c> asks for it: <c>check</c> answers within seconds.
    /// </summary>
    private static readonly TimeSpan CimBound = TimeSpan.FromSeconds(2);

    public int Execute()
    {
        // 1. What the bootstrap that runs the workload was told counts here too.
        var running = RunningRun.Find();
        var plan = running?.ApplyTo(settings.Plan, CurrentProcess.CommandLine) ?? settings.Plan;

        // 2. Look at everything, side by side.
#pragma warning disable CA2000 // A read that was left behind may still use it; the process ends soon.
        var network = NetworkAccess.Connect(settings.Backend, CimBound, log);
#pragma warning restore CA2000
        var environment = TaskEnvironment.Read(Environment.GetEnvironmentVariable);
        var observations = Examination.Look(
            network,
            plan,
            environment,
            CurrentProcess.Variable,
            RunningRun.Describe(running),
            ServicesFor(running));

        // 3. Judge, and say it.
        var report = Judgement.Of(observations, environment, plan);
        Print(report);
        return report.IsHealthy ? ExitCode.Success : ExitCode.NotHealthy;
    }

    /// <summary>The services that our own options name, else those that the running bootstrap was told.</summary>
    private ServiceOptions ServicesFor(RunningRun? running)
    {
        if (settings.Services.Services.Count > 0 || running?.Process.CommandLine is not { } line)
        {
            return settings.Services;
        }

        var commandLine = CommandLineText.QuoteProgramName(line, Environment.ProcessPath);
        return Invocation.SettingsOfRun(commandLine, Environment.GetEnvironmentVariable)?.Services ?? settings.Services;
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
