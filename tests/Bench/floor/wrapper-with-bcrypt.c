/*
 * wrapper-with-bcrypt.exe COMMAND LINE
 *
 * What the DLLs of eng/late-dlls cost: under Wine, bcrypt.dll brings gnutls.
 */
#include "wrap.h"

void start(void)
{
    LoadLibraryW(L"advapi32.dll");
    LoadLibraryW(L"bcrypt.dll");
    ExitProcess(wrap());
}
