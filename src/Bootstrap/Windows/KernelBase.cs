using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Bootstrap.Windows;

/// <summary>
/// kernelbase.dll, which is in every process, by the API set that names its registry functions
/// (https://learn.microsoft.com/windows/win32/apiindex/windows-apisets). Every start looks into the registry, and
/// advapi32.dll would be loaded for that alone.
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class KernelBase
{
    private const string Registry = "api-ms-win-core-registry-l1-1-0.dll";

    [Native("RRF_RT_ANY")] private const uint AnyType = 0x0000FFFF;
    [Native("RRF_RT_REG_DWORD")] private const uint NumberType = 0x00000010;

    /// <summary>
    /// Searches a value of any type under HKEY_LOCAL_MACHINE. Returns 0 if it exists, 2 if not
    /// (RegGetValueW, https://learn.microsoft.com/windows/win32/api/winreg/nf-winreg-reggetvaluew).
    /// </summary>
    public static uint FindValue(string key, string value)
    {
        fixed (char* keyName = key, valueName = value)
        {
            return RegGetValueW(AdvApi32.LocalMachine, keyName, valueName, AnyType, null, null, null);
        }
    }

    /// <summary>A value of the type REG_DWORD under HKEY_LOCAL_MACHINE; null if it cannot be read.</summary>
    public static uint? Number(string key, string value)
    {
        uint number;
        uint size = sizeof(uint);
        fixed (char* keyName = key, valueName = value)
        {
            return RegGetValueW(AdvApi32.LocalMachine, keyName, valueName, NumberType, null, &number, &size) == 0
                ? number
                : null;
        }
    }

    [LibraryImport(Registry)]
    private static partial uint RegGetValueW(
        nint key, char* subKey, char* value, uint flags, uint* type, void* data, uint* size);
}
