using Serilog.Events;

namespace Bootstrap.Logging;

/// <content>Messages on the ways to Windows' network: MI/CIM and IP Helper.</content>
internal static partial class Messages
{
    /// <summary>MI/CIM refused a call; MI's result code and Windows' error stand in the line.</summary>
    /// <remarks>
    /// Access denied: <c>USER ContainerAdministrator</c>. Else see whether the WMI service (winmgmt) runs.
    /// </remarks>
    public static Message CimFailed => new(
        "cim-failed",
        LogEventLevel.Error,
        "Could not {Action:l}: {Cause:l}",
        ExitCode.NetworkFailed);

    /// <summary>MSFT_NetRoute.Create ran and returned a code.</summary>
    /// <remarks>5 is access denied; the hint names others.</remarks>
    public static Message CimRefused => new(
        "cim-refused",
        LogEventLevel.Error,
        "Could not {Action:l}: MSFT_NetRoute.Create returned {Code} (0x{Hex:X8}).",
        ExitCode.NetworkFailed);

    /// <summary>WMI took longer than the time that a call has.</summary>
    /// <remarks><c>--backend iphelper</c> does without WMI.</remarks>
    public static Message CimNoAnswer => new(
        "cim-no-answer",
        LogEventLevel.Error,
        "Could not {Action:l}: WMI did not answer in time ({Codes:l}).",
        ExitCode.NetworkFailed,
        "Is the WMI service (winmgmt) there and running in this image?");

    /// <summary>A call to WMI hangs and was left behind after 10 s (2 s in <c>check</c>).</summary>
    /// <remarks><c>--backend iphelper</c> does without WMI.</remarks>
    public static Message CimTimedOut => new(
        "cim-timed-out",
        LogEventLevel.Error,
        "{Backend:l} has not answered within {Seconds:0.#} s.",
        ExitCode.NetworkFailed,
        "Is the WMI service (winmgmt) healthy in this image? --backend iphelper does without it.");

    /// <summary>MI's client itself failed, for example because the image has no mi.dll (Nano Server).</summary>
    /// <remarks><c>--backend auto</c> goes to IP Helper by itself.</remarks>
    public static Message CimUnusable => new(
        "cim-unusable",
        LogEventLevel.Error,
        "Could not {Action:l}: {Type:l}: {Cause:l}",
        ExitCode.NetworkFailed);

    /// <summary>Windows refused to load mi.dll; its error code stands in the line.</summary>
    /// <remarks>126: the image lacks mi.dll; use <c>--backend iphelper</c>.</remarks>
    public static Message MiClientNotLoaded => new(
        "mi-client-not-loaded",
        LogEventLevel.Error,
        "Could not load MI's client library: {Cause:l}.",
        ExitCode.NetworkFailed);

    /// <summary>A call to iphlpapi.dll failed; function and Win32 code stand in the line.</summary>
    /// <remarks>
    /// 5: <c>USER ContainerAdministrator</c>. 87, 1168, 1231: the gateway is not inside a subnet of the interface.
    /// </remarks>
    public static Message IpHelperFailed => new(
        "iphelper-failed",
        LogEventLevel.Error,
        "Could not {Action:l}: {Function:l}: {Cause:l}.",
        ExitCode.NetworkFailed);

    /// <summary>WMI is missing, refused, failed or hung; the reason follows.</summary>
    /// <remarks>On Nano Server nothing; else look at WMI, or say <c>--backend iphelper</c>.</remarks>
    public static Message BackendFallback => new(
        "backend-fallback",
        LogEventLevel.Information,
        "backend {Second:l} instead of {First:l}: {Why:l}");
}
