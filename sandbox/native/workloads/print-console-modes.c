/*
 * print-console-modes.exe
 *
 * Prints the console modes of stdin, stdout and stderr as "modes 0xIN 0xOUT 0xERR"; 0xffffffff if it is not a
 * console.
 */
#include <stdio.h>
#include <windows.h>

static DWORD mode_of(DWORD handle)
{
    DWORD mode;
    return GetConsoleMode(GetStdHandle(handle), &mode) ? mode : 0xffffffff;
}

int wmain(void)
{
    printf("modes 0x%lx 0x%lx 0x%lx\n", mode_of(STD_INPUT_HANDLE), mode_of(STD_OUTPUT_HANDLE), mode_of(STD_ERROR_HANDLE));
    return 0;
}
