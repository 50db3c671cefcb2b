using System.Net;
using System.Runtime.Versioning;
using Bootstrap.Windows;

namespace Bootstrap.Network.IpHelper;

/// <summary>
/// Checks by ARP whether a neighbour on the link exists: firewalls do not block ARP.
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe class Neighbours
{
    /// <summary>WAIT_TIMEOUT: the caller stopped waiting.</summary>
    public const uint ErrorWaitTimeout = 258;

    /// <summary>
    /// Returns 0 for an answer. Without an answer returns a Win32 error, such as 67 (ERROR_BAD_NET_NAME), after
    /// seconds.
    /// </summary>
    public static uint Ask(IPAddress address)
    {
        var physicalAddress = stackalloc byte[8];
        var length = 8u;
        return IpHlpApi.SendARP(IpHelperNetwork.NetworkOrder(address), 0, physicalAddress, &length);
    }
}
