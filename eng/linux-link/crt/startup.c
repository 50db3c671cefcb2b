// Start of the process, in the order of Microsoft's static C runtime for a console program with a
// wide main. The Universal CRT, part of Windows since Windows 10, does the work.

#include <stddef.h>

#include "win64.h"

typedef int (*InitializerThatCanFail)(void);
typedef void (*Initializer)(void);

enum { ConsoleApp = 1 };           // _crt_console_app
enum { UnexpandedArguments = 1 };  // _crt_argv_unexpanded_arguments: argv as given, no wildcards

__declspec(dllimport) void _set_app_type(int type);
__declspec(dllimport) int _configure_wide_argv(int mode);
__declspec(dllimport) int _initialize_wide_environment(void);
__declspec(dllimport) wchar_t **_get_initial_wide_environment(void);
__declspec(dllimport) int *__p___argc(void);
__declspec(dllimport) wchar_t ***__p___wargv(void);
__declspec(dllimport) int _initterm_e(const InitializerThatCanFail *first, const InitializerThatCanFail *last);
__declspec(dllimport) void _initterm(const Initializer *first, const Initializer *last);
__declspec(dllimport) int _crt_atexit(Initializer function);
__declspec(dllimport) _Noreturn void exit(int code);

void __security_init_cookie(void);    // cookie.c
void __dyn_tls_on_demand_init(void);  // tls.c
int wmain(int argc, wchar_t **argv, wchar_t **environment);

// Compilers put a pointer to each initialiser into .CRT$XI* (C, may fail) and .CRT$XC* (C++); these
// mark where the two tables begin and end.
#pragma section(".CRT$XIA", long, read)
#pragma section(".CRT$XIZ", long, read)
#pragma section(".CRT$XCA", long, read)
#pragma section(".CRT$XCZ", long, read)
static IN_SECTION(".CRT$XIA") const InitializerThatCanFail FirstCInitializer = NULL;
static IN_SECTION(".CRT$XIZ") const InitializerThatCanFail LastCInitializer = NULL;
static IN_SECTION(".CRT$XCA") const Initializer FirstCppInitializer = NULL;
static IN_SECTION(".CRT$XCZ") const Initializer LastCppInitializer = NULL;

// The entry point (/ENTRY).
int wmainCRTStartup(void)
{
    // First, before any function that holds a cookie on its stack: changing the cookie under such a
    // function would look like an overrun when it returns. This one holds none (-fno-stack-protector).
    __security_init_cookie();

    // Without this the ucrt reports an abort() in a message box if there is no stderr.
    _set_app_type(ConsoleApp);
    if (_configure_wide_argv(UnexpandedArguments) != 0 || _initialize_wide_environment() != 0) {
        __fastfail(FAST_FAIL_FATAL_APP_EXIT);
    }

    if (_initterm_e(&FirstCInitializer, &LastCInitializer) != 0) {
        return 255; // as Microsoft's runtime does
    }
    _initterm(&FirstCppInitializer, &LastCppInitializer);

    // The loader ran no TLS callback with DLL_THREAD_ATTACH for the first thread.
    __dyn_tls_on_demand_init();

    // exit, not return: it runs what atexit registered and flushes stdio.
    exit(wmain(*__p___argc(), *__p___wargv(), _get_initial_wide_environment()));
}

int atexit(Initializer function)
{
    return _crt_atexit(function);
}

// Called through the vtable slot of a pure virtual function.
_Noreturn void _purecall(void)
{
    __fastfail(FAST_FAIL_INVALID_ARG);
}

// Marks the use of floating point. Microsoft's compiler references it in every such object.
int _fltused = 0x9875;
