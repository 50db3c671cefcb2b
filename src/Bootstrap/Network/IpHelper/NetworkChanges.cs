using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Bootstrap.Windows;

namespace Bootstrap.Network.IpHelper;

/// <summary>
/// Tells of changes to routes and interfaces as they happen. It costs nothing while nothing happens, and works beside
/// any backend. Windows' call-backs live as long as the process.
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe class NetworkChanges
{
    private static readonly AutoResetEvent Event = new(initialState: false);

    private static bool _isListening;

    /// <summary>Set when something has changed since it was last waited for.</summary>
    public static WaitHandle Happened => Event;

    /// <summary>Starts to listen; false when Windows refuses, so that only looking again can tell. Idempotent.</summary>
    public static bool Listen()
    {
        nint handle;
        _isListening = _isListening
            || (IpHlpApi.NotifyRouteChange2(IpHlpApi.AddressFamilyIPv4, &OnChange, null, 0, &handle) == 0
                & IpHlpApi.NotifyIpInterfaceChange(IpHlpApi.AddressFamilyIPv4, &OnChange, null, 0, &handle) == 0);
        return _isListening;
    }

    /// <summary>Waits for a change, at most for the time given. Always true: the watch ends with the process.</summary>
    public static bool WaitForChange(TimeSpan atMost)
    {
        Event.WaitOne(atMost);
        return true;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static void OnChange(void* context, void* row, int notificationType) => Event.Set();
}
