using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Bootstrap.Windows;

/// <summary>
/// The route and interface tables of iphlpapi.dll (https://learn.microsoft.com/windows/win32/api/netioapi/), IPv4 only.
/// Every call returns a Win32 code, 0 for success.
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class IpHlpApi
{
    [Native("AF_INET")] public const ushort AddressFamilyIPv4 = 2;

    /// <summary>The offset of the rows in every table, after a 32-bit count.</summary>
    [Native("offsetof(MIB_IPFORWARD_TABLE2, Table)")] private const int FirstRowOffset = 8;

    /// <summary>The rows of a table.</summary>
    public static ReadOnlySpan<T> Rows<T>(byte* table)
        where T : unmanaged => new(table + FirstRowOffset, *(int*)table);

    [LibraryImport("iphlpapi.dll")]
    public static partial uint GetIpForwardTable2(ushort family, byte** table);

    [LibraryImport("iphlpapi.dll")]
    public static partial uint GetIfTable2(byte** table);

    [LibraryImport("iphlpapi.dll")]
    public static partial uint GetIpInterfaceEntry(IpInterfaceRow* row);

    [LibraryImport("iphlpapi.dll")]
    public static partial uint CreateIpForwardEntry2(IpForwardRow* row);

    [LibraryImport("iphlpapi.dll")]
    public static partial uint GetIpForwardEntry2(IpForwardRow* row);

    [LibraryImport("iphlpapi.dll")]
    public static partial uint SetIpForwardEntry2(IpForwardRow* row);

    [LibraryImport("iphlpapi.dll")]
    public static partial uint GetUnicastIpAddressTable(ushort family, byte** table);

    [LibraryImport("iphlpapi.dll")]
    public static partial uint DeleteIpForwardEntry2(IpForwardRow* row);

    [LibraryImport("iphlpapi.dll")]
    public static partial void FreeMibTable(byte* table);

    /// <summary>
    /// Resolves an IPv4 address on the link by ARP (iphlpapi.h). Addresses are in network order; 0 lets Windows choose
    /// the source.
    /// </summary>
    [LibraryImport("iphlpapi.dll")]
    public static partial uint SendARP(uint destination, uint source, byte* physicalAddress, uint* length);

    /// <summary>Calls back, on a thread of Windows, when a route is added, removed or changed.</summary>
    [LibraryImport("iphlpapi.dll")]
    public static partial uint NotifyRouteChange2(
        ushort family, delegate* unmanaged[Stdcall]<void*, void*, int, void> callback, void* context,
        byte initialNotification, nint* handle
    );

    /// <summary>Calls back, on a thread of Windows, when an IP interface is added, removed or changed.</summary>
    [LibraryImport("iphlpapi.dll")]
    public static partial uint NotifyIpInterfaceChange(
        ushort family, delegate* unmanaged[Stdcall]<void*, void*, int, void> callback, void* context,
        byte initialNotification, nint* handle
    );

    /// <summary>A route. Addresses are in network order.</summary>
    [Native("MIB_IPFORWARD_ROW2")]
    [StructLayout(LayoutKind.Explicit, Size = 104)]
    internal struct IpForwardRow
    {
        [FieldOffset(0)] public ulong InterfaceLuid;
        [FieldOffset(8)] public uint InterfaceIndex;
        [Native("DestinationPrefix.Prefix.si_family")][FieldOffset(12)] public ushort PrefixFamily;
        [Native("DestinationPrefix.Prefix.Ipv4.sin_addr")][FieldOffset(16)] public uint PrefixAddress;
        [Native("DestinationPrefix.PrefixLength")][FieldOffset(40)] public byte PrefixLength;
        [Native("NextHop.si_family")][FieldOffset(44)] public ushort NextHopFamily;
        [Native("NextHop.Ipv4.sin_addr")][FieldOffset(48)] public uint NextHopAddress;
        [FieldOffset(72)] public byte SitePrefixLength;
        [FieldOffset(76)] public uint ValidLifetime;
        [FieldOffset(80)] public uint PreferredLifetime;
        [FieldOffset(84)] public uint Metric;
        [FieldOffset(88)] public uint Protocol;
        [FieldOffset(92)] public byte Loopback;
        [FieldOffset(93)] public byte AutoconfigureAddress;
        [FieldOffset(94)] public byte Publish;
        [FieldOffset(95)] public byte Immortal;
        [FieldOffset(96)] public uint Age;
        [FieldOffset(100)] public uint Origin;
    }

    /// <summary>An interface.</summary>
    [Native("MIB_IF_ROW2")]
    [StructLayout(LayoutKind.Explicit, Size = 1352)]
    internal struct IfRow
    {
        [Native("IF_MAX_STRING_SIZE + 1")] public const int NameLength = 257;

        /// <summary>
        /// A bit of <see cref="Flags"/>: a filter driver of an adapter, with the adapter's description.
        /// </summary>
        [Native(
            null,
            Reason = "the second bit of the bit field InterfaceAndOperStatusFlags, whose value C cannot read"
        )]
        public const byte FilterInterface = 1 << 1;

        [FieldOffset(8)] public uint InterfaceIndex;
        [FieldOffset(28)] public fixed char Alias[NameLength];
        [FieldOffset(542)] public fixed char Description[NameLength];
        [FieldOffset(1128)] public uint Type;
        [Native("InterfaceAndOperStatusFlags")][FieldOffset(1152)] public byte Flags;
        [FieldOffset(1156)] public uint OperStatus;
    }

    /// <summary>The properties of an interface for one protocol.</summary>
    [Native("MIB_IPINTERFACE_ROW")]
    [StructLayout(LayoutKind.Explicit, Size = 168)]
    internal struct IpInterfaceRow
    {
        [FieldOffset(0)] public ushort Family;
        [FieldOffset(8)] public ulong InterfaceLuid;
        [FieldOffset(16)] public uint InterfaceIndex;
        [FieldOffset(148)] public uint Metric;
        [FieldOffset(156)] public byte Connected;
    }

    /// <summary>An address of an interface, in network order.</summary>
    [Native("MIB_UNICASTIPADDRESS_ROW")]
    [StructLayout(LayoutKind.Explicit, Size = 80)]
    internal struct UnicastAddressRow
    {
        [Native("Address.si_family")][FieldOffset(0)] public ushort Family;
        [Native("Address.Ipv4.sin_addr")][FieldOffset(4)] public uint IPv4Address;
        [FieldOffset(32)] public ulong InterfaceLuid;
        [FieldOffset(40)] public uint InterfaceIndex;
        [FieldOffset(60)] public byte OnLinkPrefixLength;
        [FieldOffset(64)] public int DadState;
    }
}
