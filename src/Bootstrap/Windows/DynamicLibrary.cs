using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

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

    /// <summary>The path of an open file with all links resolved, in the <c>\\?\</c> form.</summary>
    /// <exception cref="IOException">Windows does not tell; the message has the Win32 error.</exception>
    public static unsafe string GetFinalPath(SafeFileHandle file)
    {
        const int longestPath = 32768;
        var buffer = new char[longestPath];
        fixed (char* pointer = buffer)
        {
            var length = Kernel32.GetFinalPathNameByHandleW(file, pointer, longestPath, 0);
            return length is > 0 and < longestPath
                ? new string(pointer, 0, (int)length)
                : throw new IOException($"GetFinalPathNameByHandle: {Win32Error.Describe(Marshal.GetLastPInvokeError())}");
        }
    }
}
