namespace Bootstrap.Windows;

/// <summary>
/// Windows error codes that change what is done next
/// (https://learn.microsoft.com/windows/win32/debug/system-error-codes).
/// </summary>
internal static class Win32Error
{
    public const uint FileNotFound = 2;
    public const uint AccessDenied = 5;

    /// <summary>A wrong parameter; also seen when a route is added right after the start.</summary>
    public const uint InvalidParameter = 87;

    /// <summary>The route or the interface is not there; also seen while an interface comes up.</summary>
    public const uint NotFound = 1168;

    public const uint NetworkUnreachable = 1231;
    public const uint HostUnreachable = 1232;

    /// <summary>A route with the same prefix and next hop is on that interface.</summary>
    public const uint ObjectAlreadyExists = 5010;
}
