/*
 * sleep.exe MILLISECONDS [EXIT-CODE]
 *
 * Prints "sleeping", sleeps, and ends with EXIT-CODE (0). For tests of timeouts and kills.
 */
#include <stdio.h>
#include <wchar.h>
#include <windows.h>

int wmain(int argc, wchar_t **argv)
{
    if (argc < 2 || argc > 3) {
        fputs("usage: sleep.exe MILLISECONDS [EXIT-CODE]\n", stderr);
        return 2;
    }

    puts("sleeping");
    fflush(stdout);
    Sleep(wcstoul(argv[1], NULL, 10));
    ExitProcess(argc == 3 ? wcstoul(argv[2], NULL, 0) : 0);
}
