/*
 * service.exe install NAME [--auto] [--depends OTHER] [--shares PROGRAM-NAME] [--slow MILLISECONDS]
 * service.exe start|stop|state|deny|environment NAME
 * service.exe set NAME STRING...
 * service.exe run NAME... [--slow MILLISECONDS]
 *
 * A Windows service that records its environment. At each start it appends to C:\sandbox\NAME.log:
 *
 *   start PROCESS-ID
 *   NAME=VALUE            for each variable of its environment that begins with AWS_, ECS_ or EXTRA_
 *
 * and at a stop, which takes --slow milliseconds, "stop PROCESS-ID".
 *
 * "set" writes the registry value Environment (REG_MULTI_SZ), "environment" copies its strings to C:\sandbox\NAME.env, a
 * line each, or deletes that file if there is no value.
 *
 * "install" creates the service, "state" prints its state as a number (winsvc.h), "deny" removes all users' right to
 * change its registry key. Services with the same --shares run in one process, like WAS and W3SVC; the value is the
 * process's command line, "run A B".
 *
 * Windows' service control manager applies the registry value Environment; Wine's does not. So under Wine the service
 * adds the strings of the value to its environment itself before it reads it (apply_environment).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <windows.h>

#define MOST_SERVICES 4

static struct service {
    wchar_t *name;
    SERVICE_STATUS_HANDLE handle;
    HANDLE told;
} services[MOST_SERVICES];
static int service_count;
static DWORD slow;

static int fail(const char *what)
{
    fprintf(stderr, "service.exe: %s: Win32 error %lu\n", what, GetLastError());
    return 1;
}

static void report(struct service *service, DWORD state, DWORD checkpoint)
{
    SERVICE_STATUS status = {
        .dwServiceType = service_count > 1 ? SERVICE_WIN32_SHARE_PROCESS : SERVICE_WIN32_OWN_PROCESS,
        .dwCurrentState = state,
        .dwControlsAccepted = state == SERVICE_RUNNING ? SERVICE_ACCEPT_STOP : 0,
        .dwCheckPoint = checkpoint,
        .dwWaitHint = checkpoint == 0 ? 0 : 1000,
    };
    SetServiceStatus(service->handle, &status);
}

/* Applies the registry value as Windows' service control manager does at the start of a service's process. */
static void apply_environment(const wchar_t *name)
{
    if (GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "wine_get_version") == NULL) {
        return;
    }

    wchar_t key[512];
    static wchar_t data[32768];
    DWORD size = sizeof data - 2 * sizeof *data;
    swprintf(key, 512, L"SYSTEM\\CurrentControlSet\\Services\\%ls", name);
    memset(data, 0, sizeof data);
    if (RegGetValueW(HKEY_LOCAL_MACHINE, key, L"Environment", RRF_RT_REG_MULTI_SZ, NULL, data, &size) != ERROR_SUCCESS) {
        return;
    }
    for (wchar_t *entry = data; *entry != L'\0';) {
        wchar_t *next = entry + wcslen(entry) + 1;
        wchar_t *value = wcschr(entry + 1, L'=');
        if (value != NULL) {
            *value = L'\0';
            SetEnvironmentVariableW(entry, value + 1);
        }
        entry = next;
    }
}

static FILE *open_log(const wchar_t *name)
{
    wchar_t path[MAX_PATH];
    swprintf(path, MAX_PATH, L"C:\\sandbox\\%ls.log", name);
    return _wfopen(path, L"a");
}

static void log_start(const wchar_t *name)
{
    FILE *log = open_log(name);
    if (log == NULL) {
        return;
    }
    fprintf(log, "start %lu\n", GetCurrentProcessId());
    wchar_t *block = GetEnvironmentStringsW();
    for (wchar_t *entry = block; *entry != L'\0'; entry += wcslen(entry) + 1) {
        if (wcsncmp(entry, L"AWS_", 4) == 0 || wcsncmp(entry, L"ECS_", 4) == 0 || wcsncmp(entry, L"EXTRA_", 6) == 0) {
            fprintf(log, "%ls\n", entry);
        }
    }
    FreeEnvironmentStringsW(block);
    fclose(log);
}

static void log_stop(const wchar_t *name)
{
    FILE *log = open_log(name);
    if (log != NULL) {
        fprintf(log, "stop %lu\n", GetCurrentProcessId());
        fclose(log);
    }
}

static DWORD WINAPI control(DWORD code, DWORD type, void *data, void *context)
{
    struct service *service = context;
    if (code == SERVICE_CONTROL_STOP) {
        report(service, SERVICE_STOP_PENDING, 1);
        SetEvent(service->told);
        return NO_ERROR;
    }
    return code == SERVICE_CONTROL_INTERROGATE ? NO_ERROR : ERROR_CALL_NOT_IMPLEMENTED;
}

static void WINAPI service_main(DWORD argc, wchar_t **argv)
{
    struct service *service = services;
    for (int i = 0; i < service_count; i++) {
        if (argc > 0 && _wcsicmp(argv[0], services[i].name) == 0) {
            service = &services[i];
        }
    }

    service->told = CreateEventW(NULL, TRUE, FALSE, NULL);
    service->handle = RegisterServiceCtrlHandlerExW(service->name, control, service);
    report(service, SERVICE_START_PENDING, 1);
    log_start(service->name);
    report(service, SERVICE_RUNNING, 0);
    WaitForSingleObject(service->told, INFINITE);
    DWORD checkpoint = 2;
    for (DWORD waited = 0; waited < slow; waited += 100) {
        Sleep(100);
        report(service, SERVICE_STOP_PENDING, checkpoint++);
    }
    log_stop(service->name);
    report(service, SERVICE_STOPPED, 0);
}

static int run(int argc, wchar_t **argv)
{
    SERVICE_TABLE_ENTRYW table[MOST_SERVICES + 1] = {{NULL, NULL}};
    for (int i = 0; i < argc; i++) {
        if (wcscmp(argv[i], L"--slow") == 0 && i + 1 < argc) {
            slow = wcstoul(argv[++i], NULL, 10);
        } else if (service_count < MOST_SERVICES) {
            services[service_count].name = argv[i];
            table[service_count].lpServiceName = argv[i];
            table[service_count++].lpServiceProc = service_main;
        }
    }

    /* A process has the environment of the first service started in it. */
    apply_environment(services[0].name);
    return StartServiceCtrlDispatcherW(table) ? 0 : fail("StartServiceCtrlDispatcher");
}

static int install(int argc, wchar_t **argv)
{
    wchar_t self[MAX_PATH], line[1024];
    const wchar_t *shares = NULL, *delay = L"0";
    wchar_t depends[128] = {0};
    DWORD start = SERVICE_DEMAND_START;
    for (int i = 1; i < argc; i++) {
        if (wcscmp(argv[i], L"--auto") == 0) {
            start = SERVICE_AUTO_START;
        } else if (wcscmp(argv[i], L"--depends") == 0 && i + 1 < argc) {
            wcsncpy(depends, argv[++i], 120);
        } else if (wcscmp(argv[i], L"--shares") == 0 && i + 1 < argc) {
            shares = argv[++i];
        } else if (wcscmp(argv[i], L"--slow") == 0 && i + 1 < argc) {
            delay = argv[++i];
        }
    }

    GetModuleFileNameW(NULL, self, MAX_PATH);
    swprintf(line, 1024, L"\"%ls\" run %ls --slow %ls", self, shares == NULL ? argv[0] : shares, delay);
    SC_HANDLE manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_ALL_ACCESS);
    DWORD type = shares == NULL ? SERVICE_WIN32_OWN_PROCESS : SERVICE_WIN32_SHARE_PROCESS;
    SC_HANDLE service = CreateServiceW(manager, argv[0], argv[0], SERVICE_ALL_ACCESS, type, start, SERVICE_ERROR_NORMAL,
        line, NULL, NULL, depends[0] == L'\0' ? NULL : depends, NULL, NULL);
    return service != NULL ? 0 : fail("CreateService");
}

static int deny(const wchar_t *name)
{
    wchar_t path[512];
    HKEY key;
    SECURITY_DESCRIPTOR descriptor;
    BYTE buffer[256], everyone[SECURITY_MAX_SID_SIZE];
    DWORD size = sizeof everyone;
    ACL *list = (ACL *)buffer;
    swprintf(path, 512, L"SYSTEM\\CurrentControlSet\\Services\\%ls", name);
    CreateWellKnownSid(WinWorldSid, NULL, everyone, &size);
    InitializeAcl(list, sizeof buffer, ACL_REVISION);
    AddAccessAllowedAce(list, ACL_REVISION, KEY_READ, everyone);
    InitializeSecurityDescriptor(&descriptor, SECURITY_DESCRIPTOR_REVISION);
    SetSecurityDescriptorDacl(&descriptor, TRUE, list, FALSE);
    SetLastError((DWORD)RegOpenKeyExW(HKEY_LOCAL_MACHINE, path, 0, KEY_READ | WRITE_DAC, &key));
    if (GetLastError() != ERROR_SUCCESS) {
        return fail("RegOpenKeyEx");
    }
    SetLastError((DWORD)RegSetKeySecurity(key, DACL_SECURITY_INFORMATION, &descriptor));
    return GetLastError() == ERROR_SUCCESS ? 0 : fail("RegSetKeySecurity");
}

static int set_environment(const wchar_t *name, int argc, wchar_t **argv)
{
    static wchar_t data[32768];
    wchar_t key[512];
    size_t length = 0;
    for (int i = 0; i < argc; i++) {
        wcscpy(data + length, argv[i]);
        length += wcslen(argv[i]) + 1;
    }
    swprintf(key, 512, L"SYSTEM\\CurrentControlSet\\Services\\%ls", name);
    SetLastError((DWORD)RegSetKeyValueW(HKEY_LOCAL_MACHINE, key, L"Environment", REG_MULTI_SZ, data, (DWORD)((length + 1) * sizeof *data)));
    return GetLastError() == ERROR_SUCCESS ? 0 : fail("RegSetKeyValue");
}

static int copy_environment(const wchar_t *name)
{
    static wchar_t data[32768];
    wchar_t key[512], path[MAX_PATH];
    DWORD size = sizeof data - 2 * sizeof *data;
    swprintf(key, 512, L"SYSTEM\\CurrentControlSet\\Services\\%ls", name);
    swprintf(path, MAX_PATH, L"C:\\sandbox\\%ls.env", name);
    LONG error = RegGetValueW(HKEY_LOCAL_MACHINE, key, L"Environment", RRF_RT_REG_MULTI_SZ, NULL, data, &size);
    if (error != ERROR_SUCCESS) {
        DeleteFileW(path);
        return error == ERROR_FILE_NOT_FOUND ? 0 : 1;
    }
    FILE *file = _wfopen(path, L"w");
    for (wchar_t *entry = data; file != NULL && *entry != L'\0'; entry += wcslen(entry) + 1) {
        fprintf(file, "%ls\n", entry);
    }
    return file != NULL && fclose(file) == 0 ? 0 : 1;
}

static int command(const wchar_t *verb, const wchar_t *name)
{
    SERVICE_STATUS status;
    SC_HANDLE manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_ALL_ACCESS);
    SC_HANDLE service = OpenServiceW(manager, name, SERVICE_ALL_ACCESS);
    if (service == NULL) {
        return fail("OpenService");
    }
    if (wcscmp(verb, L"start") == 0) {
        if (!StartServiceW(service, 0, NULL)) {
            return fail("StartService");
        }
        do {
            Sleep(20);
            QueryServiceStatus(service, &status);
        } while (status.dwCurrentState == SERVICE_START_PENDING);
        return status.dwCurrentState == SERVICE_RUNNING ? 0 : 1;
    }
    if (wcscmp(verb, L"stop") == 0) {
        return ControlService(service, SERVICE_CONTROL_STOP, &status) ? 0 : fail("ControlService");
    }
    QueryServiceStatus(service, &status);
    printf("%lu\n", status.dwCurrentState);
    return 0;
}

int wmain(int argc, wchar_t **argv)
{
    if (argc < 3) {
        fputs("usage: service.exe install|start|stop|state|set|environment|deny|run NAME...\n", stderr);
        return 2;
    }
    if (wcscmp(argv[1], L"run") == 0) {
        return run(argc - 2, argv + 2);
    }
    if (wcscmp(argv[1], L"install") == 0) {
        return install(argc - 2, argv + 2);
    }
    if (wcscmp(argv[1], L"set") == 0) {
        return set_environment(argv[2], argc - 3, argv + 3);
    }
    if (wcscmp(argv[1], L"environment") == 0) {
        return copy_environment(argv[2]);
    }
    if (wcscmp(argv[1], L"deny") == 0) {
        return deny(argv[2]);
    }
    return command(argv[1], argv[2]);
}
