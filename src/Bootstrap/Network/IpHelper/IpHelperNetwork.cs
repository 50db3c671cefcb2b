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
    /// <summary>MIB_IPPROTO_NETMGMT: a static route that a person or a program made.</summary>
    private const uint ProtocolNetworkManagement = 3;

    private const uint Forever = 0xFFFFFFFF;

    /// <summary>IF_TYPE_SOFTWARE_LOOPBACK: an interface, and no adapter.</summary>
    private const uint LoopbackType = 24;

    /// <summary>IF_OPER_STATUS IfOperStatusUp, RFC 2863.</summary>
    private const uint OperationalStatusUp = 1;

    public string Backend => "iphelper";

    public NetworkSnapshot Look() => new(LookAtRoutes(), LookAtAdapters(), UnicastAddresses.Read());

    public IReadOnlyList<Route> LookAtRoutes()
    {
        var table = ForwardTable();
        try
        {
            var rows = IpHlpApi.Rows<IpHlpApi.IpForwardRow>(table);
            var metrics = new Dictionary<uint, uint?>();
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

    public void Add(RouteKey route, uint metric)
    {
        var row = Row(route);
        row.ValidLifetime = Forever;
        row.PreferredLifetime = Forever;
        row.Protocol = ProtocolNetworkManagement;
        row.Metric = metric;
        var error = IpHlpApi.CreateIpForwardEntry2(&row);
        if (error == Win32Error.ObjectAlreadyExists)
        {
            LowerMetric(route, metric);
            return;
        }

        Check(error, $"add route {route}", "CreateIpForwardEntry2", Hints.ForRoute(error));
    }

    public void Remove(RouteKey route)
    {
        var row = Row(route);
        var error = IpHlpApi.DeleteIpForwardEntry2(&row);
        if (error != Win32Error.NotFound)
        {
            Check(error, $"remove route {route}", "DeleteIpForwardEntry2");
        }
    }

    public void Dispose()
    {
    }

    private static void LowerMetric(RouteKey route, uint metric)
    {
        var row = Row(route);
        Check(IpHlpApi.GetIpForwardEntry2(&row), $"read route {route}", "GetIpForwardEntry2");
        if (row.Metric > metric)
        {
            row.Metric = metric;
            Check(IpHlpApi.SetIpForwardEntry2(&row), $"change the metric of route {route}", "SetIpForwardEntry2");
        }
    }

    /// <summary>
    /// Whether we may change routes, found out without changing any: removing one that cannot be there (192.0.2.0/24 is
    /// for documents, RFC 5737) is refused to whoever may not, and comes to nothing for whoever may. The process's
    /// token is asked only where that leaves it open.
    /// </summary>
    /// <param name="interfaceIndex">An interface that is there.</param>
    public static bool MayChangeRoutes(uint interfaceIndex)
    {
        var row = Row(
            new RouteKey(new IPNetwork(IPAddress.Parse("192.0.2.1"), 32), IPAddress.Parse("192.0.2.2"), interfaceIndex)
        );
        return IpHlpApi.DeleteIpForwardEntry2(&row) switch
        {
            Win32Error.AccessDenied => false,
            0 or Win32Error.NotFound => true,
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
            foreach (ref readonly var row in IpHlpApi.Rows<IpHlpApi.IfRow>(table))
            {
                if ((row.Flags & IpHlpApi.IfRow.FilterInterface) == 0 && row.Type != LoopbackType)
                {
                    fixed (char* alias = row.Alias, description = row.Description)
                    {
                        adapters.Add(
                            new Adapter(
                                row.InterfaceIndex, Text(alias), Text(description),
                                row.OperStatus == OperationalStatusUp
                            )
                        );
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

    /// <summary>A row as a route; null for one whose prefix is too long.</summary>
    internal static Route? ToRoute(in IpHlpApi.IpForwardRow row, uint? interfaceMetric) => row.PrefixLength <= 32
        ? new Route(
            new RouteKey(
                new IPNetwork(new IPAddress(row.PrefixAddress & NetworkMask(row.PrefixLength)), row.PrefixLength),
                new IPAddress(row.NextHopAddress),
                row.InterfaceIndex),
            InterfaceAlias: null,
            row.Metric,
            interfaceMetric)
        : null;

    /// <summary>
    /// The mask of a prefix, in network order: bits behind the prefix mean nothing, and IPNetwork takes none.
    /// </summary>
    private static uint NetworkMask(int length) =>
        length == 0 ? 0 : BinaryPrimitives.ReverseEndianness(uint.MaxValue << (32 - length));

    /// <summary>The interface's metric; null where it cannot be read.</summary>
    private static uint? InterfaceMetric(uint interfaceIndex)
    {
        var row = new IpHlpApi.IpInterfaceRow { Family = IpHlpApi.AddressFamilyIPv4, InterfaceIndex = interfaceIndex };
        return IpHlpApi.GetIpInterfaceEntry(&row) == 0 ? row.Metric : null;
    }

    private static IpHlpApi.IpForwardRow Row(RouteKey route) => new()
    {
        InterfaceIndex = route.InterfaceIndex,
        PrefixFamily = IpHlpApi.AddressFamilyIPv4,
        PrefixAddress = NetworkOrder(route.Destination.BaseAddress),
        PrefixLength = (byte)route.Destination.PrefixLength,
        NextHopFamily = IpHlpApi.AddressFamilyIPv4,
        NextHopAddress = NetworkOrder(route.NextHop),
    };

    /// <summary>The address as iphlpapi takes it.</summary>
    internal static uint NetworkOrder(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        return address.TryWriteBytes(bytes, out _)
            ? Unsafe.ReadUnaligned<uint>(ref bytes[0])
            : throw new ArgumentException("not an IPv4 address", nameof(address));
    }

    /// <summary>The first call of a run: it loads iphlpapi.dll, which every image should have.</summary>
    private static byte* ForwardTable()
    {
        const string what = "read the routes";
        const string function = "GetIpForwardTable2";
        try
        {
            byte* table;
            Check(IpHlpApi.GetIpForwardTable2(IpHlpApi.AddressFamilyIPv4, &table), what, function);
            return table;
        }
        catch (TypeLoadException missing) // DllNotFoundException, EntryPointNotFoundException
        {
            throw new BootstrapException(
                Messages.IpHelperFailed, [what, function, missing.Message.TrimEnd('.')], innerException: missing
            );
        }
    }

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
                hint ?? (error == Win32Error.AccessDenied ? Hints.Administrator : null))
            {
                NativeCode = error,
            };
        }
    }
}
