/*
 * exit-code.exe CODE
 *
 * Ends with CODE, all 32 bits of it, decimal or hexadecimal: 259, 0xC000013A.
 */
#include <errno.h>
#include <stdio.h>
#include <wchar.h>
#include <windows.h>

int wmain(int argc, wchar_t **argv)
{
    wchar_t *end = NULL;
    errno = 0;
    unsigned long code = argc == 2 ? wcstoul(argv[1], &end, 0) : 0;
    if (argc != 2 || end == argv[1] || *end != L'\0' || errno != 0) {
        fputs("usage: exit-code.exe CODE (decimal or 0x hexadecimal, 32 bits)\n", stderr);
        return 2;
    }

    /* Not "return": the C runtime may change an exit status, ExitProcess may not. */
    ExitProcess(code);
}
