// The few x64 Windows declarations the shim needs. mingw-w64's headers do not compile for the
// windows-msvc target, and the Windows SDK is fetched by ./build abi alone, so they are written out, each with
// the name it has in winnt.h. Layouts: https://learn.microsoft.com/cpp/build/exception-handling-x64
// and https://learn.microsoft.com/windows/win32/debug/pe-format.
#pragma once

#include <stdint.h>

// A term of the pe-format page: the linker sorts sections that share a name by what follows the
// '$', so a pointer that goes into ".CRT$XCM" lies between those in ".CRT$XCA" and ".CRT$XCZ".
#define IN_SECTION(name) __declspec(allocate(name))

#define DLL_THREAD_ATTACH 2

// Codes of __fastfail, which ends the process at once with STATUS_STACK_BUFFER_OVERRUN
// (0xC0000409) and runs no handler: https://learn.microsoft.com/cpp/intrinsics/fastfail.
#define FAST_FAIL_STACK_COOKIE_CHECK_FAILURE 2
#define FAST_FAIL_INVALID_ARG 5
#define FAST_FAIL_FATAL_APP_EXIT 7
#define FAST_FAIL_RANGE_CHECK_FAILURE 8

typedef void (*PIMAGE_TLS_CALLBACK)(void *module, uint32_t reason, void *reserved);

typedef struct {
    uint64_t StartAddressOfRawData;
    uint64_t EndAddressOfRawData;
    uint64_t AddressOfIndex;
    uint64_t AddressOfCallBacks;
    uint32_t SizeOfZeroFill;
    uint32_t Characteristics; // the linker writes the alignment of .tls here
} IMAGE_TLS_DIRECTORY64;

typedef enum {
    ExceptionContinueExecution,
    ExceptionContinueSearch,
} EXCEPTION_DISPOSITION;

typedef struct {
    uint32_t BeginAddress;
    uint32_t EndAddress;
    uint32_t UnwindData;
} RUNTIME_FUNCTION;

typedef struct {
    uint8_t VersionAndFlags;
    uint8_t SizeOfProlog;
    uint8_t CountOfCodes;
    uint8_t FrameRegister : 4;
    uint8_t FrameOffset : 4; // in units of 16 bytes
} UNWIND_INFO;

typedef struct {
    uint64_t ControlPc;
    uint64_t ImageBase;
    const RUNTIME_FUNCTION *FunctionEntry;
    uint64_t EstablisherFrame;
    uint64_t TargetIp;
    void *ContextRecord;
    void *LanguageHandler;
    const void *HandlerData;
} DISPATCHER_CONTEXT; // the following members are not used here
