using Bootstrap.Logging;

namespace Bootstrap.Services;

/// <summary>What was seen of a service's environment, by names of variables.</summary>
/// <param name="Service">The service.</param>
/// <param name="Missing">The task has them, the service does not.</param>
/// <param name="Different">The service has another value than the task.</param>
/// <param name="Left">The service has them, the task does not.</param>
/// <param name="IsOlder">Whether its process is older than its environment.</param>
/// <param name="Failure">Why it could not be looked at, or null.</param>
internal sealed record ServiceSight(
    string Service,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> Different,
    IReadOnlyList<string> Left,
    bool IsOlder,
    BootstrapException? Failure = null)
{
    /// <summary>The services of IIS, looked at where none is named.</summary>
    private static readonly string[] Iis = ["WAS", "W3SVC"];

    /// <summary>Looks at the named services, or at those of IIS that exist. Changes nothing.</summary>
    public static IReadOnlyList<ServiceSight> Look(
        IServiceManager services, IReadOnlyList<string> named, IReadOnlyList<TaskVariable> variables)
    {
        var seen = new List<ServiceSight>();
        foreach (var service in named.Count > 0 ? named : Iis)
        {
            try
            {
                var status = services.Status(service);
                var isOlder = status.State.IsActive() && services.IsOlderThanEnvironment(service, status.ProcessId);
                seen.Add(Compare(service, services.ReadEnvironment(service), variables, isOlder));
            }
            catch (BootstrapException failure) when (named.Count > 0)
            {
                seen.Add(new ServiceSight(service, [], [], [], IsOlder: false, failure));
            }
            catch (BootstrapException)
            {
                // There is no IIS in this image.
            }
        }

        return seen;
    }

    /// <summary>Compares what a service has with what the task has. Pure.</summary>
    public static ServiceSight Compare(
        string service, RegistryData? environment, IReadOnlyList<TaskVariable> variables, bool isOlder)
    {
        if (environment is { Type: not RegistryTypes.MultiString })
        {
            return new ServiceSight(service, [], [], [], isOlder, ServiceFailures.WrongType(service, environment.Type));
        }

        var entries = EnvironmentStrings.Decode(environment?.Data);
        var missing = new List<string>();
        var different = new List<string>();
        var left = new List<string>();
        foreach (var variable in variables)
        {
            switch (ValueIn(entries, variable.Name), variable.Value)
            {
                case (null, not null):
                    missing.Add(variable.Name);
                    break;

                case (not null, null):
                    left.Add(variable.Name);
                    break;

                case var (has, wanted) when has != wanted:
                    different.Add(variable.Name);
                    break;
            }
        }

        return new ServiceSight(service, missing, different, left, isOlder);
    }

    private static string? ValueIn(IReadOnlyList<string> entries, string name)
    {
        foreach (var entry in entries)
        {
            if (string.Equals(EnvironmentStrings.NameOf(entry), name, StringComparison.OrdinalIgnoreCase))
            {
                return EnvironmentStrings.ValueOf(entry);
            }
        }

        return null;
    }
}
