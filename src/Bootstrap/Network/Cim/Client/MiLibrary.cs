using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Bootstrap.Logging;
using Bootstrap.Windows;

namespace Bootstrap.Network.Cim;

/// <summary>Loads mi.dll from System32 at the first use of WMI. The DLL is not unloaded.</summary>
[SupportedOSPlatform("windows")]
internal static class MiLibrary
{
    /// <summary>The address of MI_Application_InitializeV1.</summary>
    /// <exception cref="BootstrapException">Windows has no mi.dll, or one without that function.</exception>
    public static nint Initialize()
    {
        var library = DynamicLibrary.Load(Mi.FileName, Kernel32.LoadLibrarySearchSystem32);
        if (library.Error is { } error)
        {
            throw NotLoaded(
                Win32Error.Describe(error),
                error == Win32Error.ModuleNotFound ? "This image has no mi.dll and no WMI, like Nano Server." : null
            );
        }

        return NativeLibrary.TryGetExport(library.Handle, Mi.EntryPoint, out var address)
            ? address
            : throw NotLoaded($"it has no function {Mi.EntryPoint}", hint: null);
    }

    private static BootstrapException NotLoaded(string why, string? hint) =>
        new(Messages.MiClientNotLoaded, [why], hint);
}
