using System.Text.Json;

namespace Sandbox;

/// <summary>An active route of the container, in Windows' terms.</summary>
/// <param name="Destination">The prefix; 0.0.0.0/0 is the default route.</param>
/// <param name="NextHop">The gateway; 0.0.0.0 when the route is on-link.</param>
/// <param name="InterfaceIndex">The adapter's index, the same in Linux and Windows.</param>
/// <param name="InterfaceAlias">The adapter's Windows name.</param>
/// <param name="RouteMetric">Windows' RouteMetric: the kernel's metric minus the adapter's.</param>
public sealed record RouteRow(
    string Destination, string NextHop, int InterfaceIndex, string InterfaceAlias, int RouteMetric
)
{
    /// <summary>Reads the output of <c>ip -j link show</c> and <c>ip -j -4 route show table main</c>.</summary>
    internal static IReadOnlyList<RouteRow> Read(string links, string routes)
    {
        using var linkDocument = JsonDocument.Parse(Rows(links));
        using var routeDocument = JsonDocument.Parse(Rows(routes));

        var adapters = linkDocument.RootElement.EnumerateArray().ToDictionary(
            link => link.GetProperty("ifname").GetString()!,
            link => (Index: link.GetProperty("ifindex").GetInt32(), Name: Text(link, "ifalias")));
        return [.. routeDocument.RootElement.EnumerateArray().Select(Row)];

        RouteRow Row(JsonElement route)
        {
            var device = route.GetProperty("dev").GetString()!;
            var (index, name) = adapters[device];
            var (alias, interfaceMetric) = WindowsIdentity.Read(device, name);
            var metric = route.TryGetProperty("metric", out var value) ? value.GetInt32() : 0;
            var destination = Text(route, "dst") switch
            {
                "default" or null => "0.0.0.0/0",
                var prefix when prefix.Contains('/', StringComparison.Ordinal) => prefix,
                var address => address + "/32",
            };
            return new RouteRow(
                destination, Text(route, "gateway") ?? "0.0.0.0", index, alias, metric - interfaceMetric
            );
        }
    }

    // Without rows, ip prints nothing, not an empty array.
    private static string Rows(string json) => string.IsNullOrWhiteSpace(json) ? "[]" : json;

    private static string? Text(JsonElement element, string member) =>
        element.TryGetProperty(member, out var value) ? value.GetString() : null;
}
