// Thread-local storage: the directory the loader reads to give each thread its copy of .tls, and
// C++ thread_local objects that need a constructor to run.
// https://learn.microsoft.com/windows/win32/debug/pe-format#the-tls-section

#include <stdbool.h>
#include <stddef.h>

#include "win64.h"

typedef void (*Initializer)(void);

// Compilers put thread-local variables into .tls$*; ".tls" sorts before, ".tls$ZZZ" after them.
#pragma section(".tls", long, read, write)
#pragma section(".tls$ZZZ", long, read, write)
static IN_SECTION(".tls") char TlsStart = 0;
static IN_SECTION(".tls$ZZZ") char TlsEnd = 0;

// Pointers to the initialisers of thread_local objects.
#pragma section(".CRT$XDA", long, read)
#pragma section(".CRT$XDZ", long, read)
static IN_SECTION(".CRT$XDA") const Initializer FirstThreadInitializer = NULL;
static IN_SECTION(".CRT$XDZ") const Initializer LastThreadInitializer = NULL;

// Set by the loader: the module's slot in the thread's TLS array.
uint32_t _tls_index = 0;

// Compiled code reads this before it uses a thread_local object and calls
// __dyn_tls_on_demand_init when it is false.
_Thread_local bool __tls_guard = false;

void __dyn_tls_on_demand_init(void)
{
    if (__tls_guard) {
        return;
    }
    __tls_guard = true;

    // volatile: C does not allow a step from one object to another, and the compiler may assume that
    // it never happens.
    const Initializer *volatile first = &FirstThreadInitializer;
    for (const Initializer *entry = first + 1; entry < &LastThreadInitializer; entry++) {
        if (*entry != NULL) {
            (*entry)();
        }
    }
}

// Objects with a thread_local reference this name by the linker directive /include:__dyn_tls_init.
void __dyn_tls_init(void *module, uint32_t reason, void *reserved)
{
    (void)module;
    (void)reserved;
    if (reason == DLL_THREAD_ATTACH) {
        __dyn_tls_on_demand_init();
    }
}

// The list of callbacks is between XLA and XLZ, which is the terminating null.
#pragma section(".CRT$XLA", long, read)
#pragma section(".CRT$XLC", long, read)
#pragma section(".CRT$XLZ", long, read)
static IN_SECTION(".CRT$XLA") const PIMAGE_TLS_CALLBACK FirstTlsCallback = NULL;
static IN_SECTION(".CRT$XLC") __attribute__((used)) const PIMAGE_TLS_CALLBACK DynamicTlsCallback = __dyn_tls_init;
static IN_SECTION(".CRT$XLZ") __attribute__((used)) const PIMAGE_TLS_CALLBACK LastTlsCallback = NULL;

// The linker points the image's TLS directory here by this name.
#pragma section(".rdata$T", long, read)
IN_SECTION(".rdata$T") const IMAGE_TLS_DIRECTORY64 _tls_used = {
    .StartAddressOfRawData = (uint64_t)&TlsStart,
    .EndAddressOfRawData = (uint64_t)&TlsEnd,
    .AddressOfIndex = (uint64_t)&_tls_index,
    .AddressOfCallBacks = (uint64_t)(&FirstTlsCallback + 1),
};
