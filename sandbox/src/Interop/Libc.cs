using System.Runtime.InteropServices;

namespace Sandbox.Interop;

/// <summary>The one call that no tool can make for us: a thread of this process moves to a new namespace.</summary>
internal static partial class Libc
{
    public const int CLONE_NEWNET = 0x40000000;

    /// <summary>unshare(2): takes the calling thread, not the process, out of the namespaces it shares.</summary>
    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Unshare(int flags);
}
