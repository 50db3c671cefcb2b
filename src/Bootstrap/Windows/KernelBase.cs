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

    [LibraryImport(Registry)]
    private static partial uint RegGetValueW(
        nint key, char* subKey, char* value, uint flags, uint* type, void* data, uint* size);
}
