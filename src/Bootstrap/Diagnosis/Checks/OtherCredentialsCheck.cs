namespace Bootstrap.Diagnosis.Checks;

/// <summary>
/// Whether SDKs take something else before the task's role: the commonest reason why the role is not used.
/// </summary>
internal sealed class OtherCredentialsCheck() : CheckRule(Id)
{
    public const string Id = "other-credentials";

    public override IReadOnlyList<string> DependsOn => [EnvironmentCheck.Id];

    public override Finding Judge(Evidence evidence, Cause? cause)
    {
        if (evidence.Credentials is null)
        {
            return Skip("the task asks for no credentials that these could replace");
        }

        return evidence.Seen.OtherCredentials is { Count: > 0 } others
            ? Warn($"{string.Join(", ", others)}: SDKs take that before the task's role", Culprit.Image,
                "Take it out of the image and the task definition if the workload is to use the task's role.")
            : Pass("nothing that SDKs take before the task's role");
    }
}
