using Bootstrap.Logging;
using Serilog;

namespace Bootstrap.Services;

/// <summary>
/// Restarts running services with what depends on them: first all stop, then all start. WAS and W3SVC run in one
/// process, which keeps its environment until the last of them has stopped.
/// </summary>
/// <param name="services">The services.</param>
/// <param name="time">The clock, for the bounds.</param>
/// <param name="sleep">Sleeps; a stop of the container ends it with a failure.</param>
/// <param name="describe">Gives the text of a Win32 error.</param>
/// <param name="log">Says what is waited for, and what was done.</param>
internal sealed class ServiceRestart(
    IServiceManager services, TimeProvider time, Action<TimeSpan> sleep, Func<int, string> describe, ILogger log)
{
    /// <summary>What has to run again afterwards, in the order in which it was stopped.</summary>
    private readonly List<string> _toStart = [];

    private readonly List<BootstrapException> _failures = [];

    /// <summary>Restarts them.</summary>
    /// <param name="stale">Running services, each once, whose process has an older environment.</param>
    /// <returns>One failure for each service that did not stop or start.</returns>
    /// <exception cref="BootstrapException">The container is told to stop.</exception>
    public List<BootstrapException> Run(List<string> stale)
    {
        var before = new ServiceStatus?[stale.Count];
        for (var index = 0; index < stale.Count; index++)
        {
            var (service, place) = (stale[index], index);
            Attempt(() =>
            {
                before[place] = services.Status(service);
                StopWithDependents(service);
            });
        }

        for (var index = 0; index < stale.Count; index++)
        {
            var (service, processId) = (stale[index], before[index]?.ProcessId ?? 0);
            Attempt(() => WarnOfProcessThatStays(service, processId));
        }

        // The reverse of the order of stopping: what others depend on comes first.
        var started = new List<string>();
        for (var index = _toStart.Count - 1; index >= 0; index--)
        {
            var service = _toStart[index];
            Attempt(() =>
            {
                if (Start(service))
                {
                    started.Add(service);
                }
            });
        }

        if (started.Count > 0)
        {
            log.Say(Messages.ServicesRestarted, string.Join(", ", started));
        }

        return _failures;
    }

    private void StopWithDependents(string service)
    {
        // Before it is stopped, so that it is started again whatever happens.
        var dependents = services.Dependents(service);
        foreach (var dependent in dependents)
        {
            // At the boot Windows may be about to start it. Without what it depends on that would fail for good.
            var isDue = dependent is { State: ServiceState.Stopped, ExitCode: ServiceFailures.NeverStarted }
                && services.StartsAutomatically(dependent.Name);
            if (dependent.State.IsActive() || isDue)
            {
                MustRunAgain(dependent.Name);
            }
        }

        MustRunAgain(service);
        foreach (var dependent in dependents)
        {
            if (dependent.State != ServiceState.Stopped)
            {
                Stop(dependent.Name);
            }
        }

        Stop(service);
    }

    private void MustRunAgain(string service)
    {
        if (!IsToStart(service))
        {
            _toStart.Add(service);
        }
    }

    private bool IsToStart(string service) =>
        _toStart.Exists(other => string.Equals(other, service, StringComparison.OrdinalIgnoreCase));

    /// <summary>Stops it and waits until it has stopped.</summary>
    private void Stop(string service)
    {
        var wait = new ServiceWait(service, "stop", "stopped", time, sleep, log);
        var isTold = false;
        while (true)
        {
            var status = services.Status(service);
            if (status.State == ServiceState.Stopped)
            {
                return;
            }

            // It cannot take a stop while it is starting, pausing or continuing.
            if (!isTold && status.State != ServiceState.StopPending && Tell(service))
            {
                isTold = true;
                continue;
            }

            wait.Pause(status);
        }
    }

    /// <summary>Whether the service was told to stop; false when it cannot take that now.</summary>
    private bool Tell(string service)
    {
        var error = services.Stop(service);
        switch (error)
        {
            case 0 or ServiceFailures.NotActive:
                return true;

            case ServiceFailures.CannotAcceptControl:
                return false;

            case ServiceFailures.DependentServicesRunning:
                StopThoseThatCameUp(service);
                return false;

            default:
                throw ServiceFailures.Call("stop", service, error, describe(error));
        }
    }

    /// <summary>Stops what depends on a service and has been started meanwhile.</summary>
    private void StopThoseThatCameUp(string service)
    {
        foreach (var dependent in services.Dependents(service))
        {
            if (dependent.State == ServiceState.Stopped)
            {
                continue;
            }

            // What is stopped first is started last.
            if (!IsToStart(dependent.Name))
            {
                _toStart.Insert(0, dependent.Name);
            }

            Stop(dependent.Name);
        }
    }

    /// <summary>Starts it and waits until it runs; false when it had not stopped and goes on as it was.</summary>
    private bool Start(string service)
    {
        var isStarted = TellToStart(service);
        var mayBeTold = !isStarted;
        var wait = new ServiceWait(service, "start", "started", time, sleep, log);
        while (true)
        {
            var status = services.Status(service);
            switch (status.State)
            {
                case ServiceState.Running or ServiceState.Paused:
                    return isStarted;

                case ServiceState.Stopped when mayBeTold:
                    // It was still stopping when it was told to start.
                    mayBeTold = false;
                    isStarted = TellToStart(service);
                    break;

                case ServiceState.Stopped:
                    throw ServiceFailures.Ended(service, status, describe((int)status.ExitCode));

                default:
                    wait.Pause(status);
                    break;
            }
        }
    }

    /// <summary>Whether the service was told to start; false when it runs, or has not stopped yet.</summary>
    private bool TellToStart(string service) => services.Start(service) switch
    {
        0 => true,
        ServiceFailures.AlreadyRunning => false,
        var error => throw ServiceFailures.Call("start", service, error, describe(error)),
    };

    private void WarnOfProcessThatStays(string service, uint processId)
    {
        // One that has not stopped is a failure already.
        if (processId != 0
            && services.InProcess(processId) is { Count: > 0 } others
            && !others.Exists(other => string.Equals(other, service, StringComparison.OrdinalIgnoreCase)))
        {
            log.Say(Messages.ServiceProcessShared, service, string.Join(", ", others));
        }
    }

    private void Attempt(Action step)
    {
        try
        {
            step();
        }
        catch (BootstrapException failure) when (failure.ExitCode == ExitCode.NetworkFailed)
        {
            _failures.Add(failure);
        }
    }
}
