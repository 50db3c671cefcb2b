using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;

namespace Bootstrap.WindowsWorkload;

/// <summary>
/// iphlpapi.dll, declared separately from the product. The routing table is read by GetIpForwardTable, which the
/// product does not use.
/// </summary>
internal static unsafe partial class IpHlpApi
{
    /// <summary>GetIpForwardTable: "PREFIX via NEXTHOP on INDEX", in the table's order.</summary>
    public static List<string> Routes()
    {
        var size = 0u;
        _ = GetIpForwardTable(null, &size, 0);

        // The table may grow between the two calls.
        var buffer = new byte[size + 4096];
        size = (uint)buffer.Length;
        fixed (byte* table = buffer)
        {
            var error = GetIpForwardTable(table, &size, 0);
            if (error != 0)
            {
                throw new InvalidOperationException(
                    string.Create(CultureInfo.InvariantCulture, $"GetIpForwardTable: Win32 error {error}")
                );
            }

            var routes = new List<string>();
            var rows = (Row*)(table + sizeof(uint));
            for (var index = 0; index < *(int*)table; index++)
            {
                routes.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{new IPAddress(rows[index].Destination)}/{uint.PopCount(rows[index].Mask)} via {new IPAddress(rows[index].NextHop)} on {rows[index].InterfaceIndex}"
                    )
                );
            }

            return routes;
        }
    }

    /// <summary>
    /// Deletes a route that cannot exist, 192.0.2.1/32 via 192.0.2.2 (RFC 5737: documentation addresses). Returns the
    /// Win32 code of DeleteIpForwardEntry2.
    /// </summary>
    public static uint DeleteNoRoute(uint interfaceIndex)
    {
        const ushort addressFamilyIPv4 = 2;
        var row = new Row2
        {
            InterfaceIndex = interfaceIndex,
            PrefixFamily = addressFamilyIPv4,
            PrefixAddress = 0x010200C0,
            PrefixLength = 32,
            NextHopFamily = addressFamilyIPv4,
            NextHopAddress = 0x020200C0,
        };
        return DeleteIpForwardEntry2(&row);
    }

    [LibraryImport("iphlpapi.dll")]
    private static partial uint DeleteIpForwardEntry2(Row2* row);

    [LibraryImport("iphlpapi.dll")]
    private static partial uint GetIpForwardTable(byte* table, uint* size, int order);

    /// <summary>MIB_IPFORWARDROW, 56 bytes. Addresses are in network order.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 56)]
    private struct Row
    {
        [FieldOffset(0)] public uint Destination;
        [FieldOffset(4)] public uint Mask;
        [FieldOffset(12)] public uint NextHop;
        [FieldOffset(16)] public uint InterfaceIndex;
    }

    /// <summary>MIB_IPFORWARD_ROW2, 104 bytes. Addresses are in network order.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 104)]
    private struct Row2
    {
        [FieldOffset(8)] public uint InterfaceIndex;
        [FieldOffset(12)] public ushort PrefixFamily;
        [FieldOffset(16)] public uint PrefixAddress;
        [FieldOffset(40)] public byte PrefixLength;
        [FieldOffset(44)] public ushort NextHopFamily;
        [FieldOffset(48)] public uint NextHopAddress;
    }
}
