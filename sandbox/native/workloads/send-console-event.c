/*
 * send-console-event.exe IMAGE[,IMAGE...] EVENT [--wait MS]
 *
 * Sends a console event to every process with one of these names, as a container runtime does for a stop: by a remote
 * thread at kernel32!CtrlRoutine with the event as its argument (hcsshim does this for CTRL_SHUTDOWN_EVENT, 6). With
 * --wait it prints "waiting", waits for such a process, and then for MS milliseconds more. Prints the number of
 * processes; exits with 0 if there was at least one.
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

/* Whether `image` is one of the names in `images`, which commas separate. */
static BOOL is_one_of(const wchar_t *image, const wchar_t *images)
{
    size_t length = wcslen(image);
    for (; images != NULL; images = wcschr(images, L',')) {
        images += *images == L',';
        if (_wcsnicmp(images, image, length) == 0 && (images[length] == L'\0' || images[length] == L',')) {
            return TRUE;
        }
    }
    return FALSE;
}

/* Sends the event to every process with one of these names, or only counts the processes if `event` is NULL. */
static int tell_all(const wchar_t *images, const DWORD *event)
{
    int count = 0;
    HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    PROCESSENTRY32W entry = {.dwSize = sizeof entry};
    for (BOOL more = Process32FirstW(snapshot, &entry); more; more = Process32NextW(snapshot, &entry)) {
        if (is_one_of(entry.szExeFile, images) && (event == NULL || send_event(entry.th32ProcessID, *event))) {
            count++;
        }
    }
    CloseHandle(snapshot);
    return count;
}

int wmain(int argc, wchar_t **argv)
{
    if (argc != 3 && !(argc == 5 && wcscmp(argv[3], L"--wait") == 0)) {
        fprintf(stderr, "usage: send-console-event.exe IMAGE[,IMAGE...] EVENT [--wait MS]\n");
        return 2;
    }
    DWORD event = wcstoul(argv[2], NULL, 10);
    if (argc == 5) {
        printf("waiting\n");
        fflush(stdout);
        for (int tries = 0; tries < 20000 && tell_all(argv[1], NULL) == 0; tries++) {
            Sleep(1);
        }
        Sleep(wcstoul(argv[4], NULL, 10));
    }
    int sent = tell_all(argv[1], &event);
    printf("sent to %d\n", sent);
    return sent == 0;
}
