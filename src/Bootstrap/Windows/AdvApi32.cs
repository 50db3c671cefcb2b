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
    [Native("UNLEN + 1")] private const uint LongestUserName = 257;
    [Native("(ULONG_PTR)HKEY_LOCAL_MACHINE")] private const uint LocalMachine = 0x80000002;
    [Native("RRF_RT_ANY")] private const uint AnyType = 0x0000FFFF;

    /// <summary>Who we run as, such as <c>ContainerAdministrator</c> (GetUserNameW, winbase.h).</summary>
    public static string UserName
    {
        get
        {
            var name = stackalloc char[(int)LongestUserName];
            var length = LongestUserName;
            return GetUserNameW(name, &length) ? new string(name, 0, (int)length - 1) : "an unknown user";
        }
    }

    /// <summary>
    /// Looks for a value under HKEY_LOCAL_MACHINE, of whatever type: 0 when it is there, 2 when it is not
    /// (RegGetValueW, https://learn.microsoft.com/windows/win32/api/winreg/nf-winreg-reggetvaluew).
    /// </summary>
    public static uint FindValue(string key, string value)
    {
        fixed (char* keyName = key, valueName = value)
        {
            return RegGetValueW(unchecked((int)LocalMachine), keyName, valueName, AnyType, null, null, null);
        }
    }

    [LibraryImport("advapi32.dll")]
    private static partial uint RegGetValueW(
        nint key, char* subKey, char* value, uint flags, uint* type, void* data, uint* size);

    [LibraryImport("advapi32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetUserNameW(char* name, uint* length);
}
