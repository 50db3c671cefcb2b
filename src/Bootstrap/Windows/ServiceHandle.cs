using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Bootstrap.Windows;

/// <summary>A handle (SC_HANDLE) of a service, or of the service control manager.</summary>
[SupportedOSPlatform("windows")]
internal sealed class ServiceHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle() => AdvApi32.CloseServiceHandle(handle);
}
