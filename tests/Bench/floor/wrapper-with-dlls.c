/*
 * wrapper-with-dlls.exe COMMAND LINE
 *
 * The floor of a NativeAOT wrapper: it loads the DLL that the runtime imports in addition to kernel32.dll and ntdll.dll
 * (listed in docs/architecture.md), without using it.
 */
#include "wrap.h"

void start(void)
{
    LoadLibraryW(L"ucrtbase.dll");
    ExitProcess(wrap());
}
