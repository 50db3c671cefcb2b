/*
 * close-streams.exe run -- COMMAND LINE     starts COMMAND LINE with a pipe for stdin and one for stdout, and checks both
 * close-streams.exe close                   closes its stdin and stdout, and waits until "run" has detected it
 *
 * "run" reads the program's stdout to its end and writes to its stdin until that fails. Then it signals "close", which
 * ends with 0. If another process holds a copy of one of the pipes, "run" does not detect the end, and "close" ends
 * with 1 after 20 seconds. "run" ends with the program's exit code.
 */
#include <stdio.h>
#include <windows.h>

static const wchar_t NOTICED[] = L"close-streams-noticed";

static int close_streams(void)
{
    HANDLE noticed = CreateEventW(NULL, TRUE, FALSE, NOTICED);
    CloseHandle(GetStdHandle(STD_INPUT_HANDLE));
    CloseHandle(GetStdHandle(STD_OUTPUT_HANDLE));
    return WaitForSingleObject(noticed, 20000) != WAIT_OBJECT_0;
}

int wmain(int argc, wchar_t **argv)
{
    static wchar_t line[32768];
    const wchar_t *command = wcsstr(GetCommandLineW(), L" -- ");
    if (argc == 2 && wcscmp(argv[1], L"close") == 0) {
        return close_streams();
    }
    SECURITY_ATTRIBUTES inheritable = {sizeof inheritable, NULL, TRUE};
    HANDLE input_read, input_write, output_read, output_write;
    if (command == NULL || !CreatePipe(&input_read, &input_write, &inheritable, 0)
        || !CreatePipe(&output_read, &output_write, &inheritable, 0)) {
        fprintf(stderr, "usage: close-streams.exe run -- COMMAND LINE | close\n");
        return 2;
    }
    wcscpy(line, command + 4);
    SetHandleInformation(input_write, HANDLE_FLAG_INHERIT, 0);
    SetHandleInformation(output_read, HANDLE_FLAG_INHERIT, 0);
    HANDLE noticed = CreateEventW(NULL, TRUE, FALSE, NOTICED);
    STARTUPINFOW startup = {.cb = sizeof startup, .dwFlags = STARTF_USESTDHANDLES};
    startup.hStdInput = input_read;
    startup.hStdOutput = output_write;
    startup.hStdError = GetStdHandle(STD_ERROR_HANDLE);
    PROCESS_INFORMATION process;
    if (!CreateProcessW(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process)) {
        fprintf(stderr, "close-streams: CreateProcess: Win32 error %lu\n", GetLastError());
        return 127;
    }
    CloseHandle(input_read);
    CloseHandle(output_write);
    char buffer[256];
    DWORD count;
    while (ReadFile(output_read, buffer, sizeof buffer, &count, NULL) && count > 0) {
    }
    printf("end of stdout\n");
    fflush(stdout);
    while (WaitForSingleObject(process.hProcess, 10) == WAIT_TIMEOUT && WriteFile(input_write, "x", 1, &count, NULL)) {
    }
    printf("stdin is closed\n");
    fflush(stdout);
    SetEvent(noticed);
    WaitForSingleObject(process.hProcess, INFINITE);
    DWORD code = 0;
    GetExitCodeProcess(process.hProcess, &code);
    return (int)code;
}
