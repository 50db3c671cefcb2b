using Bootstrap.Ecs;
using Bootstrap.Services;

namespace Bootstrap.Diagnosis.Checks;

/// <summary>Whether Windows services have the task's variables: they do not inherit the container's environment.</summary>
internal sealed class ServicesCheck() : CheckRule(Id)
{
    public const string Id = "services";

    private const string HowToGive =
        "bootstrap gives them with --service-environment SERVICE in ENTRYPOINT, or with the variable "
        + "BOOTSTRAP_SERVICE_ENVIRONMENT (iis stands for WAS,W3SVC). ServiceMonitor gives them to DefaultAppPool only.";

    private const string HowToRestart =
        "Restart it, for IIS by net stop /y WAS and net start W3SVC; --service-restart no leaves it as it is.";

    public override Finding Judge(Evidence evidence, Cause? cause)
    {
        if (evidence.Seen.Services is not { Count: > 0 } services)
        {
            return Skip("no Windows service is named, and IIS is not installed");
        }

        var problems = services.Select(service => (Service: service, Text: ProblemOf(service, evidence.Seen.AreServicesNamed)))
            .Where(problem => problem.Text is not null)
            .ToList();
        if (problems.Count == 0)
        {
            return evidence.IsTask
                ? Pass(string.Join(", ", services.Select(service => service.Service)) + ": the environment is the task's")
                : Skip("the task has no variables to give");
        }

        var first = problems[0].Service;
        var hint = first switch
        {
            { Failure: { } failure } => failure.Hint,
            { Missing: [], Different: [], Left: [] } => HowToRestart,
            _ => HowToGive,
        };
        return Warn(string.Join("; ", problems.Select(problem => problem.Text)), Culprit.Image, hint);
    }

    /// <summary>What is wrong with it as a phrase, or null. Values are never shown.</summary>
    private static string? ProblemOf(ServiceSight service, bool isNamed)
    {
        if (service.Failure is { } failure)
        {
            return failure.Message;
        }

        // IIS that was not asked for: without a role it needs nothing.
        var missing = isNamed || service.Missing.Any(IsCredentials) ? service.Missing : [];
        string?[] phrases =
        [
            missing.Count > 0 ? $"lacks {string.Join(", ", missing)}" : null,
            service.Different.Count > 0 ? $"has another task's {string.Join(", ", service.Different)}" : null,
            service.Left.Count > 0 ? $"has {string.Join(", ", service.Left)}, which this task does not have" : null,
            service.IsOlder && isNamed ? "runs since before its environment was set" : null,
        ];
        var text = string.Join(" and ", phrases.Where(phrase => phrase is not null));
        return text.Length == 0 ? null : $"{service.Service} {text}";
    }

    private static bool IsCredentials(string name) =>
        name is TaskVariables.CredentialsRelativeUri or TaskVariables.CredentialsFullUri;
}
