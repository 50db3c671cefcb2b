#include "faults.h"

#include <stdio.h>
#include <windows.h>

#include "trace.h"

#define INI_FILE L"C:\\sandbox\\mi.ini"
#define SECTION_LENGTH 4096
#define HANG_CLASSES 8

static const wchar_t *const pointNames[FAULT_POINTS] = {
    [FAULT_INITIALIZE] = L"Initialize",
    [FAULT_NEW_SESSION] = L"NewSession",
    [FAULT_QUERY_INSTANCES] = L"QueryInstances",
    [FAULT_ENUMERATE_INSTANCES] = L"EnumerateInstances",
    [FAULT_GET_INSTANCE] = L"GetInstance",
    [FAULT_DELETE_INSTANCE] = L"DeleteInstance",
    [FAULT_INVOKE] = L"Invoke",
};

static unsigned long failResults[FAULT_POINTS];
static unsigned long hangMilliseconds[FAULT_POINTS];
static struct {
    wchar_t className[64];
    unsigned long milliseconds;
} hangClasses[HANG_CLASSES];
static unsigned long createReturnValue;
static unsigned long hideDetails;

static void refuse(const wchar_t *section, const wchar_t *entry)
{
    fwprintf(stderr, L"mi.dll: " INI_FILE L": [%ls] %ls: not understood\n", section, entry);
    fflush(stderr);
    TerminateProcess(GetCurrentProcess(), 3);
}

static unsigned long parse_number(const wchar_t *section, const wchar_t *key, const wchar_t *text)
{
    wchar_t *end;
    unsigned long number = wcstoul(text, &end, 10);

    if (*text < L'0' || *text > L'9' || *end != L'\0') {
        refuse(section, key);
    }
    return number;
}

typedef void EntryHandler(const wchar_t *section, const wchar_t *key, const wchar_t *value);

static unsigned long *point_entry(unsigned long *table, const wchar_t *section, const wchar_t *key)
{
    for (int point = 0; point < FAULT_POINTS; point++) {
        if (_wcsicmp(pointNames[point], key) == 0) {
            return &table[point];
        }
    }
    refuse(section, key);
    return &table[0];
}

static void read_fail(const wchar_t *section, const wchar_t *key, const wchar_t *value)
{
    *point_entry(failResults, section, key) = parse_number(section, key, value);
}

static void read_hang(const wchar_t *section, const wchar_t *key, const wchar_t *value)
{
    *point_entry(hangMilliseconds, section, key) = parse_number(section, key, value);
}

static void read_hang_class(const wchar_t *section, const wchar_t *key, const wchar_t *value)
{
    for (int i = 0; i < HANG_CLASSES; i++) {
        if (hangClasses[i].className[0] == L'\0') {
            wcsncpy(hangClasses[i].className, key, ARRAYSIZE(hangClasses[i].className) - 1);
            hangClasses[i].milliseconds = parse_number(section, key, value);
            return;
        }
    }
    refuse(section, key);
}

static void read_return(const wchar_t *section, const wchar_t *key, const wchar_t *value)
{
    if (_wcsicmp(key, L"Create") != 0) {
        refuse(section, key);
    }
    createReturnValue = parse_number(section, key, value);
}

static void read_details(const wchar_t *section, const wchar_t *key, const wchar_t *value)
{
    if (_wcsicmp(key, L"none") != 0) {
        refuse(section, key);
    }
    hideDetails = parse_number(section, key, value);
}

static void read_trace(const wchar_t *section, const wchar_t *key, const wchar_t *value)
{
    if (_wcsicmp(key, L"file") != 0 || !trace_open(value)) {
        refuse(section, key);
    }
}

static const struct {
    const wchar_t *name;
    EntryHandler *handle;
} sections[] = {
    { L"fail", read_fail },         { L"hang", read_hang },       { L"hang-class", read_hang_class },
    { L"return", read_return },     { L"details", read_details }, { L"trace", read_trace },
};

static EntryHandler *section_handler(const wchar_t *name)
{
    for (size_t i = 0; i < ARRAYSIZE(sections); i++) {
        if (_wcsicmp(sections[i].name, name) == 0) {
            return sections[i].handle;
        }
    }
    refuse(name, L"");
    return NULL;
}

static void load_section(const wchar_t *section)
{
    static wchar_t keys[SECTION_LENGTH];
    wchar_t value[MAX_PATH];
    EntryHandler *handle = section_handler(section);

    /* Without a key the function returns all keys, each ended by a zero, the list by another. */
    GetPrivateProfileStringW(section, NULL, L"", keys, SECTION_LENGTH, INI_FILE);
    for (const wchar_t *key = keys; *key != L'\0'; key += wcslen(key) + 1) {
        GetPrivateProfileStringW(section, key, L"", value, ARRAYSIZE(value), INI_FILE);
        handle(section, key, value);
    }
}

void faults_load(void)
{
    static wchar_t names[SECTION_LENGTH];

    if (GetFileAttributesW(INI_FILE) == INVALID_FILE_ATTRIBUTES) {
        return;
    }
    GetPrivateProfileStringW(NULL, NULL, L"", names, SECTION_LENGTH, INI_FILE);
    for (const wchar_t *name = names; *name != L'\0'; name += wcslen(name) + 1) {
        load_section(name);
    }
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

MI_Uint32 faults_create_return_value(void)
{
    return createReturnValue;
}

bool faults_hide_details(void)
{
    return hideDetails != 0;
}
