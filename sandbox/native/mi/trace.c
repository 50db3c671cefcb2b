#include "trace.h"

#include <windows.h>

static volatile LONG liveObjects[LIVE_OBJECT_KINDS];

const wchar_t *trace_result_name(MI_Result result)
{
    switch (result) {
    case MI_RESULT_OK:
        return L"OK";
    case MI_RESULT_FAILED:
        return L"FAILED";
    case MI_RESULT_ACCESS_DENIED:
        return L"ACCESS_DENIED";
    case MI_RESULT_INVALID_NAMESPACE:
        return L"INVALID_NAMESPACE";
    case MI_RESULT_INVALID_PARAMETER:
        return L"INVALID_PARAMETER";
    case MI_RESULT_INVALID_CLASS:
        return L"INVALID_CLASS";
    case MI_RESULT_NOT_FOUND:
        return L"NOT_FOUND";
    case MI_RESULT_NOT_SUPPORTED:
        return L"NOT_SUPPORTED";
    case MI_RESULT_ALREADY_EXISTS:
        return L"ALREADY_EXISTS";
    case MI_RESULT_NO_SUCH_PROPERTY:
        return L"NO_SUCH_PROPERTY";
    case MI_RESULT_TYPE_MISMATCH:
        return L"TYPE_MISMATCH";
    case MI_RESULT_QUERY_LANGUAGE_NOT_SUPPORTED:
        return L"QUERY_LANGUAGE_NOT_SUPPORTED";
    case MI_RESULT_INVALID_QUERY:
        return L"INVALID_QUERY";
    case MI_RESULT_METHOD_NOT_AVAILABLE:
        return L"METHOD_NOT_AVAILABLE";
    case MI_RESULT_METHOD_NOT_FOUND:
        return L"METHOD_NOT_FOUND";
    }
    return L"another result";
}

void live_object_created(LiveObject kind)
{
    InterlockedIncrement(&liveObjects[kind]);
}

void live_object_destroyed(LiveObject kind)
{
    InterlockedDecrement(&liveObjects[kind]);
}

long live_objects(LiveObject kind)
{
    return liveObjects[kind];
}

void trace_live_objects(const wchar_t *occasion)
{
    trace(L"%ls: live applications=%ld instances=%ld operations=%ld sessions=%ld options=%ld", occasion,
          liveObjects[LIVE_APPLICATION], liveObjects[LIVE_INSTANCE], liveObjects[LIVE_OPERATION],
          liveObjects[LIVE_SESSION], liveObjects[LIVE_OPTIONS]);
}
