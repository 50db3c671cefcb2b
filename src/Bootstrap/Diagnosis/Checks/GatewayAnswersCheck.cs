namespace Bootstrap.Diagnosis.Checks;

/// <summary>Whether the gateway is there, asked by ARP.</summary>
internal sealed class GatewayAnswersCheck() : CheckRule(Id)
{
    public const string Id = "gateway-answers";

    public override IReadOnlyList<string> DependsOn => [DefaultGatewayCheck.Id];

    public override Finding Judge(Evidence evidence, Cause? cause)
    {
        if (evidence.Nat?.Gateway is not { } gateway || evidence.Seen.GatewayError is not { } error)
        {
            return Skip("no gateway of ours");
        }

        if (error == 0)
        {
            return Pass($"{gateway} answers ARP");
        }

        if (evidence.IsHostReached)
        {
            return Warn($"{gateway} does not answer ARP (Win32 error {error}), and leads to the host all the same");
        }

        return Fail($"{gateway} does not answer ARP (Win32 error {error})", evidence.GatewayCulprit,
            evidence.Options.Gateway is null
                ? "The container's network has no path to its host: look at the host's HNS network, and start the task again."
                : "Is --gateway or BOOTSTRAP_GATEWAY right? Without it the default route's is taken.",
            "the gateway does not answer");
    }
}
