// GetEnvironmentVariableW without the variables that begin with DOTNET_: they are meant for the workload.
//
// NativeAOT's runtime reads its own settings from the environment, as CoreCLR does, and no build property switches that off
// (dotnet/runtime, src/coreclr/nativeaot/Runtime/RhConfig.cpp, ReadConfigValue). A setting that fits a .NET workload need not
// fit bootstrap.exe: with DOTNET_GCHeapHardLimit and DOTNET_GCLargePages the collector cannot be initialised, and the process
// ends with 255 before its first line of C#. The values in bootstrap.exe itself (Bootstrap.csproj) are read after these and
// stay in force. The environment block is not changed: the workload inherits every variable.
//
// Both linkers prefer an object file to an import library. Both names of the function are defined, the plain one (for
// compiled C#) and the one with __imp_ (for the runtime), because an import library defines both if one is missing. No
// headers: mingw-w64's do not compile for the windows-msvc target.

typedef unsigned short WCHAR;
typedef unsigned long DWORD;
typedef DWORD (*GetVariable)(const WCHAR *name, WCHAR *value, DWORD size);

enum { ERROR_ENVVAR_NOT_FOUND = 203 };

__declspec(dllimport) void *GetModuleHandleW(const WCHAR *name);
__declspec(dllimport) GetVariable GetProcAddress(void *module, const char *name);
__declspec(dllimport) void SetLastError(DWORD error);

// Windows compares the names of variables without regard to case.
static int is_meant_for_dotnet(const WCHAR *name)
{
    const char *prefix = "DOTNET_";
    for (; *prefix != 0; prefix++, name++) {
        if (*name != *prefix && (*name < 'a' || *name > 'z' || *name - 'a' + 'A' != *prefix)) {
            return 0;
        }
    }
    return 1;
}

// https://learn.microsoft.com/windows/win32/api/processenv/nf-processenv-getenvironmentvariablew
DWORD GetEnvironmentVariableW(const WCHAR *name, WCHAR *value, DWORD size)
{
    static GetVariable windows_own;
    if (is_meant_for_dotnet(name)) {
        SetLastError(ERROR_ENVVAR_NOT_FOUND);
        return 0;
    }
    if (windows_own == 0) {
        windows_own = GetProcAddress(GetModuleHandleW((const WCHAR *)L"kernel32.dll"), "GetEnvironmentVariableW");
    }
    return windows_own(name, value, size);
}

DWORD (*const __imp_GetEnvironmentVariableW)(const WCHAR *, WCHAR *, DWORD) = GetEnvironmentVariableW;
