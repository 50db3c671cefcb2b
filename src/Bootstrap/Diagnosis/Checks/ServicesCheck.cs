using Bootstrap.Services;

namespace Bootstrap.Diagnosis.Checks;

/// <summary>
/// Whether Windows services have the task's variables: they do not inherit the container's environment. Only where a
/// service is named or IIS is installed.
/// </summary>
/// <param name="services">What was seen of them.</param>
internal sealed class ServicesCheck(List<ServiceSight> services) : CheckRule(Id)
{
    public const string Id = "services";

    private const string HowToGive =
        "bootstrap gives them with --service-environment SERVICE in ENTRYPOINT, or with the variable "
        + "BOOTSTRAP_SERVICE_ENVIRONMENT (iis stands for WAS,W3SVC). ServiceMonitor gives them to DefaultAppPool only.";

    private const string HowToRestart =
        "Restart it, for IIS by net stop /y WAS and net start W3SVC; --service-restart no leaves it as it is.";

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
                ? Pass($"{string.Join(", ", names)}: the environment is the task's")
                : Skip("the task has no variables to give");
        }

        var hint = first switch
        {
            { Failure: { } failure } => failure.Hint,
            { Missing.Count: 0, Different.Count: 0, Left.Count: 0 } => HowToRestart,
            _ => HowToGive,
        };
        return Warn(string.Join("; ", problems), Culprit.Image, hint);
    }

    /// <summary>What is wrong with it as a phrase, or null. Values are never shown.</summary>
    private static string? ProblemOf(ServiceSight service, bool isNamed)
    {
        if (service.Failure is { } failure)
        {
            return failure.Message;
        }

        var phrases = new List<string>();

        // IIS that was not asked for: without a role it needs nothing.
        if (service.Missing.Count > 0 && (isNamed || service.Missing.Exists(ServiceVariables.IsCredentials)))
        {
            phrases.Add($"lacks {string.Join(", ", service.Missing)}");
        }

        if (service.Different.Count > 0)
        {
            phrases.Add($"has another task's {string.Join(", ", service.Different)}");
        }

        if (service.Left.Count > 0)
        {
            phrases.Add($"has {string.Join(", ", service.Left)}, which this task does not have");
        }

        if (service.IsOlder && isNamed)
        {
            phrases.Add("runs since before its environment was set");
        }

        return phrases.Count == 0 ? null : $"{service.Service} {string.Join(" and ", phrases)}";
    }
}
