namespace Bootstrap.Diagnosis.Checks;

/// <summary>
/// Whether SDKs prefer other credentials to the task's role: the most common reason why the role is not used.
/// </summary>
internal sealed class OtherCredentialsCheck() : CheckRule(Id)
{
    public const string Id = "other-credentials";

    public override IReadOnlyList<string> DependsOn => [EnvironmentCheck.Id];

    public override Finding Judge(Evidence evidence, Cause? cause)
    {
        if (evidence.Credentials is null)
        {
            return Skip("the task requests no credentials");
        }

        return evidence.Seen.OtherCredentials is { Count: > 0 } others
            ? Warn($"SDKs prefer {string.Join(", ", others)} to the task's role", Culprit.Image,
                "Remove it from the image and the task definition if the workload is to use the task's role.")
            : Pass("no credentials that SDKs prefer to the task's role");
    }
}
