/* MI_OperationOptions: of all options only the time-out is kept; the others are accepted and mean nothing here. */
#ifndef OPERATION_OPTIONS_H
#define OPERATION_OPTIONS_H

#include "mi_abi.h"

void operation_options_new(MI_OperationOptions *options);

/* Milliseconds; INFINITE for none. `options` may be NULL. */
unsigned long operation_options_timeout(const MI_OperationOptions *options);

extern const MI_OperationOptionsFT operationOptionsFunctions;

#endif
