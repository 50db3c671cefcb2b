/*
 * The trace, if a test enables it: one line per call.
 *
 *     0024.0028 Session.QueryInstances(root\StandardCimv2, WQL, SELECT * FROM MSFT_NetRoute)
 *
 * (process and thread in hexadecimal). Threads of several processes may append to one file.
 */
#ifndef TRACE_FILE_H
#define TRACE_FILE_H

#include <stdbool.h>
#include <wchar.h>

/* False if the file cannot be opened. */
bool trace_open(const wchar_t *path);

/* A wide printf format. Use %ls for text, which may be NULL. */
void trace(const wchar_t *format, ...);

#endif
