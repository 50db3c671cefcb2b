using System.Runtime.Versioning;
using Bootstrap.Logging;
using Bootstrap.Windows;

namespace Bootstrap.Network.Cim;

/// <summary>Loads mi.dll, so that both clients report a missing mi.dll with the same message.</summary>
[SupportedOSPlatform("windows")]
internal static class MiLibrary
{
    public static void Load()
    {
        if (DynamicLibrary.Load("mi.dll", Kernel32.LoadLibrarySearchSystem32).Error is { } error)
        {
            throw new BootstrapException(
                Messages.MiClientNotLoaded,
                [Win32Error.Describe(error)],
                error == Win32Error.ModuleNotFound ? "This image has no mi.dll and no WMI, like Nano Server." : null
            );
        }
    }
}
