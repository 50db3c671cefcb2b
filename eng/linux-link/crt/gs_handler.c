// __GSHandlerCheck: the exception handler of a function with a stack cookie. An exception leaves such
// a function without the check at its end. So Windows calls this handler for every frame, once during
// the search for a handler and once during the unwind. A changed cookie ends the process before any
// other code uses the overwritten stack.
//
// No header declares the handler data. Microsoft's own handler is in the sources that come with Visual
// C++ (gshandler.cpp); this one was written from the data itself and checked against all 426 functions
// of NativeAOT's libraries that use it. They have three shapes: plain (417), with a frame pointer (8),
// with an aligned frame (1).

#include "win64.h"

void __security_check_cookie(uint64_t cookie); // guard.s

typedef struct {
    int32_t CookieOffset;      // the low three bits are flags
    int32_t AlignedBaseOffset; // this and Alignment are there only with HasAlignment
    int32_t Alignment;         // a power of two
} GS_HANDLER_DATA;

enum {
    // Bits 0 and 1 (EHandler, UHandler) are for __GSHandlerCheck_SEH, which no NativeAOT library uses:
    // they select when the function's handler runs next.
    HasAlignment = 4,
    AllFlags = 7,
};

EXCEPTION_DISPOSITION __GSHandlerCheck(
    void *exceptionRecord, uint64_t establisherFrame, void *context, const DISPATCHER_CONTEXT *dispatcher)
{
    (void)exceptionRecord;
    (void)context;
    const GS_HANDLER_DATA *data = dispatcher->HandlerData;

    // The cookie's address: an offset from the stack pointer after the prologue or, in a function
    // with aligned locals, from the rounded base.
    uint64_t base = establisherFrame;
    if (data->CookieOffset & HasAlignment) {
        base = (establisherFrame + data->AlignedBaseOffset) & -(int64_t)data->Alignment;
    }
    uint64_t stored = *(const uint64_t *)(base + (data->CookieOffset & ~AllFlags));

    // The cookie is mixed with the frame pointer if the function has one, else with the stack pointer.
    // Windows computes establisherFrame from the same UNWIND_INFO (also a chained one) as the frame
    // register minus this offset, so adding the offset gives the register.
    const UNWIND_INFO *unwind =
        (const UNWIND_INFO *)(dispatcher->ImageBase + dispatcher->FunctionEntry->UnwindData);
    uint64_t mixedWith = establisherFrame;
    if (unwind->FrameRegister != 0) {
        mixedWith += unwind->FrameOffset * 16;
    }

    __security_check_cookie(stored ^ mixedWith);
    return ExceptionContinueSearch;
}
