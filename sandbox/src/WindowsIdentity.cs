using System.Globalization;

namespace Sandbox;

/// <summary>
/// What Windows knows about an adapter and Linux does not. It is kept in the kernel, in the link's alias, so that
/// everything that looks at the link (the stand-in mi.dll among them) finds it without a file to agree on:
/// <c>ALIAS|DESCRIPTION|METRIC</c>, and <c>|filter</c> for a filter driver's row or <c>|no-metric</c> for an interface
/// whose metric cannot be read.
/// </summary>
internal static class WindowsIdentity
{
    public static string Of(AdapterTopology adapter) =>
        string.Create(CultureInfo.InvariantCulture, $"{adapter.Alias}|{adapter.Description}|{adapter.InterfaceMetric}")
        + Kind(adapter);

    private static string Kind(AdapterTopology adapter)
    {
        if (adapter.Filter)
        {
            return "|filter";
        }

        return adapter.MetricReadable ? string.Empty : "|no-metric";
    }

    /// <summary>
    /// Reads alias and metric back from a link's alias; a link without one is its own alias, with metric 0.
    /// </summary>
    public static (string Alias, int InterfaceMetric) Read(string device, string? linkAlias) =>
        linkAlias?.Split('|') is [var alias, _, var metric, ..]
        && int.TryParse(metric, CultureInfo.InvariantCulture, out var interfaceMetric)
            ? (alias, interfaceMetric)
            : (device, 0);
}
