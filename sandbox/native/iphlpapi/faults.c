#include "faults.h"

#include <windows.h>

#include "ini_file.h"
#include "trace_file.h"

#define FAULT_TEXT(function) [FAULT_##function] = L"" #function,
static const wchar_t *const functionNames[FAULTS] = { IP_HELPER_FUNCTIONS(FAULT_TEXT) };
#undef FAULT_TEXT

static unsigned long failCodes[FAULTS];
static unsigned long hangMilliseconds[FAULTS];

static unsigned long *function_entry(unsigned long *table, const wchar_t *section, const wchar_t *key)
{
    for (int i = 0; i < FAULTS; i++) {
        if (_wcsicmp(functionNames[i], key) == 0) {
            return &table[i];
        }
    }
    ini_file_refuse(section, key);
    return &table[0];
}

static void read_fail(const wchar_t *section, const wchar_t *key, const wchar_t *value)
{
    *function_entry(failCodes, section, key) = ini_file_number(section, key, value);
}

static void read_hang(const wchar_t *section, const wchar_t *key, const wchar_t *value)
{
    *function_entry(hangMilliseconds, section, key) = ini_file_number(section, key, value);
}

static void read_trace(const wchar_t *section, const wchar_t *key, const wchar_t *value)
{
    if (_wcsicmp(key, L"file") != 0 || !trace_open(value)) {
        ini_file_refuse(section, key);
    }
}

static BOOL CALLBACK load(INIT_ONCE *once, void *parameter, void **context)
{
    static const IniSection sections[] = {
        { L"fail", read_fail },
        { L"hang", read_hang },
        { L"trace", read_trace },
    };

    ini_file_read(L"iphlpapi.dll", L"C:\\sandbox\\iphlpapi.ini", sections, ARRAYSIZE(sections));
    return TRUE;
}

void faults_load(void)
{
    static INIT_ONCE once = INIT_ONCE_STATIC_INIT;

    InitOnceExecuteOnce(&once, load, NULL, NULL);
}

unsigned long faults_enter(Fault function)
{
    faults_load();
    Sleep(hangMilliseconds[function]);
    return failCodes[function];
}
