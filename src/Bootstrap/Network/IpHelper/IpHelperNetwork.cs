using System.Buffers.Binary;
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using Bootstrap.Logging;
using Bootstrap.Windows;

namespace Bootstrap.Network.IpHelper;

/// <summary>
/// The network by IP Helper (iphlpapi.dll), which netsh and route.exe use. It needs no service, so it works on Nano
/// Server and when WMI hangs.
/// </summary>
/// <remarks>
/// IP Helper reads and writes only active routes, no persistent ones. Its calls have no time limit: each asks the
/// kernel, not a service.
/// </remarks>
/// <param name="readAddresses">Reads the addresses; null on failure.</param>
[SupportedOSPlatform("windows")]
internal sealed unsafe class IpHelperNetwork(Func<IReadOnlyList<InterfaceAddress>?> readAddresses) : INetwork
{
    /// <summary>MIB_IPPROTO_NETMGMT: a static route.</summary>
    private const uint ProtocolNetworkManagement = 3;

    private const uint Forever = 0xFFFFFFFF;

    /// <summary>IF_TYPE_SOFTWARE_LOOPBACK: an interface without an adapter.</summary>
    private const uint LoopbackType = 24;

    /// <summary>IF_OPER_STATUS IfOperStatusUp, RFC 2863.</summary>
    private const uint OperationalStatusUp = 1;

    /// <summary>Reads the addresses too.</summary>
    public IpHelperNetwork()
        : this(UnicastAddresses.Read)
    {
    }

    public string Backend => "iphelper";

    public NetworkSnapshot Look() =>
        NetworkSnapshot.Of(LookAtRoutes(), LookAtAdapters) with { Addresses = readAddresses() };

    public void Prepare() => _ = DynamicLibrary.Load("iphlpapi.dll", Kernel32.LoadLibrarySearchSystem32);

    public IReadOnlyList<Route> LookAtRoutes()
    {
        var table = ForwardTable();
        if (table == null)
        {
            return [];
        }

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
    /// Whether this process may change routes. Tries to delete a route that cannot exist (192.0.2.0/24 is reserved for
    /// documentation, RFC 5737): ACCESS_DENIED means no right, NOT_FOUND means that the right is there. After any other
    /// error the process's token decides.
    /// </summary>
    /// <param name="interfaceIndex">An existing interface.</param>
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

    /// <summary>Converts a row to a route; null if its prefix is too long.</summary>
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
    /// The mask of a prefix, in network order. IPNetwork accepts no bits after the prefix length.
    /// </summary>
    private static uint NetworkMask(int length) =>
        length == 0 ? 0 : BinaryPrimitives.ReverseEndianness(uint.MaxValue << (32 - length));

    /// <summary>The interface's metric; null if it cannot be read.</summary>
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

    /// <summary>The address in network order, for iphlpapi.dll.</summary>
    internal static uint NetworkOrder(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        return address.TryWriteBytes(bytes, out _)
            ? Unsafe.ReadUnaligned<uint>(ref bytes[0])
            : throw new ArgumentException("not an IPv4 address", nameof(address));
    }

    /// <summary>
    /// The routes; null if there are none yet. The first call of this backend: it loads iphlpapi.dll, which every image
    /// should have.
    /// </summary>
    private static byte* ForwardTable()
    {
        const string what = "read the routes";
        const string function = "GetIpForwardTable2";
        try
        {
            byte* table;
            var error = IpHlpApi.GetIpForwardTable2(IpHlpApi.AddressFamilyIPv4, &table);
            if (error == Win32Error.NotFound)
            {
                // https://learn.microsoft.com/windows/win32/api/netioapi/nf-netioapi-getipforwardtable2
                return null;
            }

            Check(error, what, function);
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
