/* Fills every unsupported slot of the interface. */
#ifndef UNSUPPORTED_H
#define UNSUPPORTED_H

#include "mi_abi.h"
#include "trace.h"

static inline MI_Result unsupported_member(void)
{
    trace(L"a member without implementation = NOT_SUPPORTED");
    return MI_RESULT_NOT_SUPPORTED;
}

#endif
