/*
 * wrapper-with-dlls.exe COMMAND LINE
 *
 * The floor of a wrapper that is made by NativeAOT: it loads the DLLs that the runtime's own half imports
 * (docs/architecture.md has the list), and uses none of them.
 */
#include "wrap.h"

void start(void)
{
    LoadLibraryW(L"advapi32.dll");
    LoadLibraryW(L"bcrypt.dll");
    LoadLibraryW(L"ucrtbase.dll");
    ExitProcess(wrap());
}
