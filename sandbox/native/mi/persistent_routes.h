/*
 * The persistent store: the file C:\sandbox\persistent-routes, one route per line, '#' starts a comment line:
 *
 *     PREFIX NEXTHOP ROUTEMETRIC INTERFACE-ALIAS
 *     169.254.170.2/32 172.30.0.1 256 vEthernet (Ethernet)
 *
 * Its routes are not copied to the kernel (Windows does this at boot), so a test can see which store is read or
 * written.
 */
#ifndef PERSISTENT_ROUTES_H
#define PERSISTENT_ROUTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

typedef struct PersistentRoute {
    wchar_t prefix[32];
    wchar_t nextHop[16];
    uint32_t metric;
    wchar_t alias[257];
} PersistentRoute;

/* Empty without the file. The caller frees the list. */
void persistent_routes_read(PersistentRoute **routes, size_t *count);

/* False if the file cannot be written. */
bool persistent_routes_append(const PersistentRoute *route);

#endif
