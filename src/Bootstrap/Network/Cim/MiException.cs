using System.Globalization;
using Bootstrap.Windows;

namespace Bootstrap.Network.Cim;

/// <summary>A failed MI call.</summary>
/// <param name="result">MI's result.</param>
/// <param name="message">MI's message.</param>
/// <param name="messageId">
/// MessageID of the error instance (CIM_Error), such as "Windows System Error 5" or "HRESULT 0x80041003"; or null.
/// </param>
/// <param name="errorCode">error_Code of the error instance (MSFT_WmiError), or null.</param>
#pragma warning disable CA1032 // The standard constructors would allow a failure without a result.
internal sealed class MiException(MiResult result, string message, string? messageId, uint? errorCode)
    : Exception(message)
#pragma warning restore CA1032
{
    [Native(null, Reason = "text of WMI")] private const string WindowsErrorPrefix = "Windows System Error ";
    [Native(null, Reason = "text of WMI")] private const string HresultPrefix = "HRESULT 0x";

    /// <summary>WBEM_S_TIMEDOUT, wbemcli.h. MI reports a time-out as MI_RESULT_FAILED with this code.</summary>
    [Native("WBEM_S_TIMEDOUT")] private const uint TimedOut = 0x40004;

    /// <summary>FACILITY_WIN32 of a failed HRESULT: the low word is a Win32 error.</summary>
    [Native("0x8000 | FACILITY_WIN32")] private const uint Win32Facility = 0x8007;

    public MiResult Result { get; } = result;

    /// <summary>
    /// The error code that caused the result, in MI's words, such as "Windows System Error 5"; empty without one.
    /// </summary>
    public string Cause { get; } = messageId is { Length: > 0 } ? messageId : DescribeCode(errorCode);

    /// <summary>The Win32 error that caused the result, or null. The result itself is often just Failed (1).</summary>
    public uint? WindowsError { get; } =
        ReadWindowsError(messageId) ?? WindowsErrorOf(ReadHresult(messageId) ?? errorCode);

    /// <summary>The operation exceeded its time limit.</summary>
    public bool IsTimeout { get; } = ReadHresult(messageId) == TimedOut || errorCode == TimedOut;

    private static string DescribeCode(uint? code) => code is > 0
        ? string.Create(CultureInfo.InvariantCulture, $"error 0x{code:X8}")
        : string.Empty;

    /// <summary>
    /// MI has no cmdlet name in the MessageID; PowerShell appends it ("Windows System Error 5,New-NetRoute").
    /// </summary>
    private static uint? ReadWindowsError(string? messageId) =>
        messageId?.StartsWith(WindowsErrorPrefix, StringComparison.OrdinalIgnoreCase) == true
        && uint.TryParse(
            messageId.AsSpan(WindowsErrorPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var error
        )
            ? error
            : null;

    private static uint? ReadHresult(string? messageId) =>
        messageId?.StartsWith(HresultPrefix, StringComparison.OrdinalIgnoreCase) == true
        && uint.TryParse(
            messageId.AsSpan(HresultPrefix.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
            out var error
        )
            ? error
            : null;

    private static uint? WindowsErrorOf(uint? hresult) => hresult >> 16 == Win32Facility ? hresult & 0xFFFF : null;
}
