/* A failure: an MI result, and the text and id of its MSFT_WmiError instance. */
#ifndef FAILURE_H
#define FAILURE_H

#include <stdbool.h>

#include "mi_abi.h"

typedef struct Failure {
    MI_Result result;
    wchar_t messageId[64];
    wchar_t message[256];
} Failure;

/* Fill in and return false, so that a function can say `return failure_...(...)`. */
bool failure_set(Failure *failure, MI_Result result, const wchar_t *messageId, const wchar_t *format, ...);

/* With the text and id that WMI uses for this result. */
bool failure_of_wmi(Failure *failure, MI_Result result);

/* A refusal by the kernel: the Windows error for an errno of rtnetlink. */
bool failure_of_kernel(Failure *failure, int linuxErrno);

/* A new MSFT_WmiError instance. */
MI_Instance *failure_instance(const Failure *failure);

#endif
