using System.Net;
using System.Runtime.Versioning;
using Bootstrap.Windows;

namespace Bootstrap.Network.IpHelper;

/// <summary>
/// The IPv4 addresses and their states, by GetUnicastIpAddressTable
/// (https://learn.microsoft.com/windows/win32/api/netioapi/nf-netioapi-getunicastipaddresstable).
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe class UnicastAddresses
{
    /// <summary>The addresses; null on failure, because a plan can be made without them.</summary>
    public static IReadOnlyList<InterfaceAddress>? Read()
    {
        byte* table;
        try
        {
            var error = IpHlpApi.GetUnicastIpAddressTable(IpHlpApi.AddressFamilyIPv4, &table);
            if (error != 0)
            {
                // ERROR_NOT_FOUND: there are no addresses yet.
                return error == Win32Error.NotFound ? [] : null;
            }
        }
        catch (TypeLoadException) // DllNotFoundException, EntryPointNotFoundException
        {
            return null;
        }

        try
        {
            var addresses = new List<InterfaceAddress>();
            foreach (ref readonly var row in IpHlpApi.Rows<IpHlpApi.UnicastAddressRow>(table))
            {
                addresses.Add(ToAddress(row));
            }

            return addresses;
        }
        finally
        {
            IpHlpApi.FreeMibTable(table);
        }
    }

    /// <summary>Converts a row to an address. A prefix length over 32 counts as 32.</summary>
    internal static InterfaceAddress ToAddress(in IpHlpApi.UnicastAddressRow row) =>
        new(
            row.InterfaceIndex, new IPAddress(row.IPv4Address), Math.Min(row.OnLinkPrefixLength, (byte)32),
            row.DadState is >= (int)AddressState.Invalid and <= (int)AddressState.Preferred
                ? (AddressState)row.DadState
                : AddressState.Invalid
        );
}
