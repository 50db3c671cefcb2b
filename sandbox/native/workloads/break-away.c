/*
 * break-away.exe
 *
 * Starts itself again with CREATE_BREAKAWAY_FROM_JOB, like tools that detach a helper. Ends with 0 if that is allowed,
 * otherwise with the Win32 error.
 */
#include <stdio.h>
#include <windows.h>

int wmain(int argc, wchar_t **argv)
{
    if (argc > 1) {
        printf("the child ran\n");
        return 0;
    }
    wchar_t line[1024];
    swprintf(line, sizeof line / sizeof *line, L"\"%ls\" child", argv[0]);
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION process;
    if (!CreateProcessW(NULL, line, NULL, NULL, TRUE, CREATE_BREAKAWAY_FROM_JOB, NULL, NULL, &startup, &process)) {
        return (int)GetLastError();
    }
    WaitForSingleObject(process.hProcess, INFINITE);
    return 0;
}
