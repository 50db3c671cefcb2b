using System.Net;
using System.Net.Sockets;

namespace Sandbox;

/// <summary>
/// Rules that the JSON's shape does not enforce. They also make it safe to write the values into <c>ip</c> commands:
/// addresses are parsed, and devices consist of letters and digits.
/// </summary>
internal static class TopologyRules
{
    // The kernel allows 15 characters; the other end is named host-DEVICE.
    private const int LongestDevice = 10;

    // The kernel's IFALIASZ, including the NUL; alias, description, metric and "filter" share it.
    private const int LongestAlias = 255;

    public static void Check(Topology topology, string file)
    {
        var container = topology.Container;
        Require(
            container.ArpTimeoutMilliseconds is > 0 and <= 60_000, "container.arpTimeoutMilliseconds",
            "must be 1 to 60000"
        );

        var devices = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, adapter) in container.Adapters.Index())
        {
            var at = $"container.adapters[{i}]";
            Require(
                adapter.Device.Length is > 0 and <= LongestDevice && adapter.Device.All(char.IsAsciiLetterOrDigit),
                at + ".device", $"must be 1 to {LongestDevice} letters and digits"
            );
            Require(
                adapter.Device != "lo" && devices.Add(adapter.Device), at + ".device",
                $"'{adapter.Device}' is there already"
            );
            Require(IsText(adapter.Alias), at + ".alias", "must be printable, without \" ' | and \\");
            Require(IsText(adapter.Description), at + ".description", "must be printable, without \" ' | and \\");
            Require(
                WindowsIdentity.Of(adapter).Length <= LongestAlias, at,
                $"alias and description are longer than {LongestAlias} together"
            );
            Require(adapter.InterfaceMetric >= 0, at + ".interfaceMetric", "must not be negative");
            Require(adapter.AfterMilliseconds >= 0, at + ".afterMilliseconds", "must not be negative");
            Require(
                adapter.AddressStateUntilMilliseconds == 0
                    || adapter.AddressStateUntilMilliseconds > adapter.AfterMilliseconds,
                at + ".addressStateUntilMilliseconds", "must be later than the adapter appears"
            );
            Require(
                adapter.AddressStateUntilMilliseconds == 0 || adapter.AddressState != AddressState.Preferred,
                at + ".addressStateUntilMilliseconds", "is for a state other than preferred"
            );
            Require(!adapter.Filter || adapter.MetricReadable, at + ".metricReadable", "a filter has no metric");
            RequireAll(
                adapter.Addresses, IsInterfaceAddress, at + ".addresses", "must be an IPv4 address with prefix length"
            );
            RequireAll(
                adapter.HostAddresses, IsInterfaceAddress, at + ".hostAddresses",
                "must be an IPv4 address with prefix length"
            );
        }

        foreach (var (i, route) in container.Routes.Index())
        {
            var at = $"container.routes[{i}]";
            var adapter = container.Adapters.FirstOrDefault(a => a.Device == route.Device);
            Require(IsPrefix(route.Destination), at + ".destination", $"'{route.Destination}' is no IPv4 prefix");
            Require(
                route.NextHop is null || IsAddress(route.NextHop), at + ".nextHop",
                $"'{route.NextHop}' is no IPv4 address"
            );
            Require(adapter is not null, at + ".device", $"there is no adapter '{route.Device}'");
            Require(adapter!.Up, at + ".device", $"the adapter '{route.Device}' is not up");
            Require(route.NextHop is null || IsOnLink(route.NextHop, adapter, container.Routes), at + ".nextHop",
                $"'{route.NextHop}' is in no subnet of '{route.Device}', and no route without nextHop leads to it");
            Require(route.RouteMetric >= 0, at + ".routeMetric", "must not be negative");
            Require(route.AfterMilliseconds >= 0, at + ".afterMilliseconds", "must not be negative");
            Require(
                route.UntilMilliseconds == 0
                    || route.UntilMilliseconds > Math.Max(route.AfterMilliseconds, adapter.AfterMilliseconds),
                at + ".untilMilliseconds", "must be later than the route appears"
            );
        }

        foreach (var (i, route) in container.PersistentRoutes.Index())
        {
            var at = $"container.persistentRoutes[{i}]";
            Require(IsPrefix(route.Destination), at + ".destination", $"'{route.Destination}' is no IPv4 prefix");
            Require(IsAddress(route.NextHop), at + ".nextHop", $"'{route.NextHop}' is no IPv4 address");
            Require(IsText(route.InterfaceAlias), at + ".interfaceAlias", "must be printable, without \" ' | and \\");
        }

        foreach (var name in container.Environment.Keys)
        {
            Require(
                name.Length > 0 && !name.Contains('=', StringComparison.Ordinal), "container.environment",
                $"'{name}' cannot be a variable's name"
            );
        }

        RequireAll(topology.Host.Addresses, IsAddress, "host.addresses", "must be an IPv4 address");
        foreach (var (i, endpoint) in topology.Host.Endpoints.Index())
        {
            var at = $"host.endpoints[{i}]";
            Require(IsAddress(endpoint.Address), at + ".address", $"'{endpoint.Address}' is no IPv4 address");
            Require(endpoint.Port is > 0 and <= ushort.MaxValue, at + ".port", "must be 1 to 65535");
            Require(
                OnlyFor(endpoint.Behaviour) is not { } kind || endpoint.Kind == kind, at + ".behaviour",
                "is not one of this kind of endpoint"
            );
            RequireAll(
                endpoint.Statuses,
                status => status is >= 200 and <= 599,
                at + ".statuses", "must be 200 to 599"
            );
        }

        void RequireAll<T>(IReadOnlyList<T> values, Func<T, bool> holds, string member, string rule)
        {
            foreach (var (i, value) in values.Index())
            {
                Require(holds(value), $"{member}[{i}]", $"'{value}' {rule}");
            }
        }

        void Require(bool holds, string member, string rule)
        {
            if (!holds)
            {
                throw new SandboxException($"{file}: $.{member}: {rule}");
            }
        }
    }

    /// <summary>
    /// Whether the adapter reaches an address without a gateway. The kernel accepts no other next hop.
    /// </summary>
    private static bool IsOnLink(string address, AdapterTopology adapter, IReadOnlyList<RouteTopology> routes) =>
        (adapter.SubnetRoute ? adapter.Addresses.Select(NetworkScript.Subnet) : [])
            .Concat(
                routes
                    .Where(route =>
                        route.Device == adapter.Device && route.NextHop is null && IsPrefix(route.Destination)
                    )
                    .Select(route => route.Destination)
            )
            .Any(prefix => IPNetwork.Parse(prefix).Contains(IPAddress.Parse(address)));

    private static EndpointKind? OnlyFor(EndpointBehaviour behaviour) => behaviour switch
    {
        EndpointBehaviour.BadId or EndpointBehaviour.Expired => EndpointKind.Credentials,
        EndpointBehaviour.HopLimit => EndpointKind.Metadata,
        _ => null,
    };

    private static bool IsText(string text) =>
        text.Length > 0 && !text.Any(c => char.IsControl(c) || c is '"' or '\'' or '|' or '\\');

    private static bool IsAddress(string text) =>
        IPAddress.TryParse(text, out var address)
        && address.AddressFamily == AddressFamily.InterNetwork
        && address.ToString() == text;

    private static bool IsPrefix(string text) =>
        IPNetwork.TryParse(text, out var network)
        && network.BaseAddress.AddressFamily == AddressFamily.InterNetwork
        && network.ToString() == text;

    private static bool IsInterfaceAddress(string text) =>
        text.Split('/') is [var address, var length] && IsAddress(address)
        && int.TryParse(length, System.Globalization.NumberStyles.None, null, out var bits) && bits <= 32;
}
