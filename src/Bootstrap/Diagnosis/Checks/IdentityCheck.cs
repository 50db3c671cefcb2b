using Bootstrap.Network;

namespace Bootstrap.Diagnosis.Checks;

/// <summary>Whether this process may change routes, if routes must be changed.</summary>
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
        if (evidence.Decision is Plan { ChangesNothing: true })
        {
            return Pass($"{detail}; no change is needed");
        }

        var status = MustChangeRoutes(evidence) ? CheckStatus.Fail : CheckStatus.Warn;
        return Of(status, detail, Culprit.Image, Hints.Administrator);
    }

    /// <summary>Whether a required route must be changed.</summary>
    private static bool MustChangeRoutes(Evidence evidence) => evidence.Nat?.Routes
        .Where(route => route.Action != RouteAction.Keep)
        .Any(route => evidence.RouteSeverity(route.Destination) == CheckStatus.Fail) == true;
}
