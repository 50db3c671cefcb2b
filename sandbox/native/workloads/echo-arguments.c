/*
 * echo-arguments.exe [ARG...]
 *
 * Writes its own command line to stdout exactly as Windows gave it, as UTF-16LE without a byte order mark.
 * With --text as the first argument: as UTF-8, with a line end.
 */
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

int wmain(int argc, wchar_t **argv)
{
    const wchar_t *line = GetCommandLineW();
    _setmode(_fileno(stdout), _O_BINARY);

    if (argc > 1 && wcscmp(argv[1], L"--text") == 0) {
        int size = WideCharToMultiByte(CP_UTF8, 0, line, -1, NULL, 0, NULL, NULL);
        char *text = malloc((size_t)size);
        if (text == NULL) {
            return 3;
        }
        WideCharToMultiByte(CP_UTF8, 0, line, -1, text, size, NULL, NULL);
        printf("%s\n", text);
        free(text);
    } else {
        fwrite(line, sizeof *line, wcslen(line), stdout);
    }

    return fflush(stdout) == 0 ? 0 : 1;
}
