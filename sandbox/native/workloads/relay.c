/*
 * relay.exe -- COMMAND LINE
 *
 * Works like LogMonitor: starts a program with a pipe for its stdout and stderr, copies the pipe to its stdout, and
 * ends with the program's exit code.
 */
#include <stdio.h>
#include <windows.h>

int wmain(void)
{
    static wchar_t line[32768];
    const wchar_t *command = wcsstr(GetCommandLineW(), L" -- ");
    SECURITY_ATTRIBUTES inheritable = {sizeof inheritable, NULL, TRUE};
    HANDLE read_end, write_end;
    if (command == NULL || !CreatePipe(&read_end, &write_end, &inheritable, 0)) {
        fprintf(stderr, "usage: relay.exe -- COMMAND LINE\n");
        return 2;
    }
    wcscpy(line, command + 4);
    SetHandleInformation(read_end, HANDLE_FLAG_INHERIT, 0);
    STARTUPINFOW startup = {.cb = sizeof startup, .dwFlags = STARTF_USESTDHANDLES};
    startup.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
    startup.hStdOutput = write_end;
    startup.hStdError = write_end;
    PROCESS_INFORMATION process;
    if (!CreateProcessW(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process)) {
        fprintf(stderr, "relay: CreateProcess: Win32 error %lu\n", GetLastError());
        return 127;
    }
    CloseHandle(write_end);
    char buffer[4096];
    DWORD got, written;
    while (ReadFile(read_end, buffer, sizeof buffer, &got, NULL) && got > 0) {
        WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), buffer, got, &written, NULL);
    }
    WaitForSingleObject(process.hProcess, INFINITE);
    DWORD code = 0;
    GetExitCodeProcess(process.hProcess, &code);
    return (int)code;
}
