/*
 * The kernel's links and routes in Windows terms. Shared by mi.dll and iphlpapi.dll, whose results must agree.
 *
 * A link's alias in the kernel holds its Windows properties:
 *
 *     ip link set eth0 alias 'vEthernet (Ethernet)|Hyper-V Virtual Ethernet Container Adapter|25'
 *                             alias                description                                interface metric
 *
 * A fourth field `|filter` makes it one of the filter interfaces that Windows lists beside an adapter. With
 * `|no-metric` reading the metric fails. lo is "Loopback Pseudo-Interface 1", metric 75. Any other link without such an
 * alias is not an adapter. Its routes are listed under its Linux name, because no route of the kernel is hidden.
 *
 * Windows prefers the lowest RouteMetric + InterfaceMetric, Linux the lowest priority. So
 *
 *     priority    = RouteMetric + InterfaceMetric               when writing
 *     RouteMetric = max(0, priority - InterfaceMetric)          when reading
 *
 * and both choose the same route.
 */
#ifndef WINDOWS_NETWORK_H
#define WINDOWS_NETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

#include "rtnetlink.h"

typedef struct WindowsLink {
    uint32_t index; /* InterfaceIndex is Linux's ifindex */
    uint64_t luid;
    wchar_t alias[257];
    wchar_t description[257];
    uint32_t metric;
    bool isAdapter; /* has an alias as above */
    bool isFilter;
    bool isMetricHidden; /* reading the metric fails; routes still use it */
    bool isLoopback;
    bool isAdminUp;
    bool isOperational;
    uint32_t mtu;
    uint8_t address[8];
    uint8_t addressLength;
} WindowsLink;

/* Values of Protocol (NL_ROUTE_PROTOCOL) that have a counterpart in Linux. */
enum {
    WINDOWS_PROTOCOL_LOCAL = 2,
    WINDOWS_PROTOCOL_NETMGMT = 3,
    WINDOWS_PROTOCOL_DHCP = 19,
};

typedef struct WindowsRoute {
    uint8_t destination[4];
    uint8_t prefixLength;
    uint8_t nextHop[4]; /* 0.0.0.0 when on-link */
    uint32_t interfaceIndex;
    const WindowsLink *link; /* inside the same WindowsNetwork; NULL if the link was just removed */
    uint32_t routeMetric;
    uint16_t protocol;
    RtRoute kernel; /* the kernel's row, for its deletion */
} WindowsRoute;

typedef struct WindowsNetwork {
    WindowsLink *links;
    size_t linkCount;
    WindowsRoute *routes;
    size_t routeCount;
} WindowsNetwork;

/* Reads links, then routes. 0 or a Linux errno. On success the caller frees. */
int windows_network_read(WindowsNetwork *network);
void windows_network_free(WindowsNetwork *network);

const WindowsLink *windows_network_find_link(const WindowsNetwork *network, uint32_t index);
const WindowsLink *windows_network_find_alias(const WindowsNetwork *network, const wchar_t *alias);

/* Windows identifies a route by prefix, next hop and interface, without the metric. */
const WindowsRoute *windows_network_find_route(const WindowsNetwork *network, const uint8_t destination[4],
                                               uint8_t prefixLength, const uint8_t nextHop[4],
                                               uint32_t interfaceIndex);

/* Adds to the kernel. LINUX_EEXIST, without a kernel call, if Windows would treat it as the same route. */
int windows_network_add_route(const WindowsNetwork *network, const WindowsRoute *route);
int windows_network_delete_route(const WindowsRoute *route);

/* Changes the RouteMetric of a route of the kernel. */
int windows_network_change_metric(const WindowsRoute *route, uint32_t routeMetric);

/* False if Linux has no such protocol. */
bool windows_protocol_to_linux(uint16_t windowsProtocol, uint8_t *linuxProtocol);

#endif
