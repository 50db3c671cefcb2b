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
/// <param name="attempts">Gets a failure for each service that does not stop or start.</param>
/// <param name="log">The log.</param>
internal sealed class ServiceRestart(
    IServiceManager services,
    TimeProvider time,
    Action<TimeSpan> sleep,
    ServiceAttempts attempts,
    ILogger log)
{
    /// <summary>The stale services, as far as their status is known.</summary>
    private readonly List<string> _known = [];

    /// <summary>Their processes before the restart.</summary>
    private readonly List<uint> _processes = [];

    /// <summary>The services to start again, in the order in which they were stopped.</summary>
    private readonly List<string> _toStart = [];

    private readonly List<string> _started = [];

    /// <summary>Restarts services. Call it once.</summary>
    /// <param name="stale">Running services with an old environment, without duplicates.</param>
    /// <exception cref="BootstrapException">The container is stopped.</exception>
    public void Run(List<string> stale)
    {
        foreach (var service in stale)
        {
            attempts.Run(StopStale, service);
        }

        foreach (var service in _known)
        {
            attempts.Run(WarnOfProcessThatStays, service);
        }

        // In the reverse order of stopping: a service starts before its dependents.
        for (var index = _toStart.Count - 1; index >= 0; index--)
        {
            attempts.Run(Start, _toStart[index]);
        }

        if (_started.Count > 0)
        {
            log.Say(Messages.ServicesRestarted, string.Join(", ", _started));
        }
    }

    private void StopStale(string service)
    {
        _processes.Add(services.Status(service).ProcessId);
        _known.Add(service);
        StopWithDependents(service);
    }

    private void StopWithDependents(string service)
    {
        // Listed before the stop, so that all are started again also after a failure.
        var dependents = services.Dependents(service);
        foreach (var dependent in dependents)
        {
            var status = services.Status(dependent);

            // At boot Windows may be about to start the dependent. Its start fails for good if this service is stopped.
            var isDue = status is { State: ServiceState.Stopped, ExitCode: ServiceFailures.NeverStarted }
                && services.StartsAutomatically(dependent);
            if (status.State.IsActive() || isDue)
            {
                _toStart.AddOnce(dependent);
            }
        }

        _toStart.AddOnce(service);
        foreach (var dependent in dependents)
        {
            Stop(dependent);
        }

        Stop(service);
    }

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
                throw ServiceFailures.Call("stop", service, error, services.Describe(error));
        }
    }

    /// <summary>Stops dependents that have started meanwhile.</summary>
    private void StopThoseThatCameUp(string service)
    {
        foreach (var dependent in services.Dependents(service))
        {
            if (services.Status(dependent).State == ServiceState.Stopped)
            {
                continue;
            }

            // First in the list, because it is stopped before the others and started after them.
            if (!_toStart.HasName(dependent))
            {
                _toStart.Insert(0, dependent);
            }

            Stop(dependent);
        }
    }

    /// <summary>Starts a service and waits until it runs.</summary>
    private void Start(string service)
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
                    // A service that had not stopped is not restarted.
                    if (isStarted)
                    {
                        _started.Add(service);
                    }

                    return;

                case ServiceState.Stopped when mayBeTold:
                    // The service was still stopping at the first request.
                    mayBeTold = false;
                    isStarted = TellToStart(service);
                    break;

                case ServiceState.Stopped:
                    throw ServiceFailures.Ended(service, status, services.Describe((int)status.ExitCode));

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
        var error => throw ServiceFailures.Call("start", service, error, services.Describe(error)),
    };

    private void WarnOfProcessThatStays(string service)
    {
        var processId = _processes[_known.IndexOf(service)];

        // A service that has not stopped is already reported as a failure.
        if (processId != 0
            && services.InProcess(processId) is { Count: > 0 } others
            && !others.HasName(service))
        {
            log.Say(Messages.ServiceProcessShared, service, string.Join(", ", others));
        }
    }
}
