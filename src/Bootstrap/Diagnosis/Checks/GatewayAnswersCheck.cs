namespace Bootstrap.Diagnosis.Checks;

/// <summary>Whether the gateway answers ARP.</summary>
internal sealed class GatewayAnswersCheck() : CheckRule(Id)
{
    public const string Id = "gateway-answers";

    // winerror.h. SendARP returns the first two without an answer
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
            return Skip("bootstrap uses no gateway here");
        }

        return error switch
        {
            0 => Pass($"{gateway} answers ARP"),
            GeneralFailure or BadNetName or WaitTimeout or HostUnreachable =>
                Of(evidence.PathSeverity, $"{gateway} does not answer ARP (Win32 error {error})",
                    evidence.GatewayCulprit, Hint(evidence), "the gateway does not answer"),
            _ => Skip($"ARP cannot be used here (Win32 error {error}), so the state of {gateway} is not known"),
        };
    }

    private static string Hint(Evidence evidence) => evidence.Options.Gateway is null
        ? "The container's network has no path to its host. Check the host's HNS network, and start the task again."
            + GatewayDoubt.Of(evidence.Nat)
        : "Check --gateway or BOOTSTRAP_GATEWAY. Without it the gateway of the default route is used.";
}
