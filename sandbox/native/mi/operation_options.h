/* MI_OperationOptions: only the timeout is used; other options are accepted and ignored. */
#ifndef OPERATION_OPTIONS_H
#define OPERATION_OPTIONS_H

#include "mi_abi.h"

void operation_options_new(MI_OperationOptions *options);

/* Milliseconds; INFINITE for none. `options` may be NULL. */
unsigned long operation_options_timeout(const MI_OperationOptions *options);

extern const MI_OperationOptionsFT operationOptionsFunctions;

#endif
