using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Bootstrap.Windows;

namespace Bootstrap.Network.IpHelper;

/// <summary>
/// Tells of changes to routes and interfaces as they happen. It costs nothing while nothing happens, and works beside
/// any backend. Windows' callbacks live as long as the process.
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe class NetworkChanges
{
    /// <summary>How often to look where Windows does not tell of routes.</summary>
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(5);

    private static readonly AutoResetEvent Event = new(initialState: false);

    private static bool _isToldOfRoutes;
    private static bool _isToldOfInterfaces;

    /// <summary>Set when something has changed since it was last waited for.</summary>
    public static WaitHandle Happened => Event;

    /// <summary>
    /// Starts to listen; false when Windows tells of nothing. One of the two notifications is enough: without the one
    /// for routes, <see cref="WaitForChange"/> returns every 5 s. Idempotent.
    /// </summary>
    public static bool Listen()
    {
        nint handle;
        _isToldOfRoutes = _isToldOfRoutes
            || IpHlpApi.NotifyRouteChange2(IpHlpApi.AddressFamilyIPv4, &OnChange, null, 0, &handle) == 0;
        _isToldOfInterfaces = _isToldOfInterfaces
            || IpHlpApi.NotifyIpInterfaceChange(IpHlpApi.AddressFamilyIPv4, &OnChange, null, 0, &handle) == 0;
        return _isToldOfRoutes || _isToldOfInterfaces;
    }

    /// <summary>Waits for a change, at most for the time given. Always true: the watch ends with the process.</summary>
    public static bool WaitForChange(TimeSpan atMost)
    {
        var isLong = atMost == Timeout.InfiniteTimeSpan || atMost > LookPeriod;
        Event.WaitOne(isLong && !_isToldOfRoutes ? LookPeriod : atMost);
        return true;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static void OnChange(void* context, void* row, int notificationType) => Event.Set();
}
