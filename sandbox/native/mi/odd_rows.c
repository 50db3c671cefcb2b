#include "odd_rows.h"

#include <stdlib.h>
#include <windows.h>

#include "ini_file.h"

typedef enum Oddity {
    ODDITY_NONE,
    ODDITY_MISSING,
    ODDITY_NULL,
    ODDITY_BOOLEAN,
    ODDITY_TEXT,
    ODDITY_EMPTY,
    ODDITY_NUMBER,
    ODDITY_ARRAY,
    ODDITIES,
} Oddity;

static const wchar_t *const names[ODDITIES] = {
    L"", L"missing", L"null", L"boolean", L"text", L"empty", L"number", L"array",
};

static wchar_t oddClass[64];
static wchar_t oddProperty[64];
static Oddity oddity;

void odd_rows_read(const wchar_t *section, const wchar_t *key, const wchar_t *value)
{
    const wchar_t *dot = wcschr(key, L'.');

    if (dot == NULL || dot - key >= (ptrdiff_t)ARRAYSIZE(oddClass) || wcslen(dot + 1) >= ARRAYSIZE(oddProperty)) {
        ini_file_refuse(section, key);
    }
    wcsncpy(oddClass, key, (size_t)(dot - key));
    wcscpy(oddProperty, dot + 1);
    for (oddity = ODDITY_MISSING; oddity < ODDITIES; oddity++) {
        if (_wcsicmp(names[oddity], value) == 0) {
            return;
        }
    }
    ini_file_refuse(section, key);
}

static bool is_another(const Element *element, const void *name)
{
    return _wcsicmp(element->name, name) != 0;
}

static MI_Instance *odd_copy(const MI_Instance *row, const Element *property)
{
    MI_Instance *copy = instance_filter(instance_clone(row), is_another, oddProperty);
    wchar_t odd[] = L"odd";
    wchar_t empty[] = L"";
    wchar_t *one[] = { odd };
    MI_Value value;

    ZeroMemory(&value, sizeof(value));
    switch (oddity) {
    case ODDITY_NULL:
        instance_add(copy, property->name, property->type, MI_FLAG_PROPERTY, NULL);
        break;
    case ODDITY_BOOLEAN:
        value.boolean = 1;
        instance_add(copy, property->name, MI_BOOLEAN, MI_FLAG_PROPERTY, &value);
        break;
    case ODDITY_TEXT:
        value.string = odd;
        instance_add(copy, property->name, MI_STRING, MI_FLAG_PROPERTY, &value);
        break;
    case ODDITY_EMPTY:
        value.string = empty;
        instance_add(copy, property->name, MI_STRING, MI_FLAG_PROPERTY, &value);
        break;
    case ODDITY_NUMBER:
        value.uint64 = UINT64_MAX;
        instance_add(copy, property->name, MI_UINT64, MI_FLAG_PROPERTY, &value);
        break;
    case ODDITY_ARRAY:
        value.array.data = one;
        value.array.size = 1;
        instance_add(copy, property->name, MI_STRING | MI_ARRAY, MI_FLAG_PROPERTY, &value);
        break;
    default: /* missing */
        break;
    }
    return copy;
}

void odd_rows_add(const wchar_t *className, InstanceList *list)
{
    InstanceList all = { 0 };

    if (oddity == ODDITY_NONE || _wcsicmp(className, oddClass) != 0) {
        return;
    }
    for (size_t i = 0; i < list->count; i++) {
        const Element *property = instance_find(list->items[i], oddProperty);
        if (property == NULL) {
            ini_file_refuse(L"odd", oddProperty);
        }
        instance_list_add(&all, odd_copy(list->items[i], property));
        instance_list_add(&all, list->items[i]);
    }
    free(list->items);
    *list = all;
}
