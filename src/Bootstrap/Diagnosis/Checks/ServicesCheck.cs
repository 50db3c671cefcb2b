using Bootstrap.Services;

namespace Bootstrap.Diagnosis.Checks;

/// <summary>
/// Whether Windows services have the task's variables: they do not inherit the container's environment. This check
/// exists only if a service is named or IIS is installed.
/// </summary>
/// <param name="services">The observed services.</param>
internal sealed class ServicesCheck(List<ServiceSight> services) : CheckRule(Id)
{
    public const string Id = "services";

    private const string HowToGive =
        "Set --service-environment SERVICE in ENTRYPOINT, or the variable BOOTSTRAP_SERVICE_ENVIRONMENT (iis stands "
        + "for WAS,W3SVC). ServiceMonitor gives the variables only to DefaultAppPool.";

    private const string HowToRestart =
        "Restart it (IIS: net stop /y WAS, net start W3SVC). With --service-restart no, bootstrap does not restart it.";

    public override Finding Judge(Evidence evidence, Cause? cause)
    {
        var names = new List<string>();
        var problems = new List<string>();
        ServiceSight? first = null;
        foreach (var service in services)
        {
            names.Add(service.Service);
            if (ProblemOf(service, evidence.Seen.AreServicesNamed) is { } problem)
            {
                problems.Add(problem);
                first ??= service;
            }
        }

        if (first is null)
        {
            return evidence.IsTask
                ? Pass($"{string.Join(", ", names)}: the task's variables are set")
                : Skip("the task has no variables for services");
        }

        var hint = first switch
        {
            { Failure: { } failure } => failure.Hint,
            { Missing.Count: 0, Different.Count: 0, Left.Count: 0 } => HowToRestart,
            _ => HowToGive,
        };
        return Warn(string.Join("; ", problems), Culprit.Image, hint);
    }

    /// <summary>The problem of a service as text, without values, or null.</summary>
    private static string? ProblemOf(ServiceSight service, bool isNamed)
    {
        if (service.Failure is { } failure)
        {
            return failure.Message;
        }

        var phrases = new List<string>();

        // IIS that is not named needs the variables only if the task has a role.
        if (isNamed || service.Missing.Exists(ServiceVariables.IsCredentials))
        {
            Add("lacks ", service.Missing, string.Empty);
        }

        Add("has other values than the task for ", service.Different, string.Empty);
        Add("has ", service.Left, ", which this task does not have");

        if (service.IsOlder && isNamed)
        {
            phrases.Add("was started before its environment was set");
        }

        return phrases.Count == 0 ? null : $"{service.Service} {string.Join(" and ", phrases)}";

        // The image may set other variables, such as AWS_REGION, for IIS that is not named.
        void Add(string before, List<string> names, string after)
        {
            var reported = isNamed ? names : names.Where(IsOfTheTask);
            if (reported.Count > 0)
            {
                phrases.Add($"{before}{string.Join(", ", reported)}{after}");
            }
        }
    }

    /// <summary>Whether only a task has this variable.</summary>
    private static bool IsOfTheTask(string name) =>
        name.StartsWith("AWS_CONTAINER_", StringComparison.Ordinal)
        || name.StartsWith("ECS_", StringComparison.Ordinal);
}
