#include "trace_file.h"

#include <stdint.h>
#include <stdio.h>
#include <windows.h>

#include <asm/fcntl.h>
#include <asm/unistd.h>

#include "linux_syscall.h"

#define LINE_LENGTH 1000

/*
 * A Linux file descriptor, or -1. The kernel appends a line at once (O_APPEND). Wine's WriteFile would append in two
 * steps, reading the end of the file and writing there (dlls/ntdll/unix/file.c, NtWriteFile), and would overwrite lines
 * of other threads and processes.
 */
static int traceFile = -1;

/* Of Wine's kernel32.dll. The result is memory of the process's heap, or NULL. */
typedef char *__cdecl GetUnixFileName(const wchar_t *path);

bool trace_open(const wchar_t *path)
{
    FARPROC found = GetProcAddress(GetModuleHandleW(L"kernel32.dll"), "wine_get_unix_file_name");
    GetUnixFileName *getUnixFileName = (GetUnixFileName *)(void *)found;
    char *name = getUnixFileName == NULL ? NULL : getUnixFileName(path);

    if (name == NULL) {
        return false;
    }
    traceFile = (int)linux_syscall(__NR_open, (intptr_t)name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666, 0, 0, 0);
    HeapFree(GetProcessHeap(), 0, name);
    return traceFile >= 0;
}

void trace(const wchar_t *format, ...)
{
    wchar_t line[LINE_LENGTH + 2];
    char utf8[sizeof line * 3];
    va_list arguments;

    if (traceFile < 0) {
        return;
    }

    int length = _snwprintf(line, LINE_LENGTH, L"%04lx.%04lx ", GetCurrentProcessId(), GetCurrentThreadId());

    va_start(arguments, format);
    int more = _vsnwprintf(line + length, LINE_LENGTH - (size_t)length, format, arguments);
    va_end(arguments);
    /* Microsoft's printf returns -1 for a truncated line. */
    length = more < 0 ? LINE_LENGTH : length + more;
    line[length++] = L'\n';

    int size = WideCharToMultiByte(CP_UTF8, 0, line, length, utf8, sizeof utf8, NULL, NULL);
    linux_syscall(__NR_write, traceFile, (intptr_t)utf8, size, 0, 0, 0);
}
