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
    private readonly bool _continues = settings.OnFailure == FailureAction.Continue;
    private BootstrapException? _last;

    /// <summary>Logs each failure. <c>--on-failure</c> decides whether it ends the run.</summary>
    /// <exception cref="BootstrapException">
    /// The last failure, with <c>--on-failure stop</c>; or a stop of the container.
    /// </exception>
    public void Run()
    {
        using var services = new WindowsServiceManager();
        var variables = ServiceVariables.Read(settings.Services.Variables, CurrentProcess.Variable);
        var attempts = new ServiceAttempts(Keep);
        var restart = new ServiceRestart(
            services, TimeProvider.System, StopEvents.Sleep, attempts, log);
        new ServiceEnvironment(services, settings.Services, variables, attempts, restart.Run, log).Give(_continues);
        if (_last is null)
        {
            return;
        }

        if (!_continues)
        {
            throw _last;
        }

        LogLast();
        log.Say(Messages.WorkloadRunAnyway, settings.OnFailureSource);
    }

    /// <summary>Keeps a failure and logs the one before, because the last one may be thrown.</summary>
    private void Keep(BootstrapException failure)
    {
        LogLast();
        _last = failure;
    }

    private void LogLast()
    {
        if (_last is not null)
        {
            log.Failure(_continues ? LogEventLevel.Warning : LogEventLevel.Error, _last);
        }
    }
}
