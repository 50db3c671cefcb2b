/* One line per check, "pass NAME" or "FAIL NAME: ..."; the script `run` counts them. For one file per program. */
#ifndef CHECKS_H
#define CHECKS_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <windows.h>

static int failures;

/* The format says what was seen; it is printed when the check fails. */
static bool check(const char *name, bool holds, const char *format, ...)
{
    va_list arguments;

    if (holds) {
        printf("pass %s\n", name);
    } else {
        failures++;
        printf("FAIL %s: ", name);
        va_start(arguments, format);
        vprintf(format, arguments);
        va_end(arguments);
        printf("\n");
    }
    fflush(stdout);
    return holds;
}

static void give_up(const char *why)
{
    printf("FAIL %s (error %lu)\n", why, GetLastError());
    fflush(stdout);
    ExitProcess(1);
}

#endif
