#include "persistent_routes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "checked_memory.h"

#define STORE_FILE L"C:\\sandbox\\persistent-routes"
#define LINE_LENGTH 1024

static bool parse_line(const char *line, PersistentRoute *route)
{
    char prefix[32];
    char nextHop[16];
    unsigned int metric;
    int aliasAt = 0;

    if (sscanf(line, "%31s %15s %u %n", prefix, nextHop, &metric, &aliasAt) != 3 || line[aliasAt] == '\0') {
        return false;
    }
    memset(route, 0, sizeof *route);
    MultiByteToWideChar(CP_UTF8, 0, prefix, -1, route->prefix, ARRAYSIZE(route->prefix));
    MultiByteToWideChar(CP_UTF8, 0, nextHop, -1, route->nextHop, ARRAYSIZE(route->nextHop));
    MultiByteToWideChar(CP_UTF8, 0, line + aliasAt, -1, route->alias, ARRAYSIZE(route->alias));
    route->metric = metric;
    return true;
}

void persistent_routes_read(PersistentRoute **routes, size_t *count)
{
    FILE *file = _wfopen(STORE_FILE, L"rb");
    char line[LINE_LENGTH];
    size_t capacity = 0;

    *routes = NULL;
    *count = 0;
    if (file == NULL) {
        return;
    }
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\r\n")] = '\0';
        if (line[0] == '\0' || line[0] == '#') {
            continue;
        }
        *routes = memory_grow(*routes, *count, &capacity, sizeof **routes);
        if (parse_line(line, *routes + *count)) {
            (*count)++;
        } else {
            fprintf(stderr, "mi.dll: C:\\sandbox\\persistent-routes: not understood: %s\n", line);
            fflush(stderr);
            TerminateProcess(GetCurrentProcess(), 3);
        }
    }
    fclose(file);
}

bool persistent_routes_append(const PersistentRoute *route)
{
    FILE *file = _wfopen(STORE_FILE, L"ab");
    char alias[sizeof route->alias / sizeof(wchar_t) * 3];

    if (file == NULL) {
        return false;
    }
    WideCharToMultiByte(CP_UTF8, 0, route->alias, -1, alias, sizeof alias, NULL, NULL);
    fprintf(file, "%ls %ls %u %s\n", route->prefix, route->nextHop, route->metric, alias);
    return fclose(file) == 0;
}
