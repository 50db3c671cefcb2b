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

    [LibraryImport("advapi32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetUserNameW(char* name, uint* length);
}
