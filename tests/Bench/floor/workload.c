/*
 * workload.exe [hold]
 *
 * Reports to measure.exe, if that runs, when its first instruction and its last one ran. With "hold" it then waits for
 * a minute, so that its parent process can be inspected. There is no C runtime, so no code runs before start.
 */
#include "linux_syscall.h"
#include "measurement.h"

enum { LinuxGetpid = 39 };

static BOOL is_to_hold(const wchar_t *line)
{
    const wchar_t *end = line;
    while (*end != L'\0') {
        end++;
    }
    return end - line > 5 && end[-5] == L' ' && end[-4] == L'h' && end[-3] == L'o' && end[-2] == L'l' && end[-1] == L'd';
}

void start(void)
{
    LARGE_INTEGER now;
    QueryPerformanceCounter(&now);
    HANDLE mapping = OpenFileMappingW(FILE_MAP_WRITE, FALSE, MEASUREMENT_NAME);
    Measurement *measurement = mapping != NULL ? MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, sizeof *measurement) : NULL;
    if (is_to_hold(GetCommandLineW())) {
        Sleep(60000);
    }
    if (measurement != NULL) {
        measurement->first_instruction = now;
        measurement->linux_process = linux_syscall(LinuxGetpid, 0, 0, 0, 0, 0, 0);
        QueryPerformanceCounter(&measurement->last_instruction);
    }
    ExitProcess(0);
}
