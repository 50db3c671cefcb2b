/*
 * The trace of calls and live objects. With `[trace] file=` in C:\sandbox\mi.ini every MI call writes one line:
 *
 *     0024.0028 Session.QueryInstances(flags 0x0, root\StandardCimv2, WQL, SELECT * FROM MSFT_NetRoute)
 *     0024.0028 Operation.GetInstance(QueryInstances) = OK, instance, more
 *
 * Closing an application and unloading the DLL write the number of live objects.
 */
#ifndef TRACE_H
#define TRACE_H

#include <wchar.h>

#include "mi_abi.h"
#include "trace_file.h"

/* The name of a result without MI_RESULT_: "OK", "ACCESS_DENIED". */
const wchar_t *trace_result_name(MI_Result result);

typedef enum LiveObject {
    LIVE_APPLICATION,
    LIVE_INSTANCE,
    LIVE_OPERATION,
    LIVE_SESSION,
    LIVE_OPTIONS,
    LIVE_OBJECT_KINDS,
} LiveObject;

void live_object_created(LiveObject kind);
void live_object_destroyed(LiveObject kind);
long live_objects(LiveObject kind);
void trace_live_objects(const wchar_t *occasion);

#endif
