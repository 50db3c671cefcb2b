/*
 * copy.exe
 *
 * Copies stdin to stdout unchanged and writes the number of bytes to stderr.
 */
#include <stdio.h>
#include <windows.h>

int wmain(void)
{
    HANDLE input = GetStdHandle(STD_INPUT_HANDLE);
    HANDLE output = GetStdHandle(STD_OUTPUT_HANDLE);
    static char buffer[65536];
    unsigned long long total = 0;
    DWORD length = 0;

    while (ReadFile(input, buffer, sizeof buffer, &length, NULL) && length > 0) {
        for (DWORD done = 0, written = 0; done < length; done += written) {
            if (!WriteFile(output, buffer + done, length - done, &written, NULL)) {
                fprintf(stderr, "copy: cannot write (Win32 error %lu)\n", GetLastError());
                return 1;
            }
        }
        total += length;
    }

    fprintf(stderr, "%llu bytes\n", total);
    return 0;
}
