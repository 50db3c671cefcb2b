namespace Bootstrap.Diagnosis.Checks;

/// <summary>Whether the gateway is there, asked by ARP.</summary>
internal sealed class GatewayAnswersCheck() : CheckRule(Id)
{
    public const string Id = "gateway-answers";

    // winerror.h. SendARP gives the first two when nothing replies
    // (https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-sendarp).
    private const uint GeneralFailure = 31;
    private const uint BadNetName = 67;
    private const uint WaitTimeout = 258;
    private const uint HostUnreachable = 1232;

    public override IReadOnlyList<string> DependsOn => [DefaultGatewayCheck.Id];

    public override Finding Judge(Evidence evidence, Cause? cause)
    {
        if (evidence.Nat?.Gateway is not { } gateway || evidence.Seen.GatewayError is not { } error)
        {
            return Skip("no gateway of ours");
        }

        return error switch
        {
            0 => Pass($"{gateway} answers ARP"),
            GeneralFailure or BadNetName or WaitTimeout or HostUnreachable =>
                Of(evidence.PathSeverity, $"{gateway} does not answer ARP (Win32 error {error})",
                    evidence.GatewayCulprit, Hint(evidence), "the gateway does not answer"),
            _ => Skip($"ARP cannot be asked here (Win32 error {error}), which says nothing of {gateway}"),
        };
    }

    private static string Hint(Evidence evidence) => evidence.Options.Gateway is null
        ? "The container's network has no path to its host: look at the host's HNS network, and start the task again."
            + GatewayDoubt.Of(evidence.Nat)
        : "Is --gateway or BOOTSTRAP_GATEWAY right? Without it the default route's is taken.";
}
