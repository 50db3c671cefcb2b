using Bootstrap.Logging;
using Serilog;

namespace Bootstrap.Services;

/// <summary>
/// Gives the task's variables to Windows services: <c>--service-environment</c>. Services do not inherit the
/// container's environment; the service control manager passes the registry value <c>Environment</c> at each start.
/// </summary>
/// <param name="services">The services.</param>
/// <param name="options">The options for services.</param>
/// <param name="restart">Restarts running services and returns the failures.</param>
/// <param name="log">The log. It gets no values of variables.</param>
internal sealed class ServiceEnvironment(
    IServiceManager services,
    ServiceOptions options,
    Func<List<string>, List<BootstrapException>> restart,
    ILogger log)
{
    /// <summary>Gives the variables to the services.</summary>
    /// <param name="variables">The task's variables.</param>
    /// <param name="continues">Whether the workload starts despite a failure.</param>
    /// <returns>One failure for each service that did not get the variables.</returns>
    /// <exception cref="BootstrapException">The container is stopped.</exception>
    public List<BootstrapException> Give(List<TaskVariable> variables, bool continues)
    {
        if (!ServiceVariables.HaveCredentials(variables))
        {
            log.Say(Messages.ServicesWithoutCredentials, string.Join(", ", options.Services));
        }

        var stale = new List<string>();
        var failures = new List<BootstrapException>();
        foreach (var service in options.Services)
        {
            try
            {
                if (IsStaleAfter(service, Write(service, variables)))
                {
                    stale.Add(service);
                }
            }
            catch (BootstrapException failure) when (failure.ExitCode == ExitCode.SetupFailed)
            {
                failures.Add(failure);
            }
        }

        // No restart if the container ends anyway.
        if (stale.Count == 0 || (failures.Count > 0 && !continues))
        {
            return failures;
        }

        if (options.Restart)
        {
            failures.AddRange(restart(stale));
            return failures;
        }

        foreach (var service in stale)
        {
            log.Say(Messages.ServiceNotRestarted, service, options.RestartSource);
        }

        return failures;
    }

    /// <summary>Writes the environment if it must change. Returns whether it was changed.</summary>
    private bool Write(string service, List<TaskVariable> variables)
    {
        // Throws if the service does not exist: a registry key may exist without a service.
        services.Status(service);
        var existing = services.ReadEnvironment(service);
        if (existing is { Type: not RegistryTypes.MultiString })
        {
            throw ServiceFailures.WrongType(service, existing.Type);
        }

        var change = EnvironmentStrings.Merge(existing?.Data, variables);
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
