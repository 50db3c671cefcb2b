using Bootstrap.Logging;
using Bootstrap.Network;

namespace Bootstrap.Diagnosis;

/// <summary>
/// A hint if several gateways had the same rank: then another one may lead to the host.
/// </summary>
internal static class GatewayDoubt
{
    private static readonly string[] Names =
        [Messages.DefaultRoutesEqual.Name, Messages.MetricUnreadable.Name, Messages.MetricsUnreadable.Name];

    /// <summary>Text to append to a hint, with a leading space; empty if the choice was unambiguous.</summary>
    public static string Of(Plan? plan) => string.Concat((plan?.Warnings ?? [])
        .Where(warning => Names.Contains(warning.Message.Name))
        .Select(warning => $" Check the choice of the gateway: {warning.Text}."));
}
