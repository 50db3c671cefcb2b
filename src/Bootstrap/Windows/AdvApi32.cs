using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Bootstrap.Windows;

/// <summary>
/// Calls into advapi32.dll: the user's name, the registry (winreg.h) and the service control manager (winsvc.h). The
/// first call loads the DLL (eng/late-dlls): a start without services makes none.
/// </summary>
/// <remarks>
/// The declarations take raw handles and pointers: a stub that marshals a SafeHandle or a string adds 300 bytes to the
/// exe. <see cref="Environment.UserName"/> is not used: it imports another DLL, which every start would have to load.
/// </remarks>
[SupportedOSPlatform("windows")]
internal static unsafe partial class AdvApi32
{
    // winerror.h
    public const int ErrorSuccess = 0;
    public const int ErrorFileNotFound = 2;
    public const int ErrorMoreData = 234;

    // winreg.h, winnt.h
    [Native("HKEY_LOCAL_MACHINE")] public const nint LocalMachine = unchecked((int)0x80000002);
    public const uint KeyQueryValue = 0x0001;
    public const uint KeySetValue = 0x0002;
    public const uint RegMultiSz = 7;

    // winsvc.h
    [Native("SC_MANAGER_CONNECT")] public const uint ManagerConnect = 0x0001;
    [Native("SC_MANAGER_ENUMERATE_SERVICE")] public const uint ManagerEnumerateService = 0x0004;
    public const uint ServiceQueryStatus = 0x0004;
    public const uint ServiceEnumerateDependents = 0x0008;
    public const uint ServiceStart = 0x0010;
    public const uint ServiceStop = 0x0020;
    public const uint ServiceControlStop = 1;
    public const uint ServiceAutoStart = 2;
    [Native("SC_STATUS_PROCESS_INFO")] public const uint StatusProcessInfo = 0;
    [Native("SC_ENUM_PROCESS_INFO")] public const uint EnumProcessInfo = 0;

    /// <summary>All states except stopped.</summary>
    public const uint ServiceActive = 1;

    /// <summary>All states.</summary>
    public const uint ServiceStateAll = 3;

    /// <summary>Programs, not drivers.</summary>
    [Native("SERVICE_WIN32")] public const uint ServicePrograms = 0x30;

    /// <summary>The largest array that EnumDependentServicesW returns, in bytes.</summary>
    [Native(null, Reason = "named only in the function's documentation")]
    public const uint LongestDependents = 64_000;

    /// <summary>The largest array that EnumServicesStatusExW returns, in bytes.</summary>
    [Native(null, Reason = "named only in the function's documentation")]
    public const uint LongestServices = 256 * 1024;

    [Native("UNLEN + 1")] private const uint LongestUserName = 257;

    private static string Unknown => "an unknown user";

    /// <summary>The user of this process, such as <c>ContainerAdministrator</c> (GetUserNameW, winbase.h).</summary>
    public static string UserName
    {
        get
        {
            var name = stackalloc char[(int)LongestUserName];
            var length = LongestUserName;
            try
            {
                return GetUserNameW(name, &length) ? new string(name, 0, (int)length - 1) : Unknown;
            }
            catch (TypeLoadException) // The DLL cannot be loaded.
            {
                return Unknown;
            }
        }
    }

    [LibraryImport("advapi32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetUserNameW(char* name, uint* length);

    /// <summary>
    /// https://learn.microsoft.com/windows/win32/api/winreg/nf-winreg-regopenkeyexw; returns the error.
    /// </summary>
    [LibraryImport("advapi32.dll")]
    public static partial int RegOpenKeyExW(nint key, char* subKey, uint options, uint access, nint* result);

    /// <summary>
    /// https://learn.microsoft.com/windows/win32/api/winreg/nf-winreg-regclosekey; returns the error.
    /// </summary>
    [LibraryImport("advapi32.dll")]
    public static partial int RegCloseKey(nint key);

    /// <summary>
    /// https://learn.microsoft.com/windows/win32/api/winreg/nf-winreg-regqueryvalueexw; returns the error.
    /// </summary>
    [LibraryImport("advapi32.dll")]
    public static partial int RegQueryValueExW(
        nint key, char* name, nint reserved, uint* type, byte* data, uint* length);

    /// <summary>
    /// https://learn.microsoft.com/windows/win32/api/winreg/nf-winreg-regsetvalueexw; returns the error.
    /// </summary>
    [LibraryImport("advapi32.dll")]
    public static partial int RegSetValueExW(
        nint key, char* name, uint reserved, uint type, byte* data, uint length);

    /// <summary>
    /// https://learn.microsoft.com/windows/win32/api/winreg/nf-winreg-regdeletevaluew; returns the error.
    /// </summary>
    [LibraryImport("advapi32.dll")]
    public static partial int RegDeleteValueW(nint key, char* name);

    /// <summary>
    /// https://learn.microsoft.com/windows/win32/api/winreg/nf-winreg-regqueryinfokeyw; returns the error. Only used to
    /// read the time of the last change (a FILETIME, in units of 100 ns).
    /// </summary>
    [LibraryImport("advapi32.dll")]
    public static partial int RegQueryInfoKeyW(
        nint key, nint className, nint classLength, nint reserved, nint subKeys, nint longestSubKey,
        nint longestClass, nint values, nint longestName, nint longestData, nint securityLength, long* lastWrite);

    /// <summary>https://learn.microsoft.com/windows/win32/api/winsvc/nf-winsvc-openscmanagerw</summary>
    [LibraryImport("advapi32.dll")]
    public static partial nint OpenSCManagerW(nint machine, nint database, uint access);

    /// <summary>https://learn.microsoft.com/windows/win32/api/winsvc/nf-winsvc-openservicew</summary>
    [LibraryImport("advapi32.dll")]
    public static partial nint OpenServiceW(nint manager, char* name, uint access);

    /// <summary>https://learn.microsoft.com/windows/win32/api/winsvc/nf-winsvc-closeservicehandle</summary>
    [LibraryImport("advapi32.dll")]
    public static partial int CloseServiceHandle(nint handle);

    /// <summary>https://learn.microsoft.com/windows/win32/api/winsvc/nf-winsvc-queryservicestatusex</summary>
    [LibraryImport("advapi32.dll")]
    public static partial int QueryServiceStatusEx(
        nint service, uint level, ServiceStatusProcess* status, uint length, uint* needed);

    /// <summary>https://learn.microsoft.com/windows/win32/api/winsvc/nf-winsvc-enumdependentservicesw</summary>
    [LibraryImport("advapi32.dll")]
    public static partial int EnumDependentServicesW(
        nint service, uint state, void* rows, uint length, uint* needed, uint* count);

    /// <summary>https://learn.microsoft.com/windows/win32/api/winsvc/nf-winsvc-enumservicesstatusexw</summary>
    [LibraryImport("advapi32.dll")]
    public static partial int EnumServicesStatusExW(
        nint manager, uint level, uint type, uint state, void* rows, uint length, uint* needed, uint* count,
        uint* resume, nint group);

    /// <summary>https://learn.microsoft.com/windows/win32/api/winsvc/nf-winsvc-controlservice</summary>
    [LibraryImport("advapi32.dll")]
    public static partial int ControlService(nint service, uint control, ServiceStatus* status);

    /// <summary>https://learn.microsoft.com/windows/win32/api/winsvc/nf-winsvc-startservicew</summary>
    [LibraryImport("advapi32.dll")]
    public static partial int StartServiceW(nint service, uint count, nint arguments);

    /// <summary>https://learn.microsoft.com/windows/win32/api/winsvc/ns-winsvc-service_status</summary>
    [Native("SERVICE_STATUS")]
    [StructLayout(LayoutKind.Sequential)]
    public struct ServiceStatus
    {
        [Native("dwServiceType")] public uint Type;
        [Native("dwCurrentState")] public uint State;
        [Native("dwControlsAccepted")] public uint ControlsAccepted;
        [Native("dwWin32ExitCode")] public uint ExitCode;
        [Native("dwServiceSpecificExitCode")] public uint ServiceExitCode;
        [Native("dwCheckPoint")] public uint CheckPoint;
        [Native("dwWaitHint")] public uint WaitHint;
    }

    /// <summary>https://learn.microsoft.com/windows/win32/api/winsvc/ns-winsvc-service_status_process</summary>
    [Native("SERVICE_STATUS_PROCESS")]
    [StructLayout(LayoutKind.Sequential)]
    public struct ServiceStatusProcess
    {
        [Native("dwServiceType")] public uint Type;
        [Native("dwCurrentState")] public uint State;
        [Native("dwControlsAccepted")] public uint ControlsAccepted;
        [Native("dwWin32ExitCode")] public uint ExitCode;
        [Native("dwServiceSpecificExitCode")] public uint ServiceExitCode;
        [Native("dwCheckPoint")] public uint CheckPoint;
        [Native("dwWaitHint")] public uint WaitHint;
        [Native("dwProcessId")] public uint ProcessId;
        [Native("dwServiceFlags")] public uint Flags;
    }

    /// <summary>https://learn.microsoft.com/windows/win32/api/winsvc/ns-winsvc-enum_service_statusw</summary>
    [Native("ENUM_SERVICE_STATUSW")]
    [StructLayout(LayoutKind.Sequential)]
    public struct EnumServiceStatus
    {
        [Native("lpServiceName")] public char* Name;
        [Native("lpDisplayName")] public char* DisplayName;
        [Native("ServiceStatus")] public ServiceStatus Status;
    }

    /// <summary>https://learn.microsoft.com/windows/win32/api/winsvc/ns-winsvc-enum_service_status_processw</summary>
    [Native("ENUM_SERVICE_STATUS_PROCESSW")]
    [StructLayout(LayoutKind.Sequential)]
    public struct EnumServiceStatusProcess
    {
        [Native("lpServiceName")] public char* Name;
        [Native("lpDisplayName")] public char* DisplayName;
        [Native("ServiceStatusProcess")] public ServiceStatusProcess Status;
    }
}
