#include "ini_file.h"

#include <stdio.h>
#include <windows.h>

#define SECTION_LENGTH 4096

static const wchar_t *readingProgram;
static const wchar_t *readingPath;

void ini_file_refuse(const wchar_t *section, const wchar_t *key)
{
    fwprintf(stderr, L"%ls: %ls: [%ls] %ls: not understood\n", readingProgram, readingPath, section, key);
    fflush(stderr);
    TerminateProcess(GetCurrentProcess(), 3);
}

unsigned long ini_file_number(const wchar_t *section, const wchar_t *key, const wchar_t *value)
{
    wchar_t *end;
    unsigned long number = wcstoul(value, &end, 10);

    if (*value < L'0' || *value > L'9' || *end != L'\0') {
        ini_file_refuse(section, key);
    }
    return number;
}

static IniEntryHandler *section_handler(const IniSection *sections, size_t sectionCount, const wchar_t *name)
{
    for (size_t i = 0; i < sectionCount; i++) {
        if (_wcsicmp(sections[i].name, name) == 0) {
            return sections[i].handle;
        }
    }
    ini_file_refuse(name, L"");
    return NULL;
}

static void read_section(const wchar_t *section, IniEntryHandler *handle)
{
    static wchar_t keys[SECTION_LENGTH];
    wchar_t value[MAX_PATH];

    /* Without a key the function returns all keys. Each ends with a NUL, the list with another NUL. */
    GetPrivateProfileStringW(section, NULL, L"", keys, SECTION_LENGTH, readingPath);
    for (const wchar_t *key = keys; *key != L'\0'; key += wcslen(key) + 1) {
        GetPrivateProfileStringW(section, key, L"", value, ARRAYSIZE(value), readingPath);
        handle(section, key, value);
    }
}

void ini_file_read(const wchar_t *program, const wchar_t *path, const IniSection *sections, size_t sectionCount)
{
    static wchar_t names[SECTION_LENGTH];

    readingProgram = program;
    readingPath = path;
    if (GetFileAttributesW(path) == INVALID_FILE_ATTRIBUTES) {
        return;
    }
    GetPrivateProfileStringW(NULL, NULL, L"", names, SECTION_LENGTH, path);
    for (const wchar_t *name = names; *name != L'\0'; name += wcslen(name) + 1) {
        read_section(name, section_handler(sections, sectionCount, name));
    }
}
