using System.Buffers.Binary;
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using Bootstrap.Logging;
using Bootstrap.Windows;

namespace Bootstrap.Network.IpHelper;

/// <summary>
/// The network by way of IP Helper (iphlpapi.dll): what netsh and route.exe use. It needs no service, so it works on
/// Nano Server, and where WMI hangs.
/// </summary>
/// <remarks>IP Helper knows active routes only: nothing here can read or write a persistent one.</remarks>
[SupportedOSPlatform("windows")]
internal sealed unsafe class IpHelperNetwork : INetwork
{
    /// <summary>New-NetRoute's default: an offset to the interface's metric.</summary>
    private const uint RouteMetric = 256;

    /// <summary>MIB_IPPROTO_NETMGMT: a static route that a person or a program made.</summary>
    private const uint ProtocolNetworkManagement = 3;

    private const uint Forever = 0xFFFFFFFF;

    /// <summary>IF_TYPE_SOFTWARE_LOOPBACK: an interface, and no adapter.</summary>
    private const uint LoopbackType = 24;

    /// <summary>IF_OPER_STATUS IfOperStatusUp, RFC 2863.</summary>
    private const uint OperationalStatusUp = 1;

    public string Backend => "iphelper";

    public NetworkSnapshot Look() => new(LookAtRoutes(), LookAtAdapters());

    public IReadOnlyList<Route> LookAtRoutes()
    {
        byte* table;
        Check(IpHlpApi.GetIpForwardTable2(IpHlpApi.AddressFamilyIPv4, &table), "read the routes", "GetIpForwardTable2");
        try
        {
            var rows = Rows<IpHlpApi.IpForwardRow>(table);
            var metrics = new Dictionary<uint, uint>();
            var routes = new List<Route>(rows.Length);
            foreach (ref readonly var row in rows)
            {
                if (!metrics.TryGetValue(row.InterfaceIndex, out var interfaceMetric))
                {
                    metrics[row.InterfaceIndex] = interfaceMetric = InterfaceMetric(row.InterfaceIndex);
                }

                if (ToRoute(row, interfaceMetric) is { } route)
                {
                    routes.Add(route);
                }
            }

            return routes;
        }
        finally
        {
            IpHlpApi.FreeMibTable(table);
        }
    }

    public void AddRoute(IPNetwork destination, IPAddress nextHop, uint interfaceIndex)
    {
        var row = Row(destination, nextHop, interfaceIndex);
        row.ValidLifetime = Forever;
        row.PreferredLifetime = Forever;
        row.Protocol = ProtocolNetworkManagement;
        row.Metric = RouteMetric;
        var error = IpHlpApi.CreateIpForwardEntry2(&row);

        // "Element not found" is also seen while an interface is still coming up.
        for (var attempt = 0; error == IpHlpApi.ErrorNotFound && attempt < 10; attempt++)
        {
            Thread.Sleep(100);
            error = IpHlpApi.CreateIpForwardEntry2(&row);
        }

        // That it exists is for NetworkSetup to judge, which looks again.
        if (error != IpHlpApi.ErrorObjectAlreadyExists)
        {
            Check(error, $"add route {destination} via {nextHop} on interface {interfaceIndex}", "CreateIpForwardEntry2", Hints.ForRoute(error));
        }
    }

    public void RemoveRoute(Route route)
    {
        var row = Row(route.Destination, route.NextHop, route.InterfaceIndex);
        var error = IpHlpApi.DeleteIpForwardEntry2(&row);
        if (error != IpHlpApi.ErrorNotFound)
        {
            Check(error, $"remove route {route.Destination} via {route.NextHop} on interface {route.InterfaceIndex}", "DeleteIpForwardEntry2");
        }
    }

    public void Dispose()
    {
    }

    /// <summary>
    /// Whether we may change routes, found out without changing any: removing one that cannot be there (192.0.2.0/24 is
    /// for documents, RFC 5737) is refused to whoever may not, and comes to nothing for whoever may. The process's token
    /// is asked only where that leaves it open.
    /// </summary>
    /// <param name="interfaceIndex">An interface that is there.</param>
    public static bool MayChangeRoutes(uint interfaceIndex)
    {
        var row = Row(new IPNetwork(IPAddress.Parse("192.0.2.1"), 32), IPAddress.Parse("192.0.2.2"), interfaceIndex);
        return IpHlpApi.DeleteIpForwardEntry2(&row) switch
        {
            IpHlpApi.ErrorAccessDenied => false,
            0 or IpHlpApi.ErrorNotFound => true,
            _ => Environment.IsPrivilegedProcess,
        };
    }

    private static List<Adapter> LookAtAdapters()
    {
        byte* table;
        Check(IpHlpApi.GetIfTable2(&table), "read the adapters", "GetIfTable2");
        try
        {
            var adapters = new List<Adapter>();
            foreach (ref readonly var row in Rows<IpHlpApi.IfRow>(table))
            {
                if ((row.Flags & IpHlpApi.IfRow.FilterInterface) == 0 && row.Type != LoopbackType)
                {
                    fixed (char* alias = row.Alias, description = row.Description)
                    {
                        adapters.Add(new Adapter(row.InterfaceIndex, Text(alias), Text(description), row.OperStatus == OperationalStatusUp));
                    }
                }
            }

            return adapters;
        }
        finally
        {
            IpHlpApi.FreeMibTable(table);
        }
    }

    /// <summary>A row as a route; null for one whose prefix is none.</summary>
    internal static Route? ToRoute(in IpHlpApi.IpForwardRow row, uint interfaceMetric) => row.PrefixLength <= 32
        ? new Route(
            new IPNetwork(new IPAddress(row.PrefixAddress & NetworkMask(row.PrefixLength)), row.PrefixLength),
            new IPAddress(row.NextHopAddress),
            row.InterfaceIndex,
            InterfaceAlias: null,
            row.Metric,
            interfaceMetric)
        : null;

    /// <summary>The mask of a prefix, in network order: bits behind the prefix mean nothing, and IPNetwork takes none.</summary>
    private static uint NetworkMask(int length) =>
        length == 0 ? 0 : BinaryPrimitives.ReverseEndianness(uint.MaxValue << (32 - length));

    /// <summary>0 for an interface without IPv4, whose routes then count by their own metric.</summary>
    private static uint InterfaceMetric(uint interfaceIndex)
    {
        var row = new IpHlpApi.IpInterfaceRow { Family = IpHlpApi.AddressFamilyIPv4, InterfaceIndex = interfaceIndex };
        return IpHlpApi.GetIpInterfaceEntry(&row) == 0 ? row.Metric : 0;
    }

    private static IpHlpApi.IpForwardRow Row(IPNetwork destination, IPAddress nextHop, uint interfaceIndex) => new()
    {
        InterfaceIndex = interfaceIndex,
        PrefixFamily = IpHlpApi.AddressFamilyIPv4,
        PrefixAddress = NetworkOrder(destination.BaseAddress),
        PrefixLength = (byte)destination.PrefixLength,
        NextHopFamily = IpHlpApi.AddressFamilyIPv4,
        NextHopAddress = NetworkOrder(nextHop),
    };

    /// <summary>The address as iphlpapi takes it.</summary>
    internal static uint NetworkOrder(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        return address.TryWriteBytes(bytes, out _) ? Unsafe.ReadUnaligned<uint>(ref bytes[0]) : throw new ArgumentException("not an IPv4 address", nameof(address));
    }

    private static ReadOnlySpan<T> Rows<T>(byte* table)
        where T : unmanaged => new(table + IpHlpApi.FirstRowOffset, *(int*)table);

    private static string Text(char* name)
    {
        var characters = new ReadOnlySpan<char>(name, IpHlpApi.IfRow.NameLength);
        return characters[..(characters.IndexOf('\0') is >= 0 and var end ? end : characters.Length)].ToString();
    }

    private static void Check(uint error, string what, string function, string? hint = null)
    {
        if (error != 0)
        {
            throw new BootstrapException(
                Messages.IpHelperFailed,
                [what, function, Win32Error.Describe((int)error)],
                hint ?? (error == IpHlpApi.ErrorAccessDenied ? Hints.Administrator : null));
        }
    }
}
