/*
 * time-start.exe COMMAND LINE
 *
 * Prints the milliseconds from CreateProcess to the end of a command line. Exits with 0 if it ended with 0.
 */
#include <stdio.h>
#include <windows.h>

int wmain(void)
{
    static wchar_t line[32768];
    const wchar_t *command = wcschr(GetCommandLineW(), L' ');
    LARGE_INTEGER frequency, start, end;
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION process;
    if (command == NULL) {
        fprintf(stderr, "usage: time-start.exe COMMAND LINE\n");
        return 2;
    }
    wcscpy(line, command + wcsspn(command, L" "));
    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&start);
    if (!CreateProcessW(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process)) {
        fprintf(stderr, "time-start: CreateProcess: Win32 error %lu\n", GetLastError());
        return 127;
    }
    WaitForSingleObject(process.hProcess, INFINITE);
    QueryPerformanceCounter(&end);
    DWORD code = 1;
    GetExitCodeProcess(process.hProcess, &code);
    printf("%.3f\n", (double)(end.QuadPart - start.QuadPart) * 1000.0 / (double)frequency.QuadPart);
    return code != 0;
}
