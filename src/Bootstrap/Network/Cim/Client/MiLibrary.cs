using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Bootstrap.Logging;
using Bootstrap.Windows;

namespace Bootstrap.Network.Cim;

/// <summary>mi.dll, from System32 alone, loaded when WMI is asked for the first time. It stays loaded.</summary>
[SupportedOSPlatform("windows")]
internal static class MiLibrary
{
    /// <summary>The address of MI_Application_InitializeV1.</summary>
    /// <exception cref="BootstrapException">This Windows has no mi.dll, or one without that function.</exception>
    public static nint Initialize()
    {
        var library = DynamicLibrary.Load(Mi.FileName, Kernel32.LoadLibrarySearchSystem32, out var error);
        if (library == 0)
        {
            throw NotLoaded(
                Win32Error.Describe(error),
                error == Win32Error.ModuleNotFound ? "This image has no mi.dll, so no WMI: Nano Server lacks it." : null
            );
        }

        return NativeLibrary.TryGetExport(library, Mi.EntryPoint, out var address)
            ? address
            : throw NotLoaded($"it has no function {Mi.EntryPoint}", hint: null);
    }

    private static BootstrapException NotLoaded(string why, string? hint) =>
        new(Messages.MiClientNotLoaded, [why], hint);
}
