using Bootstrap.Logging;

namespace Bootstrap.Services;

/// <summary>What is wrong with the environment of Windows services, as text without values.</summary>
/// <param name="areNamed">Whether options name the services.</param>
internal sealed class ServicesSeen(bool areNamed)
{
    private const string HowToGive =
        "Set --service-environment SERVICE in ENTRYPOINT, or the variable BOOTSTRAP_SERVICE_ENVIRONMENT (iis stands "
        + "for WAS,W3SVC). ServiceMonitor gives the variables only to DefaultAppPool.";

    private const string HowToRestart =
        "Restart it (IIS: net stop /y WAS, net start W3SVC). With --service-restart no, bootstrap does not restart it.";

    /// <summary>The services.</summary>
    public List<string> Names { get; } = [];

    /// <summary>One text for each service that has a problem.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>What to do about the first problem, or null without advice.</summary>
    public string? Hint { get; private set; }

    /// <summary>Reads the named services, or those of IIS if they exist. Changes nothing.</summary>
    public static ServicesSeen Look(
        IServiceManager services, List<string> named, Dictionary<string, string?> variables)
    {
        var areNamed = named.Count > 0;
        var seen = new ServicesSeen(areNamed);
        foreach (var service in areNamed ? named : new List<string>(ServiceOptions.Iis.Split(',')))
        {
            try
            {
                var status = services.Status(service);
                var isOlder = status.State.IsActive() && services.IsOlderThanEnvironment(service, status.ProcessId);
                seen.Add(service, services.ReadEnvironment(service), variables, isOlder);
            }
            catch (BootstrapException failure)
            {
                // IIS that is not named cannot be read in an image without it.
                if (areNamed || failure.EventName == Messages.ServiceEnvironmentType.Name)
                {
                    seen.Add(service, failure.Message, failure.Hint);
                }
            }
        }

        return seen;
    }

    /// <summary>Compares a service's environment with the task's variables. A pure function.</summary>
    /// <param name="service">The service.</param>
    /// <param name="environment">The data of its registry value, or null if it does not exist.</param>
    /// <param name="variables">The task's variables.</param>
    /// <param name="isOlder">Whether its process is older than its environment.</param>
    public void Add(string service, byte[]? environment, Dictionary<string, string?> variables, bool isOlder)
    {
        var entries = EnvironmentStrings.Decode(environment);
        var missing = new List<string>();
        var different = new List<string>();
        var left = new List<string>();
        foreach (var (name, value) in variables)
        {
            var has = EnvironmentStrings.ValueIn(entries, name);
            if (has != value)
            {
                var others = value is null ? left : different;
                (has is null ? missing : others).Add(name);
            }
        }

        var phrases = new List<string>();

        // IIS that is not named needs the variables only if the task has a role.
        if (areNamed || ServiceVariables.HaveCredentials(missing))
        {
            phrases.AddNames("lacks", missing);
        }

        phrases.AddNames("has other values than the task for", different);
        phrases.AddNames("has", left, ", which this task does not have");

        var hint = phrases.Count > 0 ? HowToGive : HowToRestart;
        if (isOlder && areNamed)
        {
            phrases.Add("was started before its environment was set");
        }

        Add(service, phrases.Count == 0 ? null : $"{service} {string.Join(" and ", phrases)}", hint);
    }

    private void Add(string service, string? problem, string? hint)
    {
        Names.Add(service);
        if (problem is not null)
        {
            Hint = Problems.Count == 0 ? hint : Hint;
            Problems.Add(problem);
        }
    }
}
