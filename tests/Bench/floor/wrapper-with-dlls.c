/*
 * wrapper-with-dlls.exe COMMAND LINE
 *
 * The floor of a wrapper that is made by NativeAOT: it loads the DLL that the runtime imports beside kernel32.dll and
 * ntdll.dll (docs/architecture.md has the list), and does not use it.
 */
#include "wrap.h"

void start(void)
{
    LoadLibraryW(L"ucrtbase.dll");
    ExitProcess(wrap());
}
