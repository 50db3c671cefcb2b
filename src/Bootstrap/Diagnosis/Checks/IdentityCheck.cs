using Bootstrap.Network;

namespace Bootstrap.Diagnosis.Checks;

/// <summary>Whether this process may change routes, where routes are to be changed.</summary>
internal sealed class IdentityCheck() : CheckRule(Id)
{
    public const string Id = "identity";

    public override Finding Judge(Evidence evidence, Cause? cause)
    {
        var user = evidence.Seen.User;
        if (evidence.Seen.IsAdministrator)
        {
            return Pass($"{user}, who may change routes");
        }

        var detail = $"{user}, who may not change routes";
        return evidence.Decision switch
        {
            Plan { ChangesNothing: false } => Fail(detail, Culprit.Image, Hints.Administrator),
            Plan => Pass($"{detail}, and need not"),
            _ => Warn(detail, Culprit.Image, Hints.Administrator),
        };
    }
}
