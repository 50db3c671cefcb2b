// The functions of bcrypt.dll, advapi32.dll and iphlpapi.dll that .NET itself calls, so that bootstrap.exe imports none
// of these DLLs.
//
// A start calls only BCryptGenRandom, for the seeds of hash codes. It uses the processor's random numbers, and
// bcrypt.dll only if the processor has none. The others are called when the program fails fast (the event log), by
// "bootstrap check" (the right to change routes) or with large pages (the collector). The first call loads the DLL,
// from System32 only. This also saves time on Windows, because bcrypt.dll, advapi32.dll and their imports are not
// mapped and initialised before Main. How much has not been measured.

typedef unsigned long DWORD;
typedef unsigned short WCHAR;
typedef unsigned long long WORD64; // Every argument and result is passed in a full register or stack slot.

enum {
    LOAD_LIBRARY_SEARCH_SYSTEM32 = 0x800,
    STATUS_SUCCESS = 0,
};

#define STATUS_DLL_NOT_FOUND ((long)0xC0000135)

__declspec(dllimport) void *LoadLibraryExW(const WCHAR *name, void *file, DWORD flags);
__declspec(dllimport) WORD64 GetProcAddress(void *module, const char *name);

// The address as a number; 0, with the last error set, if there is no such DLL or function.
static WORD64 find(const WCHAR *dll, const char *function)
{
    void *module = LoadLibraryExW(dll, 0, LOAD_LIBRARY_SEARCH_SYSTEM32);
    return module == 0 ? 0 : GetProcAddress(module, function);
}

// If a function is missing, the result is 0, which means failure for each of them.
// https://learn.microsoft.com/windows/win32/api/securitybaseapi, https://learn.microsoft.com/windows/win32/api/winbase
#define LATE(name, parameters, arguments) \
    WORD64 name parameters \
    { \
        WORD64 (*function) parameters = (WORD64 (*) parameters)find((const WCHAR *)L"advapi32.dll", #name); \
        return function == 0 ? 0 : function arguments; \
    } \
    WORD64 (*const __imp_##name) parameters = name;

LATE(AdjustTokenPrivileges,
    (WORD64 a, WORD64 b, WORD64 c, WORD64 d, WORD64 e, WORD64 f), (a, b, c, d, e, f))
LATE(DeregisterEventSource, (WORD64 a), (a))
LATE(GetTokenInformation, (WORD64 a, WORD64 b, WORD64 c, WORD64 d, WORD64 e), (a, b, c, d, e))
LATE(LookupPrivilegeValueW, (WORD64 a, WORD64 b, WORD64 c), (a, b, c))
LATE(OpenProcessToken, (WORD64 a, WORD64 b, WORD64 c), (a, b, c))
LATE(RegisterEventSourceW, (WORD64 a, WORD64 b), (a, b))
LATE(ReportEventW,
    (WORD64 a, WORD64 b, WORD64 c, WORD64 d, WORD64 e, WORD64 f, WORD64 g, WORD64 h, WORD64 i),
    (a, b, c, d, e, f, g, h, i))

// IPv6 zones by name in an address, which bootstrap never accepts: ERROR_NOT_SUPPORTED. System.Net.Primitives would
// search iphlpapi.dll beside the exe first.
WORD64 ConvertInterfaceNameToLuidW(WORD64 name, WORD64 luid) { (void)name; (void)luid; return 50; }
WORD64 ConvertInterfaceLuidToIndex(WORD64 luid, WORD64 index) { (void)luid; (void)index; return 50; }
WORD64 (*const __imp_ConvertInterfaceNameToLuidW)(WORD64, WORD64) = ConvertInterfaceNameToLuidW;
WORD64 (*const __imp_ConvertInterfaceLuidToIndex)(WORD64, WORD64) = ConvertInterfaceLuidToIndex;

// The processor's random numbers, RDRAND, are available if bit 30 of ecx is set in CPUID's leaf 1 (Intel 64 and IA-32
// Architectures Software Developer's Manual, volume 1, 7.3.17.1).
#ifdef __clang__
static int has_random_numbers(void)
{
    DWORD a = 1, b, c, d;
    __asm__("cpuid" : "+a"(a), "=b"(b), "=c"(c), "=d"(d));
    return (c >> 30) & 1;
}

static int random_number(WORD64 *value)
{
    unsigned char isThere;
    __asm__ volatile("rdrand %0; setc %1" : "=r"(*value), "=q"(isThere) : : "cc");
    return isThere;
}
#else
void __cpuid(int registers[4], int leaf);
int _rdrand64_step(WORD64 *value);

static int has_random_numbers(void)
{
    int registers[4];
    __cpuid(registers, 1);
    return (registers[2] >> 30) & 1;
}

static int random_number(WORD64 *value)
{
    return _rdrand64_step(value);
}
#endif

// Some AMD processors always return a number with all bits set, by a defect or after a suspension
// (https://github.com/systemd/systemd/issues/11810). Such numbers are rejected.
static int fill(unsigned char *buffer, DWORD length)
{
#ifdef WITHOUT_RANDOM_NUMBERS // for the test of the other way
    return 0;
#endif
    if (!has_random_numbers()) {
        return 0;
    }
    for (DWORD done = 0; done < length;) {
        WORD64 value = 0;
        int tries = 10; // As the manual recommends.
        while (!random_number(&value) && --tries > 0) {
        }
        if (value == 0 || value == ~0ull) {
            return 0;
        }
        for (int bytes = 0; bytes < 8 && done < length; bytes++, done++) {
            buffer[done] = (unsigned char)(value >> (8 * bytes));
        }
    }
    return 1;
}

typedef long (*Generate)(void *algorithm, unsigned char *buffer, DWORD length, DWORD flags);

// https://learn.microsoft.com/windows/win32/api/bcrypt/nf-bcrypt-bcryptgenrandom
long BCryptGenRandom(void *algorithm, unsigned char *buffer, DWORD length, DWORD flags)
{
    if (fill(buffer, length)) {
        return STATUS_SUCCESS;
    }
    Generate generate = (Generate)find((const WCHAR *)L"bcrypt.dll", "BCryptGenRandom");
    return generate == 0 ? STATUS_DLL_NOT_FOUND : generate(algorithm, buffer, length, flags);
}

const Generate __imp_BCryptGenRandom = BCryptGenRandom;
