// exitcode.exe PROGRAM [ARG...]: runs it and prints its whole exit code as the last line,
// "exit 0xC0000409", for wine itself passes on no more than the low eight bits.

#include <stdint.h>
#include <stddef.h>

#define SEM_FAILCRITICALERRORS 0x0001
#define SEM_NOGPFAULTERRORBOX 0x0002
#define INFINITE 0xFFFFFFFFu

typedef struct {
    uint32_t cb;
    uint32_t unused[25]; // all zero: inherit everything
} STARTUPINFOW;

typedef struct {
    void *hProcess;
    void *hThread;
    uint32_t dwProcessId;
    uint32_t dwThreadId;
} PROCESS_INFORMATION;

_Static_assert(sizeof(STARTUPINFOW) == 104, "as in processthreadsapi.h");

__declspec(dllimport) wchar_t *GetCommandLineW(void);
__declspec(dllimport) uint32_t SetErrorMode(uint32_t mode);
__declspec(dllimport) int CreateProcessW(
    const wchar_t *application, wchar_t *commandLine, void *processAttributes, void *threadAttributes, int inherit,
    uint32_t flags, void *environment, const wchar_t *directory, STARTUPINFOW *startup, PROCESS_INFORMATION *process);
__declspec(dllimport) uint32_t WaitForSingleObject(void *handle, uint32_t milliseconds);
__declspec(dllimport) int GetExitCodeProcess(void *process, uint32_t *code);
int printf(const char *format, ...);

int wmain(void)
{
    // The rest of our own command line, byte for byte: it starts after the first space, because
    // the tests give this program a path without one.
    wchar_t *command = GetCommandLineW();
    while (*command != L' ' && *command != 0) {
        command++;
    }
    while (*command == L' ') {
        command++;
    }

    // Inherited: a crash of the child is to end it, not to start a debugger.
    SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);

    STARTUPINFOW startup = { .cb = sizeof startup };
    PROCESS_INFORMATION process;
    if (!CreateProcessW(NULL, command, NULL, NULL, 1, 0, NULL, NULL, &startup, &process)) {
        return 1;
    }
    uint32_t code = 0;
    WaitForSingleObject(process.hProcess, INFINITE);
    GetExitCodeProcess(process.hProcess, &code);
    printf("exit 0x%08X\n", code);
    return 0;
}
