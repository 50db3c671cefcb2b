// The five functions of ole32.dll that NativeAOT's runtime calls, so that bootstrap.exe does not import ole32.dll.
//
// The runtime enters a COM apartment on its main thread at each start, whether or not the program uses COM. Ours does
// not, and MI's client works without one: https://github.com/prometheus-community/windows_exporter/tree/master/internal/mi
// calls it from threads that never called CoInitializeEx.
//
// This is only an optimisation of the start: loading ole32.dll, and with it user32.dll and gdi32.dll, takes longer than
// the rest of the start (docs/benchmarks.md). Stops do not depend on it. Microsoft documents that a console program
// with user32.dll or gdi32.dll gets no shutdown event
// (https://learn.microsoft.com/windows/console/setconsolectrlhandler, Remarks), but in containers such programs get it:
// docs/windows-evidence.md.
//
// Both linkers prefer an object file to an import library. Both names of each function are defined, the plain one and
// the one with __imp_, because an import library defines both if one is missing. No headers: mingw-w64's do not compile
// for the windows-msvc target. Results as documented at https://learn.microsoft.com/windows/win32/api/combaseapi.

typedef long HRESULT;
typedef unsigned long ULONG;

enum {
    S_OK = 0,
    S_FALSE = 1,          // of CoInitializeEx: this thread has an apartment already
    APTTYPE_MTA = 1,      // https://learn.microsoft.com/windows/win32/api/objidlbase/ne-objidlbase-apttype
    APTTYPEQUALIFIER_NONE = 0,
    COWAIT_WAITALL = 1,   // https://learn.microsoft.com/windows/win32/api/combaseapi/ne-combaseapi-cowait_flags
    COWAIT_ALERTABLE = 2,
    WAIT_TIMEOUT = 258,
    BCRYPT_USE_SYSTEM_PREFERRED_RNG = 2,
};

#define E_FAIL ((HRESULT)0x80004005)
#define RPC_S_CALLPENDING ((HRESULT)0x80010115) // of CoWaitForMultipleHandles: not within the time

__declspec(dllimport) ULONG WaitForMultipleObjectsEx(ULONG count, void *const *handles, int all, ULONG milliseconds, int alertable);
__declspec(dllimport) HRESULT BCryptGenRandom(void *algorithm, unsigned char *buffer, ULONG length, ULONG flags);

HRESULT CoInitializeEx(void *reserved, ULONG model)
{
    (void)reserved;
    (void)model;
    return S_FALSE;
}

void CoUninitialize(void)
{
}

// Multithreaded, so a wait needs no message loop.
HRESULT CoGetApartmentType(int *type, int *qualifier)
{
    *type = APTTYPE_MTA;
    *qualifier = APTTYPEQUALIFIER_NONE;
    return S_OK;
}

// Called only in a single-threaded apartment. This is the behaviour for a multithreaded one.
HRESULT CoWaitForMultipleHandles(ULONG flags, ULONG milliseconds, ULONG count, void *const *handles, ULONG *index)
{
    *index = WaitForMultipleObjectsEx(count, handles, (flags & COWAIT_WAITALL) != 0, milliseconds, (flags & COWAIT_ALERTABLE) != 0);
    return *index == WAIT_TIMEOUT ? RPC_S_CALLPENDING : *index == (ULONG)-1 ? E_FAIL : S_OK;
}

// A random GUID of version 4 (RFC 9562), as CoCreateGuid's are.
HRESULT CoCreateGuid(unsigned char *guid)
{
    if (BCryptGenRandom(0, guid, 16, BCRYPT_USE_SYSTEM_PREFERRED_RNG) != 0) {
        return E_FAIL;
    }
    guid[7] = (unsigned char)((guid[7] & 0x0F) | 0x40); // the high byte of the little-endian third field
    guid[8] = (unsigned char)((guid[8] & 0x3F) | 0x80);
    return S_OK;
}

HRESULT (*const __imp_CoInitializeEx)(void *, ULONG) = CoInitializeEx;
void (*const __imp_CoUninitialize)(void) = CoUninitialize;
HRESULT (*const __imp_CoGetApartmentType)(int *, int *) = CoGetApartmentType;
HRESULT (*const __imp_CoWaitForMultipleHandles)(ULONG, ULONG, ULONG, void *const *, ULONG *) = CoWaitForMultipleHandles;
HRESULT (*const __imp_CoCreateGuid)(unsigned char *) = CoCreateGuid;
