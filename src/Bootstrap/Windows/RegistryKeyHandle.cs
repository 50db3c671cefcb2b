using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Bootstrap.Windows;

/// <summary>A handle (HKEY) of an open registry key.</summary>
[SupportedOSPlatform("windows")]
internal sealed class RegistryKeyHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle() => AdvApi32.RegCloseKey(handle) == 0;
}
