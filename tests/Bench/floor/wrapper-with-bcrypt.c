/*
 * wrapper-with-bcrypt.exe COMMAND LINE
 *
 * Measures the cost of the DLLs of eng/late-dlls: under Wine, bcrypt.dll loads gnutls.
 */
#include "wrap.h"

void start(void)
{
    LoadLibraryW(L"advapi32.dll");
    LoadLibraryW(L"bcrypt.dll");
    ExitProcess(wrap());
}
