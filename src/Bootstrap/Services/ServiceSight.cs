using Bootstrap.Logging;

namespace Bootstrap.Services;

/// <summary>How a service's environment differs from the task's, as names of variables.</summary>
/// <param name="service">The service.</param>
internal sealed class ServiceSight(string service)
{
    public string Service => service;

    /// <summary>Set in the task, missing in the service.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>Set to different values.</summary>
    public List<string> Different { get; } = [];

    /// <summary>Set in the service, not in the task.</summary>
    public List<string> Left { get; } = [];

    /// <summary>Whether its process is older than its environment.</summary>
    public bool IsOlder { get; private init; }

    /// <summary>Why the service could not be read, or null.</summary>
    public BootstrapException? Failure { get; private init; }

    /// <summary>The services of IIS, which are read if no services are named.</summary>
    private static readonly string[] Iis = ["WAS", "W3SVC"];

    /// <summary>Reads the named services, or those of IIS if they exist. Changes nothing.</summary>
    public static List<ServiceSight> Look(IServiceManager services, List<string> named, List<TaskVariable> variables)
    {
        var seen = new List<ServiceSight>();
        foreach (var service in named.Count > 0 ? [.. named] : Iis)
        {
            try
            {
                var status = services.Status(service);
                var isOlder = status.State.IsActive() && services.IsOlderThanEnvironment(service, status.ProcessId);
                seen.Add(Compare(service, services.ReadEnvironment(service), variables, isOlder));
            }
            catch (BootstrapException failure) when (named.Count > 0)
            {
                seen.Add(new ServiceSight(service) { Failure = failure });
            }
            catch (BootstrapException)
            {
                // The image has no IIS.
            }
        }

        return seen;
    }

    /// <summary>Compares a service's environment with the task's variables. A pure function.</summary>
    public static ServiceSight Compare(
        string service, RegistryData? environment, List<TaskVariable> variables, bool isOlder)
    {
        if (environment is { Type: not RegistryTypes.MultiString })
        {
            return new ServiceSight(service) { Failure = ServiceFailures.WrongType(service, environment.Type) };
        }

        var entries = EnvironmentStrings.Decode(environment?.Data);
        var sight = new ServiceSight(service) { IsOlder = isOlder };
        foreach (var variable in variables)
        {
            var has = ValueIn(entries, variable.Name);
            if (has == variable.Value)
            {
                continue;
            }

            ListFor(has, variable.Value).Add(variable.Name);
        }

        return sight;

        List<string> ListFor(string? has, string? wanted)
        {
            if (has is null)
            {
                return sight.Missing;
            }

            return wanted is null ? sight.Left : sight.Different;
        }
    }

    private static string? ValueIn(string[] entries, string name)
    {
        var entry = Array.Find(
            entries,
            entry => string.Equals(EnvironmentStrings.NameOf(entry), name, StringComparison.OrdinalIgnoreCase)
        );
        return entry is null ? null : EnvironmentStrings.ValueOf(entry);
    }
}
