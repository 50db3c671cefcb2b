/*
 * What a test tells a stand-in to do: an ini file in C:\sandbox. Strict: whatever is not understood ends the process
 * with exit code 3 and a message. A fault that is silently not injected would let a test pass for the wrong reason.
 */
#ifndef INI_FILE_H
#define INI_FILE_H

#include <stddef.h>
#include <wchar.h>

typedef void IniEntryHandler(const wchar_t *section, const wchar_t *key, const wchar_t *value);

typedef struct IniSection {
    const wchar_t *name;
    IniEntryHandler *handle;
} IniSection;

/* Hands every entry of the file to its section's handler. No file, no entries. `program` is who complains. */
void ini_file_read(const wchar_t *program, const wchar_t *path, const IniSection *sections, size_t sectionCount);

/* For handlers: ends the process. */
void ini_file_refuse(const wchar_t *section, const wchar_t *key);

/* For handlers: a decimal number, or the end of the process. */
unsigned long ini_file_number(const wchar_t *section, const wchar_t *key, const wchar_t *value);

#endif
