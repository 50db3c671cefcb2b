using System.Globalization;
using System.Runtime.InteropServices;
using Bootstrap.Text;

namespace Bootstrap.Windows;

/// <summary>
/// The Win32 error codes that bootstrap handles, and the text of any code
/// (https://learn.microsoft.com/windows/win32/debug/system-error-codes).
/// </summary>
internal static class Win32Error
{
    /// <summary>ERROR_FILE_NOT_FOUND.</summary>
    [Native("ERROR_FILE_NOT_FOUND")] public const int FileNotFound = 2;

    /// <summary>ERROR_PATH_NOT_FOUND.</summary>
    [Native("ERROR_PATH_NOT_FOUND")] public const int PathNotFound = 3;

    /// <summary>ERROR_ACCESS_DENIED.</summary>
    [Native("ERROR_ACCESS_DENIED")] public const int AccessDenied = 5;

    /// <summary>ERROR_NOT_SUPPORTED.</summary>
    [Native("ERROR_NOT_SUPPORTED")] public const int NotSupported = 50;

    /// <summary>ERROR_INVALID_PARAMETER; also returned when a route is added while an interface comes up.</summary>
    [Native("ERROR_INVALID_PARAMETER")] public const int InvalidParameter = 87;

    /// <summary>ERROR_MOD_NOT_FOUND.</summary>
    [Native("ERROR_MOD_NOT_FOUND")] public const int ModuleNotFound = 126;

    /// <summary>ERROR_BAD_EXE_FORMAT.</summary>
    [Native("ERROR_BAD_EXE_FORMAT")] public const int BadExeFormat = 193;

    /// <summary>ERROR_FILENAME_EXCED_RANGE: the path or the command line is too long.</summary>
    [Native("ERROR_FILENAME_EXCED_RANGE")] public const int FileNameTooLong = 206;

    /// <summary>ERROR_EXE_MACHINE_TYPE_MISMATCH.</summary>
    [Native("ERROR_EXE_MACHINE_TYPE_MISMATCH")] public const int ExeMachineTypeMismatch = 216;

    /// <summary>ERROR_MORE_DATA.</summary>
    [Native("ERROR_MORE_DATA")] public const int MoreData = 234;

    /// <summary>ERROR_ELEVATION_REQUIRED.</summary>
    [Native("ERROR_ELEVATION_REQUIRED")] public const int ElevationRequired = 740;

    /// <summary>
    /// ERROR_NOT_FOUND: the route or the interface does not exist; also returned while an interface comes up.
    /// </summary>
    [Native("ERROR_NOT_FOUND")] public const int NotFound = 1168;

    /// <summary>ERROR_NETWORK_UNREACHABLE.</summary>
    [Native("ERROR_NETWORK_UNREACHABLE")] public const int NetworkUnreachable = 1231;

    /// <summary>ERROR_HOST_UNREACHABLE.</summary>
    [Native("ERROR_HOST_UNREACHABLE")] public const int HostUnreachable = 1232;

    /// <summary>ERROR_OBJECT_ALREADY_EXISTS: the interface has a route with the same prefix and next hop.</summary>
    [Native("ERROR_OBJECT_ALREADY_EXISTS")] public const int ObjectAlreadyExists = 5010;

    /// <summary>The text of a code on one line, such as "Win32 error 5: Access is denied".</summary>
    public static string Describe(int error) => string.Create(CultureInfo.InvariantCulture,
        $"Win32 error {error}: {SingleLine.Of(Marshal.GetPInvokeErrorMessage(error)).TrimEnd('.')}");
}
