using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Bootstrap.Windows;

/// <summary>A handle (HKEY) of an open registry key.</summary>
[SupportedOSPlatform("windows")]
internal sealed class RegistryKeyHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public RegistryKeyHandle(nint handle)
        : base(ownsHandle: true) => SetHandle(handle);

    /// <summary>For calls; it is open as long as this object is not disposed.</summary>
    public nint Value => handle;

    protected override bool ReleaseHandle() => AdvApi32.RegCloseKey(handle) == 0;
}
