/*
 * start-with.exe [OPTION]... -- COMMAND LINE
 *
 * Starts a program with unusual handles, waits, and ends with its exit code.
 *
 *   --null-stdin, --null-stdout, --null-stderr   the handle is NULL
 *   --invalid-stdin                              the handle is INVALID_HANDLE_VALUE
 *   --closed-stdin                               the handle is closed
 *   --closed-stderr, --broken-stderr             the handle is closed; is a pipe without a reader
 *   --full-stderr                                a full pipe that is not read
 *   --one-output                                 stdout and stderr are one handle
 *   --leak FILE                                  one more inheritable handle, open on FILE; "{leak}" in the command
 *                                                line becomes its number
 *   --say-end                                    prints "ended" when the program has ended
 *   --open-files N                               limits the program to N open files and handles (Linux)
 */
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

#include "../linux_syscall.h"

enum { LinuxSetrlimit = 160, LinuxRlimitNofile = 7 };

static wchar_t line[32768];

static void replace_leak(HANDLE handle)
{
    wchar_t *place = wcsstr(line, L"{leak}");
    if (place != NULL) {
        wchar_t number[8];
        swprintf(number, 8, L"%06u", (unsigned)(ULONG_PTR)handle);
        memcpy(place, number, 6 * sizeof(wchar_t));
    }
}

#define PIPE_SIZE 4096

/* Returns the read end; the write end is inheritable. */
static HANDLE make_pipe(HANDLE *write)
{
    HANDLE read = NULL;
    CreatePipe(&read, write, NULL, PIPE_SIZE);
    SetHandleInformation(*write, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    return read;
}

int wmain(int argc, wchar_t **argv)
{
    STARTUPINFOW startup = {.cb = sizeof startup, .dwFlags = STARTF_USESTDHANDLES};
    startup.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
    startup.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
    startup.hStdError = GetStdHandle(STD_ERROR_HANDLE);
    HANDLE leak = NULL;
    BOOL say_end = FALSE;
    const wchar_t *command = wcsstr(GetCommandLineW(), L" -- ");
    if (command == NULL) {
        fprintf(stderr, "usage: start-with.exe [OPTION]... -- COMMAND LINE\n");
        return 2;
    }
    wcscpy(line, command + 4);
    for (int i = 1; i < argc && wcscmp(argv[i], L"--") != 0; i++) {
        if (wcscmp(argv[i], L"--null-stdin") == 0) {
            startup.hStdInput = NULL;
        } else if (wcscmp(argv[i], L"--null-stdout") == 0) {
            startup.hStdOutput = NULL;
        } else if (wcscmp(argv[i], L"--null-stderr") == 0) {
            startup.hStdError = NULL;
        } else if (wcscmp(argv[i], L"--invalid-stdin") == 0) {
            startup.hStdInput = INVALID_HANDLE_VALUE;
        } else if (wcscmp(argv[i], L"--closed-stdin") == 0) {
            startup.hStdInput = (HANDLE)(ULONG_PTR)0x7ffc;
        } else if (wcscmp(argv[i], L"--closed-stderr") == 0) {
            startup.hStdError = (HANDLE)(ULONG_PTR)0x7ffc;
        } else if (wcscmp(argv[i], L"--broken-stderr") == 0) {
            CloseHandle(make_pipe(&startup.hStdError));
        } else if (wcscmp(argv[i], L"--full-stderr") == 0) {
            static const char full[PIPE_SIZE];
            DWORD written;
            make_pipe(&startup.hStdError);
            WriteFile(startup.hStdError, full, sizeof full, &written, NULL);
        } else if (wcscmp(argv[i], L"--one-output") == 0) {
            startup.hStdError = startup.hStdOutput;
        } else if (wcscmp(argv[i], L"--say-end") == 0) {
            say_end = TRUE;
        } else if (wcscmp(argv[i], L"--leak") == 0 && i + 1 < argc) {
            SECURITY_ATTRIBUTES inheritable = {sizeof inheritable, NULL, TRUE};
            leak = CreateFileW(argv[++i], GENERIC_READ, FILE_SHARE_READ, &inheritable, OPEN_EXISTING, 0, NULL);
            replace_leak(leak);
        } else if (wcscmp(argv[i], L"--open-files") == 0 && i + 1 < argc) {
            uint64_t count = wcstoul(argv[++i], NULL, 10);
            uint64_t limit[] = {count, count};
            if (linux_syscall(LinuxSetrlimit, LinuxRlimitNofile, (intptr_t)limit, 0, 0, 0, 0) != 0) {
                fprintf(stderr, "start-with: cannot set the limit\n");
                return 2;
            }
        } else {
            fprintf(stderr, "start-with: unknown option %ls\n", argv[i]);
            return 2;
        }
    }
    PROCESS_INFORMATION process;
    if (!CreateProcessW(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process)) {
        fprintf(stderr, "start-with: CreateProcess: Win32 error %lu\n", GetLastError());
        return 127;
    }
    WaitForSingleObject(process.hProcess, INFINITE);
    if (say_end) {
        printf("ended\n");
        fflush(stdout);
    }
    DWORD code = 0;
    GetExitCodeProcess(process.hProcess, &code);
    return (int)code;
}
