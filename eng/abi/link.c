// The manual C declarations of eng/linux-link, eng/late-dlls and eng/no-com, whose files include no Windows headers.
#include <windows.h>
#include <objbase.h>
#include <bcrypt.h>
#include <stddef.h>
#define SIZE(type, size) _Static_assert(sizeof(type) == (size), "sizeof " #type)
#define OFFSET(type, member, offset) _Static_assert(offsetof(type, member) == (offset), "offsetof " #type "." #member)
#define VALUE(name, value) _Static_assert((unsigned)(name) == (unsigned)(value), #name)

// eng/linux-link/crt
SIZE(IMAGE_TLS_DIRECTORY64, 40);
OFFSET(IMAGE_TLS_DIRECTORY64, AddressOfIndex, 16);
OFFSET(IMAGE_TLS_DIRECTORY64, AddressOfCallBacks, 24);
OFFSET(IMAGE_TLS_DIRECTORY64, SizeOfZeroFill, 32);
OFFSET(IMAGE_TLS_DIRECTORY64, Characteristics, 36);
OFFSET(DISPATCHER_CONTEXT, ControlPc, 0);
OFFSET(DISPATCHER_CONTEXT, ImageBase, 8);
OFFSET(DISPATCHER_CONTEXT, FunctionEntry, 16);
OFFSET(DISPATCHER_CONTEXT, EstablisherFrame, 24);
OFFSET(DISPATCHER_CONTEXT, TargetIp, 32);
OFFSET(DISPATCHER_CONTEXT, ContextRecord, 40);
OFFSET(DISPATCHER_CONTEXT, LanguageHandler, 48);
OFFSET(DISPATCHER_CONTEXT, HandlerData, 56);
SIZE(RUNTIME_FUNCTION, 12);
VALUE(DLL_THREAD_ATTACH, 2);
VALUE(FAST_FAIL_STACK_COOKIE_CHECK_FAILURE, 2);
VALUE(FAST_FAIL_INVALID_ARG, 5);
VALUE(FAST_FAIL_FATAL_APP_EXIT, 7);
VALUE(FAST_FAIL_RANGE_CHECK_FAILURE, 8);

// eng/no-com
VALUE(S_FALSE, 1);
VALUE(APTTYPE_MTA, 1);
VALUE(APTTYPEQUALIFIER_NONE, 0);
VALUE(COWAIT_WAITALL, 1);
VALUE(COWAIT_ALERTABLE, 2);
VALUE(WAIT_TIMEOUT, 258);
VALUE(RPC_S_CALLPENDING, 0x80010115);
VALUE(E_FAIL, 0x80004005);
VALUE(BCRYPT_USE_SYSTEM_PREFERRED_RNG, 2);

// eng/late-dlls
VALUE(LOAD_LIBRARY_SEARCH_SYSTEM32, 0x800);
