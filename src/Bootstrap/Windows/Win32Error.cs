namespace Bootstrap.Windows;

/// <summary>
/// Windows error codes that change what is done next
/// (https://learn.microsoft.com/windows/win32/debug/system-error-codes).
/// </summary>
internal static class Win32Error
{
    [Native("ERROR_FILE_NOT_FOUND")] public const uint FileNotFound = 2;
    [Native("ERROR_ACCESS_DENIED")] public const uint AccessDenied = 5;

    /// <summary>A wrong parameter; also seen when a route is added right after the start.</summary>
    [Native("ERROR_INVALID_PARAMETER")] public const uint InvalidParameter = 87;

    /// <summary>The route or the interface is not there; also seen while an interface comes up.</summary>
    [Native("ERROR_NOT_FOUND")] public const uint NotFound = 1168;

    [Native("ERROR_NETWORK_UNREACHABLE")] public const uint NetworkUnreachable = 1231;
    [Native("ERROR_HOST_UNREACHABLE")] public const uint HostUnreachable = 1232;

    /// <summary>A route with the same prefix and next hop is on that interface.</summary>
    [Native("ERROR_OBJECT_ALREADY_EXISTS")] public const uint ObjectAlreadyExists = 5010;
}
