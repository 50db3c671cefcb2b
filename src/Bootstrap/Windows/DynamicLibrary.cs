using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Bootstrap.Windows;

/// <summary>Loads a DLL by its path.</summary>
[SupportedOSPlatform("windows")]
internal static class DynamicLibrary
{
    /// <summary>Loads a DLL; 0 and the Win32 error when it cannot be loaded (LoadLibraryExW).</summary>
    public static nint Load(string path, uint flags, out int error)
    {
        var handle = Kernel32.LoadLibraryExW(path, 0, flags);
        error = handle == 0 ? Marshal.GetLastPInvokeError() : 0;
        return handle;
    }
}
