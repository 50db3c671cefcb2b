#include "trace_file.h"

#include <stdarg.h>
#include <stdio.h>
#include <windows.h>

#define LINE_LENGTH 1000

static HANDLE traceFile = INVALID_HANDLE_VALUE;

/*
 * Held while a line is written. Wine appends in two steps, reading the end of the file and writing there
 * (dlls/ntdll/unix/file.c, NtWriteFile), so that a line of another thread or process would be overwritten.
 */
static HANDLE traceMutex;

bool trace_open(const wchar_t *path)
{
    traceFile = CreateFileW(path, FILE_APPEND_DATA, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_ALWAYS,
                            FILE_ATTRIBUTE_NORMAL, NULL);
    traceMutex = CreateMutexW(NULL, FALSE, L"sandbox-trace");
    return traceFile != INVALID_HANDLE_VALUE && traceMutex != NULL;
}

void trace(const wchar_t *format, ...)
{
    wchar_t line[LINE_LENGTH + 2];
    char utf8[sizeof line * 3];
    va_list arguments;

    if (traceFile == INVALID_HANDLE_VALUE) {
        return;
    }

    int length = _snwprintf(line, LINE_LENGTH, L"%04lx.%04lx ", GetCurrentProcessId(), GetCurrentThreadId());

    va_start(arguments, format);
    int more = _vsnwprintf(line + length, LINE_LENGTH - (size_t)length, format, arguments);
    va_end(arguments);
    /* Microsoft's printf returns -1 for a truncated line. */
    length = more < 0 ? LINE_LENGTH : length + more;
    line[length++] = L'\n';

    DWORD size = (DWORD)WideCharToMultiByte(CP_UTF8, 0, line, length, utf8, sizeof utf8, NULL, NULL);
    WaitForSingleObject(traceMutex, INFINITE);
    WriteFile(traceFile, utf8, size, &size, NULL);
    ReleaseMutex(traceMutex);
}
