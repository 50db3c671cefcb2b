using System.Runtime.Versioning;
using Bootstrap.CommandLine;
using Bootstrap.Logging;
using Bootstrap.Services;
using Bootstrap.Windows;
using Bootstrap.Workload;
using Serilog;
using Serilog.Events;

namespace Bootstrap.Commands;

/// <summary>
/// Gives the task's variables to Windows services. This does not depend on the network mode: services do not get the
/// variables in awsvpc mode and on Fargate either.
/// </summary>
/// <param name="settings">The options.</param>
/// <param name="log">The log.</param>
[SupportedOSPlatform("windows")]
internal sealed class ServiceStep(Settings settings, ILogger log)
{
    /// <summary>Logs each failure. <c>--on-failure</c> decides whether it ends the run.</summary>
    /// <exception cref="BootstrapException">
    /// The last failure, with <c>--on-failure stop</c>; or a stop of the container.
    /// </exception>
    public void Run()
    {
        var continues = settings.OnFailure == FailureAction.Continue;
        using var services = new WindowsServiceManager();
        var failures = new ServiceEnvironment(services, settings.Services, Restart, log).Give(
            ServiceVariables.Read(settings.Services.Variables, CurrentProcess.Variable), continues);
        if (failures.Count == 0)
        {
            return;
        }

        if (!continues)
        {
            for (var index = 0; index < failures.Count - 1; index++)
            {
                log.Failure(LogEventLevel.Error, failures[index]);
            }

            throw failures[^1];
        }

        foreach (var failure in failures)
        {
            log.Failure(LogEventLevel.Warning, failure);
        }

        log.Say(Messages.WorkloadRunAnyway, settings.OnFailureSource);

        // A new object for each restart, because it has state: the services that it has stopped.
        List<BootstrapException> Restart(List<string> stale) =>
            new ServiceRestart(services, TimeProvider.System, StopEvents.Sleep, Win32Error.Describe, log).Run(stale);
    }
}
