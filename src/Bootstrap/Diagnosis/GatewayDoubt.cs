using Bootstrap.Logging;
using Bootstrap.Network;

namespace Bootstrap.Diagnosis;

/// <summary>
/// Whether the gateway was one of several that were equally good: then another one may lead to the host.
/// </summary>
internal static class GatewayDoubt
{
    private static readonly string[] Names =
        [Messages.DefaultRoutesEqual.Name, Messages.MetricUnreadable.Name, Messages.MetricsUnreadable.Name];

    /// <summary>What is added to a hint, with a space before it; empty when the choice was clear.</summary>
    public static string Of(Plan? plan) => string.Concat((plan?.Warnings ?? [])
        .Where(warning => Names.Contains(warning.Message.Name))
        .Select(warning => $" Is it the right gateway? {warning.Text}."));
}
