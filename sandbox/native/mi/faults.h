/*
 * Faults that a test asks for, and the trace, from C:\sandbox\mi.ini. No file, no faults. The file is read once, when
 * the DLL is loaded; anything in it that means nothing ends the process with a message: a fault that is silently not
 * injected would let a test pass for the wrong reason.
 *
 *     [fail]           the operation ends with this MI result, and nothing is done
 *     Invoke=2         Initialize, NewSession, QueryInstances, EnumerateInstances, GetInstance, DeleteInstance, Invoke;
 *                      NewInstance, NewOperationOptions, SetInterval, AddElement; Row: after the first row of an answer
 *     [hang]           milliseconds before the first result; ends early by Cancel, Close or the operation's time-out
 *     QueryInstances=60000
 *     [hang-class]     the same for every operation on a class (the longer of the two counts)
 *     MSFT_NetAdapter=60000
 *     [return]         ReturnValue of the method; nothing is done, even where it is 0
 *     Create=5
 *     [details]
 *     none=1           failures carry no text and no error instance
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
    FAULT_NONE = FAULT_POINTS, /* an operation in which no fault can be injected */
} FaultPoint;

void faults_load(void);

/* MI_RESULT_OK when this operation shall not fail. */
MI_Result faults_result(FaultPoint point);

/* Milliseconds; 0 when this operation on this class shall not hang. `className` may be NULL. */
unsigned long faults_hang(FaultPoint point, const wchar_t *className);

/* Whether MSFT_NetRoute.Create shall give a ReturnValue instead of working, and which: 0 is success that is none. */
bool faults_create_return_value(MI_Uint32 *returnValue);

bool faults_hide_details(void);

#endif
