using System.Net;
using System.Runtime.Versioning;
using Bootstrap.Windows;

namespace Bootstrap.Network.IpHelper;

/// <summary>
/// Asks a neighbour on the link whether it is there, by ARP: no firewall keeps an answer to that back.
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe class Neighbours
{
    /// <summary>WAIT_TIMEOUT: for whoever did not want to wait for an answer any longer.</summary>
    public const uint ErrorWaitTimeout = 258;

    /// <summary>
    /// 0 when it answers; else a Win32 error, such as 67 (ERROR_BAD_NET_NAME) when nobody does. Takes seconds then.
    /// </summary>
    public static uint Ask(IPAddress address)
    {
        var physicalAddress = stackalloc byte[8];
        var length = 8u;
        return IpHlpApi.SendARP(IpHelperNetwork.NetworkOrder(address), 0, physicalAddress, &length);
    }
}
