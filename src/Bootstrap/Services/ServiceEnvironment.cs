using Bootstrap.Logging;
using Serilog;

namespace Bootstrap.Services;

/// <summary>
/// Gives the task's variables to Windows services: <c>--service-environment</c>. Services do not inherit the
/// container's environment; the service control manager gives them the registry value <c>Environment</c> at each start.
/// </summary>
/// <param name="services">The services.</param>
/// <param name="options">What is to be done.</param>
/// <param name="restart">Restarts running services; returns what failed.</param>
/// <param name="log">Says what was done, never with a value.</param>
internal sealed class ServiceEnvironment(
    IServiceManager services,
    ServiceOptions options,
    Func<List<string>, List<BootstrapException>> restart,
    ILogger log)
{
    /// <summary>Gives them.</summary>
    /// <param name="variables">The task's variables.</param>
    /// <param name="continues">Whether the workload is run after a failure.</param>
    /// <returns>One failure for each service that could not get them; empty when all is well.</returns>
    /// <exception cref="BootstrapException">The container is told to stop.</exception>
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
            catch (BootstrapException failure) when (failure.ExitCode == ExitCode.NetworkFailed)
            {
                failures.Add(failure);
            }
        }

        // The container ends anyway: no time is spent on a restart.
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

    /// <summary>Writes what has to be written; whether anything had to be.</summary>
    private bool Write(string service, List<TaskVariable> variables)
    {
        // Fails when there is no such service: a registry key alone is none.
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
    /// Whether it runs with another environment. Asked after writing: whatever starts from now on has the new one.
    /// After a restart of the container the value is there and its services have started with it: nothing is to be
    /// done.
    /// </summary>
    private bool IsStaleAfter(string service, bool isChanged)
    {
        var status = services.Status(service);
        return status.State.IsActive() && (isChanged || services.IsOlderThanEnvironment(service, status.ProcessId));
    }
}
