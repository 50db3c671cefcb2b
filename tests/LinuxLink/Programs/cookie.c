// cookie.exe print:     prints the cookie after the loader, in main, and after
//                       __security_init_cookie with the default cookie
// cookie.exe registers: prints whether the check keeps the registers
// cookie.exe high-bits: checks against a cookie that is never chosen

#include <stddef.h>
#include <stdint.h>

extern uint64_t __security_cookie;
void __security_init_cookie(void);
void CheckCookie(uint64_t cookie); // cookie.s
int RegistersChanged(void);
int printf(const char *format, ...);

static uint64_t cookieAtLoad;

// A TLS callback runs in the loader, before the entry point.
static void AtLoad(void *module, uint32_t reason, void *reserved)
{
    (void)module;
    (void)reserved;
    if (reason == 1) { // DLL_PROCESS_ATTACH
        cookieAtLoad = __security_cookie;
    }
}
#pragma section(".CRT$XLB", long, read)
__declspec(allocate(".CRT$XLB")) void (*const AtLoadEntry)(void *, uint32_t, void *) = AtLoad;

int wmain(int argc, wchar_t **argv)
{
    switch (argc > 1 ? argv[1][0] : 0) {
    case L'p':
        printf("%016llX\n%016llX\n", cookieAtLoad, __security_cookie);
        __security_cookie = 0x00002B992DDFA232;
        __security_init_cookie();
        printf("%016llX\n", __security_cookie);
        return 42;
    case L'r':
        return RegistersChanged() ? 1 : 42;
    case L'h':
        __security_cookie |= 0x0001000000000000;
        CheckCookie(__security_cookie);
        return 42;
    default:
        return 1;
    }
}
