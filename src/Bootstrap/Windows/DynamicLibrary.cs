using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Bootstrap.Windows;

/// <summary>The result of loading a DLL.</summary>
/// <param name="Handle">The module's handle, or 0.</param>
/// <param name="Error">The Win32 error, or null on success.</param>
[SupportedOSPlatform("windows")]
[Native(null, Reason = "our own result")]
internal readonly record struct DynamicLibrary(nint Handle, int? Error)
{
    /// <summary>Loads a DLL by its path (LoadLibraryExW).</summary>
    public static DynamicLibrary Load(string path, uint flags)
    {
        var handle = Kernel32.LoadLibraryExW(path, 0, flags);
        return new DynamicLibrary(handle, handle == 0 ? Marshal.GetLastPInvokeError() : null);
    }
}
