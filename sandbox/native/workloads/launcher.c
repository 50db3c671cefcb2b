/*
 * launcher.exe [--wait] -- COMMAND LINE
 *
 * Starts a program. With --wait it waits and ends with the program's exit code. It has no handler for console events,
 * so a stop ends it at once, like cmd.exe, while the program may run on. Without --wait it ends at once with 3.
 */
#include <stdio.h>
#include <windows.h>

int wmain(int argc, wchar_t **argv)
{
    static wchar_t line[32768];
    const wchar_t *command = wcsstr(GetCommandLineW(), L" -- ");
    if (command == NULL) {
        fprintf(stderr, "usage: launcher.exe [--wait] -- COMMAND LINE\n");
        return 2;
    }
    wcscpy(line, command + 4);
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION process;
    if (!CreateProcessW(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process)) {
        fprintf(stderr, "launcher: CreateProcess: Win32 error %lu\n", GetLastError());
        return 127;
    }
    if (wcscmp(argv[1], L"--wait") != 0) {
        return 3;
    }
    WaitForSingleObject(process.hProcess, INFINITE);
    DWORD code = 0;
    GetExitCodeProcess(process.hProcess, &code);
    return (int)code;
}
