using Bootstrap.Network;

namespace Bootstrap.Diagnosis.Checks;

/// <summary>The default route that names the gateway to the host.</summary>
internal sealed class DefaultGatewayCheck() : CheckRule(Id)
{
    public const string Id = "default-gateway";

    public override IReadOnlyList<string> DependsOn => [NetworkModeCheck.Id];

    public override Finding Judge(Evidence evidence, Cause? cause) => evidence.Decision switch
    {
        Plan { Gateway: { } gateway } plan => Pass($"{gateway} on interface {plan.Interface?.Index}"),
        NotYet notYet => Fail($"none: {notYet.Missing} is missing", CulpritOf(evidence), HintFor(notYet, evidence), "no default gateway"),
        Plan => Skip("the platform sets up the routes itself"),
        _ => Skip($"not judged: {NetworkModeCheck.Id} comes first"),
    };

    private static Culprit CulpritOf(Evidence evidence)
    {
        if (evidence.Options.Interface is not null)
        {
            return Culprit.Image;
        }

        return evidence.Seen.Network?.Adapters.Count == 0 ? evidence.AdapterCulprit : Culprit.Host;
    }

    private static string HintFor(NotYet notYet, Evidence evidence)
    {
        if (evidence.Options.Interface is not null)
        {
            return notYet.Hint;
        }

        return evidence.Seen.Network?.Adapters.Count == 0
            ? $"See {AdapterCheck.Id}."
            : "It may still come: bootstrap waits for it. If it does not, look at the host's HNS network and the agent's log.";
    }
}
