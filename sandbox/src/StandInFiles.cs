using System.Globalization;
using System.Text;

namespace Sandbox;

/// <summary>The files in C:\sandbox by which a topology configures the stand-ins (sandbox/native).</summary>
internal static class StandInFiles
{
    /// <summary>C:\sandbox\mi.ini or C:\sandbox\iphlpapi.ini.</summary>
    public static string Faults(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> faults)
    {
        var text = new StringBuilder();
        foreach (var (section, keys) in faults)
        {
            text.Append(CultureInfo.InvariantCulture, $"[{section}]\n");
            foreach (var (key, value) in keys)
            {
                text.Append(CultureInfo.InvariantCulture, $"{key}={value}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>
    /// C:\sandbox\persistent-routes: destination, next hop, RouteMetric and alias, one route per line.
    /// </summary>
    public static string PersistentRoutes(IReadOnlyList<PersistentRouteTopology> routes) =>
        string.Concat(
            routes.Select(route =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{route.Destination} {route.NextHop} {route.RouteMetric} {route.InterfaceAlias}\n"
                )
            )
        );
}
