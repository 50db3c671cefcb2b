/*
 * A test configures a stand-in by an ini file in C:\sandbox. Unknown content ends the process with exit code 3 and a
 * message: a fault that is silently not injected would let a test pass for the wrong reason.
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

/* Passes every entry of the file to its section's handler. A missing file has no entries. Messages name `program`. */
void ini_file_read(const wchar_t *program, const wchar_t *path, const IniSection *sections, size_t sectionCount);

/* For handlers: reports an invalid entry and ends the process. */
void ini_file_refuse(const wchar_t *section, const wchar_t *key);

/* For handlers: a decimal number, or the end of the process. */
unsigned long ini_file_number(const wchar_t *section, const wchar_t *key, const wchar_t *value);

#endif
