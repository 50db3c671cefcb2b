namespace Bootstrap.Logging;

/// <content>Messages of the network backends: MI/CIM and IP Helper.</content>
internal static partial class Messages
{
    /// <summary>An MI/CIM call failed. The text has MI's result code and the Windows error.</summary>
    /// <remarks>
    /// Access denied: <c>USER ContainerAdministrator</c>. Otherwise check that the WMI service (winmgmt) runs.
    /// </remarks>
    public static Message CimFailed => SetupFailure(
        "cim-failed",
        "Could not {Action:l}: {Cause:l}");

    /// <summary>MSFT_NetRoute.Create returned an error code.</summary>
    /// <remarks>5 is access denied; the hint names others.</remarks>
    public static Message CimRefused => SetupFailure(
        "cim-refused",
        "Could not {Action:l}: MSFT_NetRoute.Create returned {Code} (0x{Hex:X8}).");

    /// <summary>A WMI call exceeded its time limit.</summary>
    /// <remarks>Use <c>--backend iphelper</c>, which does not need WMI.</remarks>
    public static Message CimNoAnswer => SetupFailure(
        "cim-no-answer",
        "Could not {Action:l}: WMI did not answer in time ({Codes:l}).",
        "Check that the WMI service (winmgmt) exists and runs in this image.");

    /// <summary>A WMI call has not returned within 10 s (2 s in <c>check</c>).</summary>
    /// <remarks>Use <c>--backend iphelper</c>, which does not need WMI.</remarks>
    public static Message CimTimedOut => SetupFailure(
        "cim-timed-out",
        "{Backend:l} has not answered within {Seconds:0.#} s.",
        "Check the WMI service (winmgmt) in this image, or use --backend iphelper, which does not need it.");

    /// <summary>The MI client failed, for example because the image has no mi.dll (Nano Server).</summary>
    /// <remarks>Use <c>--backend auto</c>, which falls back to IP Helper.</remarks>
    public static Message CimUnusable => SetupFailure(
        "cim-unusable",
        "Could not {Action:l}: {Type:l}: {Cause:l}");

    /// <summary>Windows did not load mi.dll. The text has the error code.</summary>
    /// <remarks>126: the image lacks mi.dll; use <c>--backend iphelper</c>.</remarks>
    public static Message MiClientNotLoaded => SetupFailure(
        "mi-client-not-loaded",
        "Could not load MI's client library: {Cause:l}.");

    /// <summary>A call to iphlpapi.dll failed. The text has the function and the Win32 code.</summary>
    /// <remarks>
    /// 5: <c>USER ContainerAdministrator</c>. 87, 1168, 1231: the gateway is not inside a subnet of the interface.
    /// </remarks>
    public static Message IpHelperFailed => SetupFailure(
        "iphelper-failed",
        "Could not {Action:l}: {Function:l}: {Cause:l}.");

    /// <summary>An IP Helper call has not returned within 30 s (2 s in <c>check</c>).</summary>
    /// <remarks>Start the task again. Look for a driver or a security product that filters network calls.</remarks>
    public static Message IpHelperTimedOut => SetupFailure(
        "iphelper-timed-out",
        "{Backend:l} has not answered within {Seconds:0.#} s.",
        "Start the task again; if it happens again, look for software in the image or on the host that filters network "
            + "calls.");

    /// <summary>A call to WMI or IP Helper takes longer than 3 s.</summary>
    /// <remarks>Wait. If it is WMI and it happens at each start: <c>--backend iphelper</c>.</remarks>
    public static Message BackendAwaited => Information(
        "backend-awaited",
        "waiting for {Backend:l} to answer, at most {Seconds:0.#} s more");

    /// <summary>Windows has not returned the IPv4 addresses in time. The plan is made without them.</summary>
    /// <remarks>Nothing if credentials are reached.</remarks>
    public static Message AddressesNotRead => Warning(
        "addresses-not-read",
        "the IPv4 addresses could not be read within {Seconds:0.#} s (GetUnicastIpAddressTable); they are not waited "
            + "for");

    /// <summary>WMI is missing, denied access, failed or hung. The text has the reason.</summary>
    /// <remarks>
    /// On Nano Server, which has no WMI: nothing. Otherwise check WMI, or set <c>--backend iphelper</c>.
    /// </remarks>
    public static Message BackendFallback => Information(
        "backend-fallback",
        "backend {Second:l} instead of {First:l}: {Why:l}");
}
