using Bootstrap.Endpoints;

namespace Bootstrap.Diagnosis.Checks;

/// <summary>The variables that the ECS agent sets.</summary>
internal sealed class EnvironmentCheck() : CheckRule(Id)
{
    public const string Id = "environment";

    public override Finding Judge(Evidence evidence, Cause? cause)
    {
        var set = string.Join(", ", evidence.Seen.Variables);
        var whyNot = evidence.Seen.WhyNoCredentialsRequest;
        if (whyNot is not { IsFault: true } && !evidence.IsTask && evidence.Credentials is null)
        {
            const string none = "no variable of the ECS agent is set";
            return Warn(set.Length == 0 ? none : $"{none} (set: {set})", Culprit.TaskDefinition,
                "In an ECS task some are set. Outside ECS this is normal.");
        }

        if (whyNot is null)
        {
            return Pass(set);
        }

        Culprit? culprit = whyNot.Hint == CredentialsHints.UriOfAnother ? null : Culprit.TaskDefinition;
        var status = whyNot.IsFault ? CheckStatus.Fail : CheckStatus.Warn;
        return Of(status, $"{whyNot.What} (set: {set})", culprit, whyNot.Hint);
    }
}
