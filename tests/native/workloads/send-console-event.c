/*
 * send-console-event.exe IMAGE EVENT
 *
 * Sends a console event to every process of that name, as a container runtime does for a stop: a remote thread at
 * kernel32!CtrlRoutine with the event as its argument (hcsshim does the same for CTRL_SHUTDOWN_EVENT, 6).
 * Prints how many processes got it; exits with 0 when there was at least one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>
#include <tlhelp32.h>

static BOOL send_event(DWORD process_id, DWORD event)
{
    HMODULE kernel = GetModuleHandleW(L"kernel32.dll");
    LPTHREAD_START_ROUTINE routine = (LPTHREAD_START_ROUTINE)(void *)GetProcAddress(kernel, "CtrlRoutine");
    if (routine == NULL) {
        routine = (LPTHREAD_START_ROUTINE)(void *)GetProcAddress(GetModuleHandleW(L"kernelbase.dll"), "CtrlRoutine");
    }
    HANDLE process = OpenProcess(PROCESS_ALL_ACCESS, FALSE, process_id);
    if (process == NULL || routine == NULL) {
        fprintf(stderr, "send-console-event: process %lu: Win32 error %lu\n", process_id, GetLastError());
        return FALSE;
    }
    HANDLE thread = CreateRemoteThread(process, NULL, 0, routine, (void *)(ULONG_PTR)event, 0, NULL);
    if (thread == NULL) {
        fprintf(stderr, "send-console-event: process %lu: Win32 error %lu\n", process_id, GetLastError());
    } else {
        CloseHandle(thread);
    }
    CloseHandle(process);
    return thread != NULL;
}

int wmain(int argc, wchar_t **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: send-console-event.exe IMAGE EVENT\n");
        return 2;
    }
    DWORD event = wcstoul(argv[2], NULL, 10);
    int sent = 0;
    HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    PROCESSENTRY32W entry = {.dwSize = sizeof entry};
    for (BOOL more = Process32FirstW(snapshot, &entry); more; more = Process32NextW(snapshot, &entry)) {
        if (_wcsicmp(entry.szExeFile, argv[1]) == 0 && send_event(entry.th32ProcessID, event)) {
            sent++;
        }
    }
    CloseHandle(snapshot);
    printf("sent to %d\n", sent);
    return sent == 0;
}
