/*
 * print-environment.exe [NAME...]
 *
 * Prints the environment, one NAME=VALUE per line in UTF-8, or only the values of the named variables.
 * Exits with 1 when a named variable is not set.
 */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

static void print_line(const wchar_t *text)
{
    int size = WideCharToMultiByte(CP_UTF8, 0, text, -1, NULL, 0, NULL, NULL);
    char *line = malloc((size_t)size);
    if (line == NULL) {
        ExitProcess(3);
    }
    WideCharToMultiByte(CP_UTF8, 0, text, -1, line, size, NULL, NULL);
    puts(line);
    free(line);
}

int wmain(int argc, wchar_t **argv)
{
    if (argc == 1) {
        wchar_t *block = GetEnvironmentStringsW();
        for (wchar_t *entry = block; *entry != L'\0'; entry += wcslen(entry) + 1) {
            print_line(entry);
        }
        FreeEnvironmentStringsW(block);
        return 0;
    }

    int missing = 0;
    for (int i = 1; i < argc; i++) {
        static wchar_t value[32768];
        SetLastError(ERROR_SUCCESS);
        DWORD length = GetEnvironmentVariableW(argv[i], value, 32768);
        if (length == 0 && GetLastError() == ERROR_ENVVAR_NOT_FOUND) {
            missing = 1;
        } else {
            print_line(value);
        }
    }
    return missing;
}
