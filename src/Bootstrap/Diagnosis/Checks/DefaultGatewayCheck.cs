using Bootstrap.Network;

namespace Bootstrap.Diagnosis.Checks;

/// <summary>The default route, whose next hop is the gateway to the host.</summary>
internal sealed class DefaultGatewayCheck() : CheckRule(Id)
{
    public const string Id = "default-gateway";

    public override IReadOnlyList<string> DependsOn => [NetworkModeCheck.Id, AdapterCheck.Id];

    public override Finding Judge(Evidence evidence, Cause? cause) => evidence.Decision switch
    {
        Plan { Gateway: { } gateway } plan => Pass($"{gateway} on interface {plan.Interface?.Index}"),
        NotYet notYet => Of(evidence.PathSeverity, $"none: {notYet.Missing} is missing", CulpritOf(evidence, cause),
            HintFor(notYet, evidence, cause), "no default gateway"),
        Plan => Skip("the platform sets up the routes itself"),
        _ => Skip($"not checked: see {NetworkModeCheck.Id}"),
    };

    private static Culprit? CulpritOf(Evidence evidence, Cause? cause)
    {
        if (cause is not null)
        {
            return cause.Culprit;
        }

        return evidence.Options.Interface is null ? Culprit.Host : Culprit.Image;
    }

    private static string HintFor(NotYet notYet, Evidence evidence, Cause? cause)
    {
        if (cause is not null)
        {
            return cause.See;
        }

        return evidence.Options.Interface is null
            ? "It may still come: bootstrap waits for it. "
                + "If it does not, check the host's HNS network and read the agent's log."
            : notYet.Hint;
    }
}
