using Bootstrap.Services;

namespace Bootstrap.Diagnosis.Checks;

/// <summary>
/// Whether Windows services have the task's variables: they do not inherit the container's environment. This check
/// exists only if a service is named or IIS is installed.
/// </summary>
/// <param name="services">The observed services.</param>
internal sealed class ServicesCheck(ServicesSeen services) : CheckRule(Id)
{
    public const string Id = "services";

    public override Finding Judge(Evidence evidence, Cause? cause)
    {
        if (services.Problems.Count > 0)
        {
            return Warn(string.Join("; ", services.Problems), Culprit.Image, services.Hint);
        }

        return evidence.IsTask
            ? Pass($"{string.Join(", ", services.Names)}: the task's variables are set")
            : Skip("the task has no variables for services");
    }
}
