using System.Runtime.InteropServices;

namespace Sandbox.Interop;

/// <summary>unshare(2), called directly: no external tool can move a thread of this process.</summary>
internal static partial class Libc
{
    public const int CLONE_NEWNET = 0x40000000;

    /// <summary>Moves the calling thread, not the process, to new namespaces.</summary>
    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Unshare(int flags);
}
