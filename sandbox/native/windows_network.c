#include "windows_network.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "checked_memory.h"

#define LOOPBACK_ALIAS L"Loopback Pseudo-Interface 1"
#define LOOPBACK_DESCRIPTION L"Software Loopback Interface 1"
#define LOOPBACK_METRIC 75

/* The interface metric of a link without a description: its RouteMetric equals the kernel's priority. */
#define UNDESCRIBED_METRIC 0

/* IANA ifType, as Windows uses it in InterfaceType and in the LUID. */
#define IF_TYPE_ETHERNET_CSMACD 6ULL
#define IF_TYPE_SOFTWARE_LOOPBACK 24ULL

static void from_utf8(wchar_t *target, size_t targetLength, const char *text)
{
    if (MultiByteToWideChar(CP_UTF8, 0, text, -1, target, (int)targetLength) == 0) {
        target[0] = L'\0';
    }
}

/* Cuts `text` at the next '|' and returns what follows, or NULL. */
static char *cut_field(char *text)
{
    char *separator = text == NULL ? NULL : strchr(text, '|');

    if (separator == NULL) {
        return NULL;
    }
    *separator = '\0';
    return separator + 1;
}

/* ALIAS|DESCRIPTION|METRIC[|filter or |no-metric]. Any other alias leaves the link without a description. */
static bool describe_from_alias(WindowsLink *link, const char *kernelAlias)
{
    char text[sizeof((RtLink *)NULL)->alias];

    memcpy(text, kernelAlias, sizeof text);

    char *description = cut_field(text);
    char *metric = cut_field(description);
    char *kind = cut_field(metric);
    char *end;

    /* strtoul would also accept a sign or a space. */
    if (metric == NULL || *metric < '0' || *metric > '9' || 
        (kind != NULL && strcmp(kind, "filter") != 0 && strcmp(kind, "no-metric") != 0)) {
        return false;
    }
    unsigned long metricValue = strtoul(metric, &end, 10);
    if (*end != '\0') {
        return false;
    }

    from_utf8(link->alias, ARRAYSIZE(link->alias), text);
    from_utf8(link->description, ARRAYSIZE(link->description), description);
    link->metric = metricValue;
    link->isFilter = kind != NULL && strcmp(kind, "filter") == 0;
    link->isMetricHidden = kind != NULL && !link->isFilter;
    return true;
}

static void read_link(WindowsLink *link, const RtLink *kernel)
{
    uint64_t type = kernel->isLoopback ? IF_TYPE_SOFTWARE_LOOPBACK : IF_TYPE_ETHERNET_CSMACD;

    memset(link, 0, sizeof *link);
    link->index = kernel->index;
    /* NET_LUID: 24 reserved bits, 24 bits index, 16 bits type. */
    link->luid = type << 48 | (uint64_t)kernel->index << 24;
    link->isLoopback = kernel->isLoopback;
    link->isAdminUp = kernel->isAdminUp;
    link->isOperational = kernel->isOperational;
    link->mtu = kernel->mtu;
    link->addressLength = kernel->addressLength;
    memcpy(link->address, kernel->address, sizeof link->address);

    link->isAdapter = describe_from_alias(link, kernel->alias);
    if (link->isAdapter) {
        return;
    }
    if (kernel->isLoopback) {
        wcscpy(link->alias, LOOPBACK_ALIAS);
        wcscpy(link->description, LOOPBACK_DESCRIPTION);
        link->metric = LOOPBACK_METRIC;
    } else {
        from_utf8(link->alias, ARRAYSIZE(link->alias), kernel->name);
        link->metric = UNDESCRIBED_METRIC;
    }
}

static uint16_t protocol_from_linux(uint8_t protocol)
{
    switch (protocol) {
    case RT_PROTOCOL_KERNEL:
        return WINDOWS_PROTOCOL_LOCAL;
    case RT_PROTOCOL_DHCP:
        return WINDOWS_PROTOCOL_DHCP;
    default:
        /* boot (ip route add), static, and any protocol set by another tool. */
        return WINDOWS_PROTOCOL_NETMGMT;
    }
}

bool windows_protocol_to_linux(uint16_t windowsProtocol, uint8_t *linuxProtocol)
{
    switch (windowsProtocol) {
    case WINDOWS_PROTOCOL_LOCAL:
        *linuxProtocol = RT_PROTOCOL_KERNEL;
        return true;
    case WINDOWS_PROTOCOL_NETMGMT:
        *linuxProtocol = RT_PROTOCOL_STATIC;
        return true;
    case WINDOWS_PROTOCOL_DHCP:
        *linuxProtocol = RT_PROTOCOL_DHCP;
        return true;
    default:
        return false;
    }
}

static void read_route(const WindowsNetwork *network, WindowsRoute *route, const RtRoute *kernel)
{
    const WindowsLink *link = windows_network_find_link(network, kernel->interfaceIndex);
    uint32_t interfaceMetric = link == NULL ? 0 : link->metric;

    memset(route, 0, sizeof *route);
    memcpy(route->destination, kernel->destination, sizeof route->destination);
    memcpy(route->nextHop, kernel->gateway, sizeof route->nextHop);
    route->prefixLength = kernel->prefixLength;
    route->interfaceIndex = kernel->interfaceIndex;
    route->link = link;
    route->routeMetric = kernel->priority > interfaceMetric ? kernel->priority - interfaceMetric : 0;
    route->protocol = protocol_from_linux(kernel->protocol);
    route->kernel = *kernel;
}

int windows_network_read(WindowsNetwork *network)
{
    RtLink *links = NULL;
    RtRoute *routes = NULL;

    memset(network, 0, sizeof *network);

    int error = rtnetlink_list_links(&links, &network->linkCount);
    if (error == 0) {
        error = rtnetlink_list_routes(&routes, &network->routeCount);
    }
    if (error == 0) {
        network->links = memory_new((network->linkCount + 1) * sizeof *network->links);
        for (size_t i = 0; i < network->linkCount; i++) {
            read_link(&network->links[i], &links[i]);
        }
        network->routes = memory_new((network->routeCount + 1) * sizeof *network->routes);
        for (size_t i = 0; i < network->routeCount; i++) {
            read_route(network, &network->routes[i], &routes[i]);
        }
    }
    free(links);
    free(routes);
    return error;
}

void windows_network_free(WindowsNetwork *network)
{
    free(network->links);
    free(network->routes);
    memset(network, 0, sizeof *network);
}

const WindowsLink *windows_network_find_link(const WindowsNetwork *network, uint32_t index)
{
    for (size_t i = 0; i < network->linkCount; i++) {
        if (network->links[i].index == index) {
            return &network->links[i];
        }
    }
    return NULL;
}

const WindowsLink *windows_network_find_alias(const WindowsNetwork *network, const wchar_t *alias)
{
    for (size_t i = 0; i < network->linkCount; i++) {
        if (_wcsicmp(network->links[i].alias, alias) == 0) {
            return &network->links[i];
        }
    }
    return NULL;
}

const WindowsRoute *windows_network_find_route(const WindowsNetwork *network, const uint8_t destination[4],
                                               uint8_t prefixLength, const uint8_t nextHop[4],
                                               uint32_t interfaceIndex)
{
    for (size_t i = 0; i < network->routeCount; i++) {
        const WindowsRoute *route = &network->routes[i];

        if (route->prefixLength == prefixLength && route->interfaceIndex == interfaceIndex &&
            memcmp(route->destination, destination, 4) == 0 && memcmp(route->nextHop, nextHop, 4) == 0) {
            return route;
        }
    }
    return NULL;
}

int windows_network_add_route(const WindowsNetwork *network, const WindowsRoute *route)
{
    const WindowsLink *link = windows_network_find_link(network, route->interfaceIndex);
    RtRoute kernel = {
        .prefixLength = route->prefixLength,
        .interfaceIndex = route->interfaceIndex,
    };

    if (link == NULL) {
        return LINUX_ENODEV;
    }
    if (!windows_protocol_to_linux(route->protocol, &kernel.protocol)) {
        return LINUX_EINVAL;
    }
    if (windows_network_find_route(network, route->destination, route->prefixLength, route->nextHop,
                                   route->interfaceIndex) != NULL) {
        return LINUX_EEXIST;
    }
    memcpy(kernel.destination, route->destination, sizeof kernel.destination);
    memcpy(kernel.gateway, route->nextHop, sizeof kernel.gateway);
    kernel.priority = route->routeMetric + link->metric;
    return rtnetlink_add_route(&kernel);
}

int windows_network_delete_route(const WindowsRoute *route)
{
    return rtnetlink_delete_route(&route->kernel);
}

int windows_network_change_metric(const WindowsRoute *route, uint32_t routeMetric)
{
    RtRoute changed = route->kernel;

    changed.priority = routeMetric + (route->link == NULL ? 0 : route->link->metric);
    if (changed.priority == route->kernel.priority) {
        return 0;
    }

    /* In Linux these are two routes. The new one is added first, so that the destination always has a route. */
    int error = rtnetlink_add_route(&changed);

    return error == 0 ? rtnetlink_delete_route(&route->kernel) : error;
}
