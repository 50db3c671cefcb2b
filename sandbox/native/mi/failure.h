/* Why something did not work: an MI result, and the text and id that its MSFT_WmiError instance carries. */
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

/* The texts and ids that WMI itself uses for this result. */
bool failure_of_wmi(Failure *failure, MI_Result result);

/* A refusal by the network: the errno of rtnetlink, told as the Windows error that a user would see. */
bool failure_of_kernel(Failure *failure, int linuxErrno);

/* A new MSFT_WmiError instance. */
MI_Instance *failure_instance(const Failure *failure);

#endif
