using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Bootstrap.Windows;

/// <summary>
/// advapi32.dll as this program uses it. Not <see cref="Environment.UserName"/>: that imports one more DLL, which every
/// start would have to load.
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class AdvApi32
{
    /// <summary>Who we run as, such as <c>ContainerAdministrator</c> (GetUserNameW, winbase.h).</summary>
    public static string UserName
    {
        get
        {
            const uint longestName = 257; // UNLEN + 1, lmcons.h
            var name = stackalloc char[(int)longestName];
            var length = longestName;
            return GetUserNameW(name, &length) ? new string(name, 0, (int)length - 1) : "an unknown user";
        }
    }

    /// <summary>
    /// Looks for a value under HKEY_LOCAL_MACHINE, of whatever type: 0 when it is there, 2 when it is not
    /// (RegGetValueW, https://learn.microsoft.com/windows/win32/api/winreg/nf-winreg-reggetvaluew).
    /// </summary>
    public static uint FindValue(string key, string value)
    {
        const nint localMachine = unchecked((int)0x80000002);
        const uint anyType = 0x0000FFFF;
        fixed (char* keyName = key, valueName = value)
        {
            return RegGetValueW(localMachine, keyName, valueName, anyType, null, null, null);
        }
    }

    [LibraryImport("advapi32.dll")]
    private static partial uint RegGetValueW(
        nint key, char* subKey, char* value, uint flags, uint* type, void* data, uint* size);

    [LibraryImport("advapi32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetUserNameW(char* name, uint* length);
}
