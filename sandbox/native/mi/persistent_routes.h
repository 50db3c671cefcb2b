/*
 * The persistent store: the file C:\sandbox\persistent-routes, one route per line, '#' starts a comment line:
 *
 *     PREFIX NEXTHOP ROUTEMETRIC INTERFACE-ALIAS
 *     169.254.170.2/32 172.30.0.1 256 vEthernet (Ethernet)
 *
 * Nothing copies its routes to the kernel (Windows would at boot), so a test can tell who reads or writes which store.
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

/* Empty without the file. Allocated; the caller frees. */
void persistent_routes_read(PersistentRoute **routes, size_t *count);

/* False when the file cannot be written. */
bool persistent_routes_append(const PersistentRoute *route);

#endif
