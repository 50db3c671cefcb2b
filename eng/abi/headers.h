// The headers of the declarations that bootstrap.exe uses. Add the header of a new declaration here.
#include <winsock2.h>
#include <ws2ipdef.h>
#define WIN32_NO_STATUS
#include <windows.h>
#undef WIN32_NO_STATUS
#include <ntstatus.h>
#include <winternl.h>
#include <iphlpapi.h>
#include <netioapi.h>
#include <winhttp.h>
#include <winsvc.h>
#include <lmcons.h>
#include <wbemcli.h>
#include <mi.h>
#include <stddef.h>

// The SDK's definition is not a constant expression in C++.
#undef offsetof
#define offsetof(type, member) __builtin_offsetof(type, member)

// Folds a macro with a pointer, such as HKEY_LOCAL_MACHINE, to a constant.
#define VALUE(expression) (__builtin_constant_p(expression) ? (expression) : (expression))

// The sizes of a function's result and parameters; 0 for void.
template <typename T> struct SizeOf { enum { value = sizeof(T) }; };
template <> struct SizeOf<void> { enum { value = 0 }; };
template <typename F> struct Signature;
template <typename R, typename... A> struct Signature<R (*)(A...)> {
    template <unsigned Result, unsigned... Parameters> static constexpr bool has()
    {
        const unsigned ours[] = { Result, Parameters... }, theirs[] = { (unsigned)SizeOf<R>::value, (unsigned)SizeOf<A>::value... };
        if (sizeof(ours) != sizeof(theirs)) {
            return false;
        }
        for (unsigned i = 0; i < sizeof(ours) / sizeof(ours[0]); i++) {
            if (ours[i] != theirs[i]) {
                return false;
            }
        }
        return true;
    }
};
