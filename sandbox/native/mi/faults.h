/*
 * Injected faults and the trace, configured by C:\sandbox\mi.ini. Without the file there are none. The file is read
 * once, when the DLL is loaded. An unknown entry ends the process with a message: a fault that is silently not injected
 * would let a test pass for the wrong reason.
 *
 *     [fail]           the operation ends with this MI result and does nothing
 *     Invoke=2         Initialize, NewSession, QueryInstances, EnumerateInstances, GetInstance, DeleteInstance, Invoke;
 *                      NewInstance, NewOperationOptions, SetInterval, AddElement; Row: after the first row of an answer
 *     [hang]           milliseconds before the first result; Cancel, Close or the operation's timeout end it earlier
 *     QueryInstances=60000
 *     [hang-class]     the same for every operation on a class (the longer of the two applies)
 *     MSFT_NetAdapter=60000
 *     [return]         ReturnValue of the method, which does nothing, even if the value is 0
 *     Create=5
 *     [details]
 *     none=1           failures have no text and no error instance
 *     [odd]            an odd copy before each row of a class: odd_rows.h
 *     MSFT_NetRoute.NextHop=missing
 *     [trace]
 *     file=C:\sandbox\mi.log
 */
#ifndef FAULTS_H
#define FAULTS_H

#include <stdbool.h>

#include "mi_abi.h"

typedef enum FaultPoint {
    FAULT_INITIALIZE,
    FAULT_NEW_SESSION,
    FAULT_QUERY_INSTANCES,
    FAULT_ENUMERATE_INSTANCES,
    FAULT_GET_INSTANCE,
    FAULT_DELETE_INSTANCE,
    FAULT_INVOKE,
    FAULT_NEW_INSTANCE,
    FAULT_NEW_OPERATION_OPTIONS,
    FAULT_SET_INTERVAL,
    FAULT_ADD_ELEMENT,
    FAULT_ROW,
    FAULT_POINTS,
    FAULT_NONE = FAULT_POINTS, /* an operation without fault injection */
} FaultPoint;

void faults_load(void);

/* The injected result; MI_RESULT_OK without one. */
MI_Result faults_result(FaultPoint point);

/* The injected hang in milliseconds; 0 without one. `className` may be NULL. */
unsigned long faults_hang(FaultPoint point, const wchar_t *className);

/* Whether MSFT_NetRoute.Create returns an injected ReturnValue instead of working. With 0 it only reports success. */
bool faults_create_return_value(MI_Uint32 *returnValue);

bool faults_hide_details(void);

#endif
