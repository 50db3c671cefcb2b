using Bootstrap.Endpoints;

namespace Bootstrap.Diagnosis.Checks;

/// <summary>The variables that the ECS agent sets.</summary>
internal sealed class EnvironmentCheck() : CheckRule(Id)
{
    public const string Id = "environment";

    public override Finding Judge(Evidence evidence, Cause? cause)
    {
        if (!evidence.IsTask)
        {
            return Warn("no variable of the ECS agent is set", Culprit.TaskDefinition,
                "In an ECS task some are set; outside ECS that is as it should be.");
        }

        var set = string.Join(", ", evidence.Seen.Variables);
        if (evidence.Seen.WhyNoCredentialsRequest is not { } whyNot)
        {
            return Pass(set);
        }

        Culprit? culprit = whyNot.Hint == CredentialsHints.UriOfAnother ? null : Culprit.TaskDefinition;
        return Of(whyNot.IsFault ? CheckStatus.Fail : CheckStatus.Warn, $"{whyNot.What} (set: {set})", culprit, whyNot.Hint);
    }
}
