using Bootstrap.Logging;
using Serilog;

namespace Bootstrap.Services;

/// <summary>
/// Restarts running services and their dependents. All are stopped before any is started: WAS and W3SVC share a
/// process, which keeps its environment until both have stopped.
/// </summary>
/// <param name="services">The services.</param>
/// <param name="time">The clock.</param>
/// <param name="sleep">Sleeps. A stop of the container ends it with an exception.</param>
/// <param name="describe">Returns the text of a Win32 error.</param>
/// <param name="log">The log.</param>
internal sealed class ServiceRestart(
    IServiceManager services, TimeProvider time, Action<TimeSpan> sleep, Func<int, string> describe, ILogger log)
{
    /// <summary>The services to start again, in the order in which they were stopped.</summary>
    private readonly List<string> _toStart = [];

    private readonly List<BootstrapException> _failures = [];

    /// <summary>Restarts services.</summary>
    /// <param name="stale">Running services with an old environment, without duplicates.</param>
    /// <returns>One failure for each service that did not stop or start.</returns>
    /// <exception cref="BootstrapException">The container is stopped.</exception>
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

        // In the reverse order of stopping: a service starts before its dependents.
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
        // Listed before the stop, so that all are started again also after a failure.
        var dependents = services.Dependents(service);
        foreach (var dependent in dependents)
        {
            // At boot Windows may be about to start the dependent. Its start fails for good if this service is stopped.
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

    /// <summary>Stops a service and waits until it has stopped.</summary>
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

            // A service does not accept a stop while it is starting, pausing or continuing.
            if (!isTold && status.State != ServiceState.StopPending && Tell(service))
            {
                isTold = true;
                continue;
            }

            wait.Pause(status);
        }
    }

    /// <summary>Requests a stop. Returns false if the service does not accept it now.</summary>
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

    /// <summary>Stops dependents that have started meanwhile.</summary>
    private void StopThoseThatCameUp(string service)
    {
        foreach (var dependent in services.Dependents(service))
        {
            if (dependent.State == ServiceState.Stopped)
            {
                continue;
            }

            // First in the list, because it is stopped before the others and started after them.
            if (!IsToStart(dependent.Name))
            {
                _toStart.Insert(0, dependent.Name);
            }

            Stop(dependent.Name);
        }
    }

    /// <summary>Starts a service and waits until it runs. Returns false if it had not stopped.</summary>
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
                    // The service was still stopping at the first request.
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

    /// <summary>Requests a start. Returns false if the service is running or still stopping.</summary>
    private bool TellToStart(string service) => services.Start(service) switch
    {
        0 => true,
        ServiceFailures.AlreadyRunning => false,
        var error => throw ServiceFailures.Call("start", service, error, describe(error)),
    };

    private void WarnOfProcessThatStays(string service, uint processId)
    {
        // A service that has not stopped is already reported as a failure.
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
        catch (BootstrapException failure) when (failure.ExitCode == ExitCode.SetupFailed)
        {
            _failures.Add(failure);
        }
    }
}
