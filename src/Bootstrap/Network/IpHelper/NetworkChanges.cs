using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Bootstrap.Windows;

namespace Bootstrap.Network.IpHelper;

/// <summary>
/// Notifications of changes to routes and interfaces, for every backend. The callbacks stay registered until the
/// process ends.
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe class NetworkChanges
{
    /// <summary>The polling interval without notifications of route changes.</summary>
    private static readonly TimeSpan PollPeriod = TimeSpan.FromSeconds(5);

    private static readonly AutoResetEvent Event = new(initialState: false);

    private static bool _isListeningToRoutes;
    private static bool _isListeningToInterfaces;

    /// <summary>Set by a change; reset by a wait.</summary>
    public static WaitHandle Happened => Event;

    /// <summary>
    /// Registers for notifications; false if both registrations failed. One of them is enough: without notifications
    /// of route changes <see cref="WaitForChange"/> returns every 5 s. Idempotent.
    /// </summary>
    public static bool Listen()
    {
        nint handle;
        _isListeningToRoutes = _isListeningToRoutes
            || IpHlpApi.NotifyRouteChange2(IpHlpApi.AddressFamilyIPv4, &OnChange, null, 0, &handle) == 0;
        _isListeningToInterfaces = _isListeningToInterfaces
            || IpHlpApi.NotifyIpInterfaceChange(IpHlpApi.AddressFamilyIPv4, &OnChange, null, 0, &handle) == 0;
        return _isListeningToRoutes || _isListeningToInterfaces;
    }

    /// <summary>
    /// Waits for a change, at most for the given time. Always returns true: the watch ends with the process.
    /// </summary>
    public static bool WaitForChange(TimeSpan atMost)
    {
        var isLong = atMost == Timeout.InfiniteTimeSpan || atMost > PollPeriod;
        Event.WaitOne(isLong && !_isListeningToRoutes ? PollPeriod : atMost);
        return true;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static void OnChange(void* context, void* row, int notificationType) => Event.Set();
}
