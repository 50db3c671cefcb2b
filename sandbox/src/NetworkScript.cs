using System.Globalization;
using System.Text;

namespace Sandbox;

/// <summary>
/// Turns a topology into input for <c>ip -batch</c>. Pure: text in, text out.
/// </summary>
/// <remarks>
/// Linux would send 169.254.x.x along the default route. On Windows the range is on-link. So the container has two
/// rules before the main table: the main table without its default route, then table 100, in which 169.254.0.0/16 is
/// on-link on the first adapter, where no host answers ARP for it. The main table shows only what Windows would show,
/// and without the /32 routes nothing is reachable.
/// </remarks>
internal static class NetworkScript
{
    private const int LinkLocalTable = 100;

    // Different from the container's indexes: if both ends of a cable have the same index, the kernel takes up to a
    // second to report the link as up. linkwatch then treats the device as one without a peer, which is not urgent.
    private const int FirstHostIndex = 1000;

    /// <summary>
    /// The moments at which the network changes, in milliseconds after the first program's start.
    /// </summary>
    public static IReadOnlyList<int> LaterMoments(Topology topology) =>
        [.. topology.Container.Adapters.SelectMany(a => new[] { a.AfterMilliseconds, a.AddressStateUntilMilliseconds })
            .Concat(topology.Container.Routes.SelectMany(r => new[] { r.AfterMilliseconds, r.UntilMilliseconds }))
            .Where(moment => moment > 0).Distinct().Order()];

    /// <summary>The host's commands at a moment: cables that appear, and at 0 the addresses beyond them.</summary>
    /// <param name="topology">The topology.</param>
    /// <param name="moment">Milliseconds; 0 is the start.</param>
    /// <param name="containerProcess">The id of a process in the container's network namespace.</param>
    public static string ForHost(Topology topology, int moment, int containerProcess)
    {
        var script = new StringBuilder();
        if (moment == 0)
        {
            Line(script, $"link set lo up");
            foreach (var address in AddressesBehindTheGateway(topology))
            {
                Line(script, $"address add {address}/32 dev lo");
            }
        }

        foreach (
            var (index, adapter) in topology.Container.Adapters.Index().Where(a => a.Item.AfterMilliseconds == moment)
        )
        {
            Line(
                script,
                $"link add dev {HostDevice(adapter)} index {FirstHostIndex + index} type veth peer name {adapter.Device} netns {containerProcess}"
            );
            Line(script, $"link set dev {HostDevice(adapter)} addrgenmode none up");
            foreach (var address in adapter.HostAddresses)
            {
                Line(script, $"address add {address} dev {HostDevice(adapter)}");
            }
        }

        return script.ToString();
    }

    /// <summary>
    /// The container's commands that give the adapters of a moment their Windows identity. They run after the host's
    /// commands and one by one: <c>ip -batch</c> treats '#' as a comment, and Windows names an adapter "Adapter #2".
    /// </summary>
    public static IEnumerable<IReadOnlyList<string>> Identities(Topology topology, int moment) =>
        topology.Container.Adapters.Where(a => a.AfterMilliseconds == moment).Select(adapter =>
            (IReadOnlyList<string>)["ip", "link", "set", "dev", adapter.Device, "alias", WindowsIdentity.Of(adapter)]);

    /// <summary>The container's other commands at a moment.</summary>
    public static string ForContainer(Topology topology, int moment)
    {
        var container = topology.Container;
        var script = new StringBuilder();
        if (moment == 0)
        {
            Line(script, $"link set lo up");
            Line(script, $"rule add pref 100 lookup main suppress_prefixlength 0");
            Line(script, $"rule add pref 200 to 169.254.0.0/16 lookup {LinkLocalTable}");
        }

        foreach (var adapter in container.Adapters.Where(a => a.AfterMilliseconds == moment))
        {
            var device = adapter.Device;

            // No automatic IPv6 address: ECS' Windows containers have none.
            Line(script, $"link set dev {device} addrgenmode none {(adapter.Up ? "up" : "down")}");
            Line(
                script,
                $"ntable change name arp_cache dev {device} mcast_probes 1 retrans {container.ArpTimeoutMilliseconds}"
            );
            foreach (var address in adapter.Addresses)
            {
                // Windows gives the subnet's route RouteMetric 256 plus the adapter's metric; the kernel gives it 0.
                if (adapter.AddressState != AddressState.Absent)
                {
                    Line(script, $"address add {address} dev {device} noprefixroute{Metric(adapter.AddressState)}");
                }

                if (adapter.SubnetRoute && adapter.Up)
                {
                    Line(
                        script,
                        $"route add {Subnet(address)} dev {device} proto kernel scope link metric {256 + adapter.InterfaceMetric}"
                    );
                }
            }
        }

        foreach (var adapter in container.Adapters.Where(a => moment > 0 && a.AddressStateUntilMilliseconds == moment))
        {
            foreach (var address in adapter.Addresses)
            {
                Line(
                    script,
                    $"address replace {address} dev {adapter.Device} noprefixroute{Metric(AddressState.Preferred)}"
                );
            }
        }

        // "add" fails if there are two first adapters; "replace" would hide the mistake.
        var first = container.Adapters.Where(a => a.Up).MinBy(a => a.AfterMilliseconds);
        if (first?.AfterMilliseconds == moment)
        {
            Line(script, $"route add 169.254.0.0/16 dev {first.Device} scope link table {LinkLocalTable}");
        }

        foreach (var route in container.Routes.Where(r => Moment(r, container) == moment))
        {
            var metric = route.RouteMetric + Adapter(route, container).InterfaceMetric;
            var nextHop = route.NextHop is null ? "scope link" : $"via {route.NextHop}";

            // Not "add": as on Windows, two routes may have the same prefix and metric.
            Line(script, $"route append {route.Destination} {nextHop} dev {route.Device} metric {metric}");
        }

        // Not "delete", which fails if the program has already removed the route.
        foreach (var route in container.Routes.Where(r => moment > 0 && r.UntilMilliseconds == moment))
        {
            Line(
                script,
                $"route flush exact {route.Destination} dev {route.Device} metric {route.RouteMetric + Adapter(route, container).InterfaceMetric}"
            );
        }

        return script.ToString();
    }

    /// <summary>
    /// The kernel has no such states for IPv4. An address's metric applies to the route of its prefix, which is not
    /// created here, so the metric holds 1000 plus the state's number for the stand-in iphlpapi.dll.
    /// </summary>
    private static string Metric(AddressState state) =>
        $" metric {(state == AddressState.Preferred ? 1000 : 1000 + (int)state)}";

    /// <summary>
    /// The host's addresses that are not on a cable. They are reachable only by a route with a next hop, because
    /// arp_ignore keeps the host from answering ARP for them.
    /// </summary>
    private static IEnumerable<string> AddressesBehindTheGateway(Topology topology)
    {
        var atCables = topology.Container.Adapters.SelectMany(a => a.HostAddresses).Select(a => a.Split('/')[0]);
        var ofEndpoints = topology.Host.AllEndpoints
            .Where(endpoint => endpoint.Behaviour != EndpointBehaviour.Drop)
            .Select(endpoint => endpoint.Address);
        return topology.Host.Addresses.Concat(ofEndpoints).Distinct().Except(atCables);
    }

    // A route cannot exist before its adapter.
    private static int Moment(RouteTopology route, ContainerTopology container) =>
        Math.Max(route.AfterMilliseconds, Adapter(route, container).AfterMilliseconds);

    private static AdapterTopology Adapter(RouteTopology route, ContainerTopology container) =>
        container.Adapters.First(adapter => adapter.Device == route.Device);

    private static string HostDevice(AdapterTopology adapter) => "host-" + adapter.Device;

    /// <summary>The prefix of an address with prefix length.</summary>
    public static string Subnet(string address)
    {
        var parts = address.Split('/');
        var length = int.Parse(parts[1], CultureInfo.InvariantCulture);
        var bytes = System.Net.IPAddress.Parse(parts[0]).GetAddressBytes();
        var bits = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(
            bytes, length == 0 ? 0 : bits & (uint.MaxValue << (32 - length))
        );
        return $"{new System.Net.IPAddress(bytes)}/{length}";
    }

    private static void Line(StringBuilder script, FormattableString command) =>
        script.Append(command.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
