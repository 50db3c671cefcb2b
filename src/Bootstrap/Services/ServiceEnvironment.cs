using Bootstrap.Logging;
using Serilog;

namespace Bootstrap.Services;

/// <summary>
/// Gives the task's variables to Windows services: <c>--service-environment</c>. Services do not inherit the
/// container's environment; the service control manager passes the registry value <c>Environment</c> at each start.
/// </summary>
/// <param name="services">The services.</param>
/// <param name="options">The options for services.</param>
/// <param name="variables">The task's variables.</param>
/// <param name="attempts">Gets a failure for each service that does not get the variables.</param>
/// <param name="restart">Restarts running services.</param>
/// <param name="log">The log. It gets no values of variables.</param>
internal sealed class ServiceEnvironment(
    IServiceManager services,
    ServiceOptions options,
    Dictionary<string, string?> variables,
    ServiceAttempts attempts,
    Action<List<string>> restart,
    ILogger log)
{
    private readonly List<string> _stale = [];

    /// <summary>Gives the variables to the services. Call it once.</summary>
    /// <param name="continues">Whether the workload starts despite a failure.</param>
    /// <exception cref="BootstrapException">The container is stopped.</exception>
    public void Give(bool continues)
    {
        if (!ServiceVariables.HaveCredentials(variables))
        {
            log.Say(Messages.ServicesWithoutCredentials, string.Join(", ", options.Services));
        }

        foreach (var service in options.Services)
        {
            attempts.Run(GiveTo, service);
        }

        // No restart if the container ends anyway.
        if (_stale.Count == 0 || (attempts.HaveFailed && !continues))
        {
            return;
        }

        if (options.Restart)
        {
            restart(_stale);
            return;
        }

        foreach (var service in _stale)
        {
            log.Say(Messages.ServiceNotRestarted, service, options.RestartSource);
        }
    }

    private void GiveTo(string service)
    {
        if (IsStaleAfter(service, Write(service)))
        {
            _stale.Add(service);
        }
    }

    /// <summary>Writes the environment if it must change. Returns whether it was changed.</summary>
    private bool Write(string service)
    {
        // Throws if the service does not exist: a registry key may exist without a service.
        services.Status(service);
        var change = EnvironmentStrings.Merge(services.ReadEnvironment(service), variables);
        if (!change.IsNeeded)
        {
            log.Say(Messages.ServiceEnvironmentKept, service);
            return false;
        }

        services.WriteEnvironment(service, change.Data);
        log.Say(Messages.ServiceEnvironmentChanged, service, change.Text);
        return true;
    }

    /// <summary>
    /// Whether the service runs with an old environment. Call it after writing: services that start later get the new
    /// environment. After a container restart the registry value exists, the services have started with it, and no
    /// restart is needed.
    /// </summary>
    private bool IsStaleAfter(string service, bool isChanged)
    {
        var status = services.Status(service);
        return status.State.IsActive() && (isChanged || services.IsOlderThanEnvironment(service, status.ProcessId));
    }
}
