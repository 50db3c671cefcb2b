#include "faults.h"

#include <windows.h>

#include "ini_file.h"
#include "odd_rows.h"
#include "trace.h"

#define INI_FILE L"C:\\sandbox\\mi.ini"
#define HANG_CLASSES 8

static const wchar_t *const pointNames[FAULT_POINTS] = {
    [FAULT_INITIALIZE] = L"Initialize",
    [FAULT_NEW_SESSION] = L"NewSession",
    [FAULT_QUERY_INSTANCES] = L"QueryInstances",
    [FAULT_ENUMERATE_INSTANCES] = L"EnumerateInstances",
    [FAULT_GET_INSTANCE] = L"GetInstance",
    [FAULT_DELETE_INSTANCE] = L"DeleteInstance",
    [FAULT_INVOKE] = L"Invoke",
    [FAULT_NEW_INSTANCE] = L"NewInstance",
    [FAULT_NEW_OPERATION_OPTIONS] = L"NewOperationOptions",
    [FAULT_SET_INTERVAL] = L"SetInterval",
    [FAULT_ADD_ELEMENT] = L"AddElement",
    [FAULT_ROW] = L"Row",
};

static unsigned long failResults[FAULT_POINTS];
static unsigned long hangMilliseconds[FAULT_POINTS];
static struct {
    wchar_t className[64];
    unsigned long milliseconds;
} hangClasses[HANG_CLASSES];
static unsigned long createReturnValue;
static bool hasCreateReturnValue;
static unsigned long hideDetails;

static unsigned long *point_entry(unsigned long *table, const wchar_t *section, const wchar_t *key)
{
    for (int point = 0; point < FAULT_POINTS; point++) {
        if (_wcsicmp(pointNames[point], key) == 0) {
            return &table[point];
        }
    }
    ini_file_refuse(section, key);
    return &table[0];
}

static void read_fail(const wchar_t *section, const wchar_t *key, const wchar_t *value)
{
    *point_entry(failResults, section, key) = ini_file_number(section, key, value);
}

static void read_hang(const wchar_t *section, const wchar_t *key, const wchar_t *value)
{
    *point_entry(hangMilliseconds, section, key) = ini_file_number(section, key, value);
}

static void read_hang_class(const wchar_t *section, const wchar_t *key, const wchar_t *value)
{
    for (int i = 0; i < HANG_CLASSES; i++) {
        if (hangClasses[i].className[0] == L'\0') {
            wcsncpy(hangClasses[i].className, key, ARRAYSIZE(hangClasses[i].className) - 1);
            hangClasses[i].milliseconds = ini_file_number(section, key, value);
            return;
        }
    }
    ini_file_refuse(section, key);
}

static void read_return(const wchar_t *section, const wchar_t *key, const wchar_t *value)
{
    if (_wcsicmp(key, L"Create") != 0) {
        ini_file_refuse(section, key);
    }
    createReturnValue = ini_file_number(section, key, value);
    hasCreateReturnValue = true;
}

static void read_details(const wchar_t *section, const wchar_t *key, const wchar_t *value)
{
    if (_wcsicmp(key, L"none") != 0) {
        ini_file_refuse(section, key);
    }
    hideDetails = ini_file_number(section, key, value);
}

static void read_trace(const wchar_t *section, const wchar_t *key, const wchar_t *value)
{
    if (_wcsicmp(key, L"file") != 0 || !trace_open(value)) {
        ini_file_refuse(section, key);
    }
}

static const IniSection sections[] = {
    { L"fail", read_fail },         { L"hang", read_hang },       { L"hang-class", read_hang_class },
    { L"return", read_return },     { L"details", read_details }, { L"trace", read_trace },
    { L"odd", odd_rows_read },
};

void faults_load(void)
{
    ini_file_read(L"mi.dll", INI_FILE, sections, ARRAYSIZE(sections));
}

MI_Result faults_result(FaultPoint point)
{
    return point == FAULT_NONE ? MI_RESULT_OK : (MI_Result)failResults[point];
}

unsigned long faults_hang(FaultPoint point, const wchar_t *className)
{
    unsigned long milliseconds = point == FAULT_NONE ? 0 : hangMilliseconds[point];

    for (int i = 0; className != NULL && i < HANG_CLASSES; i++) {
        if (_wcsicmp(hangClasses[i].className, className) == 0 && hangClasses[i].milliseconds > milliseconds) {
            milliseconds = hangClasses[i].milliseconds;
        }
    }
    return milliseconds;
}

bool faults_create_return_value(MI_Uint32 *returnValue)
{
    *returnValue = createReturnValue;
    return hasCreateReturnValue;
}

bool faults_hide_details(void)
{
    return hideDetails != 0;
}
