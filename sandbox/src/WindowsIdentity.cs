using System.Globalization;

namespace Sandbox;

/// <summary>
/// The properties of an adapter that Windows has and Linux lacks. They are stored in the kernel, in the link's alias,
/// so that the stand-ins read them without a file: <c>ALIAS|DESCRIPTION|METRIC</c>, followed by <c>|filter</c> for a
/// filter driver's row or <c>|no-metric</c> for an interface whose metric cannot be read.
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
    /// Reads alias and metric from a link's alias. Without one, the alias is the link's name and the metric is 0.
    /// </summary>
    public static (string Alias, int InterfaceMetric) Read(string device, string? linkAlias) =>
        linkAlias?.Split('|') is [var alias, _, var metric, ..]
        && int.TryParse(metric, CultureInfo.InvariantCulture, out var interfaceMetric)
            ? (alias, interfaceMetric)
            : (device, 0);
}
