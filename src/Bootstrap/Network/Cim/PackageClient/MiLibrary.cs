using System.Runtime.Versioning;
using Bootstrap.Logging;
using Bootstrap.Windows;

namespace Bootstrap.Network.Cim;

/// <summary>mi.dll, loaded first, so that an image without it gets the same message from either build.</summary>
[SupportedOSPlatform("windows")]
internal static class MiLibrary
{
    public static void Load()
    {
        if (DynamicLibrary.Load("mi.dll", Kernel32.LoadLibrarySearchSystem32, out var error) == 0)
        {
            throw new BootstrapException(
                Messages.MiClientNotLoaded,
                [Win32Error.Describe(error)],
                error == Win32Error.ModuleNotFound ? "This image has no mi.dll, so no WMI: Nano Server lacks it." : null
            );
        }
    }
}
