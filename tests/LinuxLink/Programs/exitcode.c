// exitcode.exe PROGRAM [ARG...]: runs it and prints its whole exit code as the last line, "exit 0xC0000409", because
// wine passes on only the low eight bits; or "error 2", a Win32 code, if it could not be started.

#include <stdint.h>
#include <stddef.h>

#define SEM_FAILCRITICALERRORS 0x0001
#define SEM_NOGPFAULTERRORBOX 0x0002
#define INFINITE 0xFFFFFFFFu

// Wine 8 fails to start about one process in thousands with 1359, which it uses for nothing else. The new process has
// then ended before it ran any code of the program, so another attempt is safe.
#define ERROR_INTERNAL_ERROR 1359u
enum { StartAttempts = 5, StartPause = 100 };

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
__declspec(dllimport) uint32_t GetLastError(void);
__declspec(dllimport) void Sleep(uint32_t milliseconds);
__declspec(dllimport) uint32_t SetErrorMode(uint32_t mode);
__declspec(dllimport) int CreateProcessW(
    const wchar_t *application, wchar_t *commandLine, void *processAttributes, void *threadAttributes, int inherit,
    uint32_t flags, void *environment, const wchar_t *directory, STARTUPINFOW *startup, PROCESS_INFORMATION *process);
__declspec(dllimport) uint32_t WaitForSingleObject(void *handle, uint32_t milliseconds);
__declspec(dllimport) int GetExitCodeProcess(void *process, uint32_t *code);
int printf(const char *format, ...);

int wmain(void)
{
    // The rest of our command line, byte for byte. It starts after the first space, because the
    // tests give this program a path without spaces.
    wchar_t *command = GetCommandLineW();
    while (*command != L' ' && *command != 0) {
        command++;
    }
    while (*command == L' ') {
        command++;
    }

    // Inherited, so that a crash ends the child instead of starting a debugger.
    SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);

    STARTUPINFOW startup = { .cb = sizeof startup };
    PROCESS_INFORMATION process;
    for (int attempt = 1; !CreateProcessW(NULL, command, NULL, NULL, 1, 0, NULL, NULL, &startup, &process); attempt++) {
        uint32_t error = GetLastError();
        if (error != ERROR_INTERNAL_ERROR || attempt == StartAttempts) {
            printf("error %u\n", error);
            return 1;
        }
        Sleep(StartPause);
    }
    uint32_t code = 0;
    WaitForSingleObject(process.hProcess, INFINITE);
    GetExitCodeProcess(process.hProcess, &code);
    printf("exit 0x%08X\n", code);
    return 0;
}
