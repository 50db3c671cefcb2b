// The stack cookie of /GS: a secret that a protected function keeps between its buffers and its
// return address, and compares before it returns (__security_check_cookie, in guard.s).
// https://learn.microsoft.com/cpp/build/reference/gs-buffer-security-check

#include "win64.h"

__declspec(dllimport) void GetSystemTimeAsFileTime(uint64_t *time);
__declspec(dllimport) int QueryPerformanceCounter(uint64_t *counter);
__declspec(dllimport) uint32_t GetCurrentProcessId(void);
__declspec(dllimport) uint32_t GetCurrentThreadId(void);

// The Windows loader finds the cookie by the load configuration (guard.s). If it has this value, the
// loader replaces it by a random number of the kernel before any code of the image runs.
#define DEFAULT_SECURITY_COOKIE 0x00002B992DDFA232ull

// The upper 16 bits are always zero: a string overrun cannot write the whole cookie without
// writing zeros.
#define COOKIE_MASK 0x0000FFFFFFFFFFFFull

uint64_t __security_cookie = DEFAULT_SECURITY_COOKIE;

// For a loader that left the default: the same sources as in Microsoft's runtime. Weaker than kernel
// randomness, never the default, and different from run to run.
void __security_init_cookie(void)
{
    if (__security_cookie != DEFAULT_SECURITY_COOKIE) {
        return;
    }

    uint64_t time = 0;
    uint64_t counter = 0;
    GetSystemTimeAsFileTime(&time);
    QueryPerformanceCounter(&counter);

    uint64_t cookie = time ^ GetCurrentThreadId() ^ GetCurrentProcessId()
        ^ (counter << 32) ^ counter ^ (uint64_t)&cookie;
    cookie &= COOKIE_MASK;
    __security_cookie = cookie == DEFAULT_SECURITY_COOKIE ? cookie + 1 : cookie;
}

_Noreturn void __report_gsfailure(uint64_t cookie)
{
    (void)cookie;
    __fastfail(FAST_FAIL_STACK_COOKIE_CHECK_FAILURE);
}

// Called by compiled code when an index it checked by itself is out of range.
_Noreturn void __report_rangecheckfailure(void)
{
    __fastfail(FAST_FAIL_RANGE_CHECK_FAILURE);
}
