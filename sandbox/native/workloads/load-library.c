/*
 * load-library.exe FILE
 *
 * Loads a DLL as the dynamic loader does. Exit code: 0, or the Win32 error.
 */
#include <windows.h>

int wmain(int argc, wchar_t **argv)
{
    return argc == 2 && LoadLibraryW(argv[1]) != NULL ? 0 : (int)GetLastError();
}
