using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Bootstrap.Windows;

/// <summary>A handle (SC_HANDLE) of a service, or of the service control manager.</summary>
[SupportedOSPlatform("windows")]
internal sealed class ServiceHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public ServiceHandle(nint handle)
        : base(ownsHandle: true) => SetHandle(handle);

    /// <summary>For calls; it is open as long as this object is not disposed.</summary>
    public nint Value => handle;

    protected override bool ReleaseHandle() => AdvApi32.CloseServiceHandle(handle) != 0;
}
