#include <string.h>

#include "ip_helper.h"

#define INFINITE_LIFETIME 0xFFFFFFFFu

/* The values of InitializeIpForwardEntry in members without a default. */
#define NO_METRIC 0xFFFFFFFFu
#define NO_PROTOCOL 0xFFFFFFFFu
#define NO_SITE_PREFIX 0xFF

/* --- rows ------------------------------------------------------------------------------------------------------ */

static void fill_address(SOCKADDR_INET *target, const uint8_t address[4])
{
    target->Ipv4.sin_family = AF_INET;
    memcpy(&target->Ipv4.sin_addr, address, 4);
}

void fill_route_key(MIB_IPFORWARD_ROW2 *row, const WindowsRoute *route)
{
    memset(row, 0, sizeof *row);
    row->InterfaceLuid.Value = route->link == NULL ? 0 : route->link->luid;
    row->InterfaceIndex = route->interfaceIndex;
    fill_address(&row->DestinationPrefix.Prefix, route->destination);
    row->DestinationPrefix.PrefixLength = route->prefixLength;
    fill_address(&row->NextHop, route->nextHop);
}

static void fill_route(MIB_IPFORWARD_ROW2 *row, const WindowsRoute *route)
{
    fill_route_key(row, route);
    row->ValidLifetime = INFINITE_LIFETIME;
    row->PreferredLifetime = INFINITE_LIFETIME;
    row->Metric = route->routeMetric;
    row->Protocol = (NL_ROUTE_PROTOCOL)route->protocol;
    row->Loopback = route->link != NULL && route->link->isLoopback;
    row->Immortal = TRUE;
    row->Origin = route->protocol == WINDOWS_PROTOCOL_DHCP ? NlroDHCP : NlroManual;
}

/* --- reading --------------------------------------------------------------------------------------------------- */

DWORD list_routes(ADDRESS_FAMILY family, MIB_IPFORWARD_TABLE2 **table)
{
    WindowsNetwork network;
    DWORD error = read_network(family, &network);

    if (error != NO_ERROR) {
        return error;
    }

    /* Without rows, Windows returns an error, as documented. */
    if (network.routeCount == 0) {
        windows_network_free(&network);
        return ERROR_NOT_FOUND;
    }

    MIB_IPFORWARD_TABLE2 *rows = new_table(network.routeCount, sizeof rows->Table[0]);

    for (size_t i = 0; rows != NULL && i < network.routeCount; i++) {
        fill_route(&rows->Table[rows->NumEntries++], &network.routes[i]);
    }
    windows_network_free(&network);
    *table = rows;
    return rows == NULL ? ERROR_NOT_ENOUGH_MEMORY : NO_ERROR;
}

/* --- which route is meant -------------------------------------------------------------------------------------- */

static bool has_host_bits(const uint8_t address[4], uint8_t prefixLength)
{
    uint32_t bits = (uint32_t)address[0] << 24 | (uint32_t)address[1] << 16 | (uint32_t)address[2] << 8 | address[3];

    return prefixLength < 32 && (bits & (0xFFFFFFFFu >> prefixLength)) != 0;
}

/* The members that identify a route, except the interface. */
static DWORD read_key(const MIB_IPFORWARD_ROW2 *row, WindowsRoute *route)
{
    memset(route, 0, sizeof *route);
    if (row->DestinationPrefix.Prefix.si_family == AF_INET6) {
        return ERROR_NOT_SUPPORTED;
    }
    if (row->DestinationPrefix.Prefix.si_family != AF_INET || row->NextHop.si_family != AF_INET ||
        row->DestinationPrefix.PrefixLength > 32 || (row->InterfaceLuid.Value == 0 && row->InterfaceIndex == 0)) {
        return ERROR_INVALID_PARAMETER;
    }
    memcpy(route->destination, &row->DestinationPrefix.Prefix.Ipv4.sin_addr, sizeof route->destination);
    memcpy(route->nextHop, &row->NextHop.Ipv4.sin_addr, sizeof route->nextHop);
    route->prefixLength = row->DestinationPrefix.PrefixLength;
    return has_host_bits(route->destination, route->prefixLength) ? ERROR_INVALID_PARAMETER : NO_ERROR;
}

/* Reads the network and finds the route's interface in it. On success the caller frees the network. */
static DWORD read_interface(const MIB_IPFORWARD_ROW2 *row, WindowsNetwork *network, WindowsRoute *route)
{
    int error = windows_network_read(network);

    if (error != 0) {
        return windows_error(error);
    }
    route->link = find_interface(network, row->InterfaceLuid, row->InterfaceIndex);
    if (route->link == NULL) {
        windows_network_free(network);
        return ERROR_NOT_FOUND;
    }
    route->interfaceIndex = route->link->index;
    return NO_ERROR;
}

static const WindowsRoute *find_route(const WindowsNetwork *network, const WindowsRoute *key)
{
    return windows_network_find_route(network, key->destination, key->prefixLength, key->nextHop, key->interfaceIndex);
}

DWORD get_route(MIB_IPFORWARD_ROW2 *row)
{
    WindowsNetwork network;
    WindowsRoute key;
    DWORD error = read_key(row, &key);

    if (error == NO_ERROR) {
        error = read_interface(row, &network, &key);
    }
    if (error != NO_ERROR) {
        return error;
    }

    const WindowsRoute *found = find_route(&network, &key);

    if (found != NULL) {
        fill_route(row, found);
    }
    windows_network_free(&network);
    return found == NULL ? ERROR_NOT_FOUND : NO_ERROR;
}

/* --- changing -------------------------------------------------------------------------------------------------- */

/* The other members of a route to write. */
static DWORD read_values(const MIB_IPFORWARD_ROW2 *row, WindowsRoute *route)
{
    uint8_t linuxProtocol;

    if (row->PreferredLifetime > row->ValidLifetime ||
        (row->SitePrefixLength != NO_SITE_PREFIX && row->SitePrefixLength > row->DestinationPrefix.PrefixLength)) {
        return ERROR_INVALID_PARAMETER;
    }
    /* The kernel's IPv4 routes do not age. */
    if (row->PreferredLifetime != INFINITE_LIFETIME) {
        return ERROR_NOT_SUPPORTED;
    }
    /* WireGuard leaves the protocol as InitializeIpForwardEntry set it, and Windows accepts the route. */
    route->protocol = (uint16_t)(row->Protocol == NO_PROTOCOL ? WINDOWS_PROTOCOL_NETMGMT : row->Protocol);
    route->routeMetric = row->Metric;
    return row->Metric == NO_METRIC || !windows_protocol_to_linux(route->protocol, &linuxProtocol)
               ? ERROR_INVALID_PARAMETER
               : NO_ERROR;
}

/* As on Windows, the right is checked before the existence of the route and the interface. */
static DWORD read_for_change(const MIB_IPFORWARD_ROW2 *row, WindowsNetwork *network, WindowsRoute *route)
{
    int error = rtnetlink_check_permission();

    return error == 0 ? read_interface(row, network, route) : windows_error(error);
}

/* Checks a route to write, with all its members. On success the caller frees the network. */
static DWORD read_to_write(const MIB_IPFORWARD_ROW2 *row, WindowsNetwork *network, WindowsRoute *route)
{
    DWORD error = read_key(row, route);

    if (error == NO_ERROR) {
        error = read_values(row, route);
    }
    return error == NO_ERROR ? read_for_change(row, network, route) : error;
}

static bool metric_fits(const WindowsRoute *route)
{
    return route->routeMetric <= UINT32_MAX - route->link->metric;
}

DWORD create_route(const MIB_IPFORWARD_ROW2 *row)
{
    WindowsNetwork network;
    WindowsRoute route;
    DWORD error = read_to_write(row, &network, &route);

    if (error != NO_ERROR) {
        return error;
    }

    if (!is_ip_interface(route.link)) {
        error = ERROR_NOT_SUPPORTED;
    } else if (!metric_fits(&route)) {
        error = ERROR_INVALID_PARAMETER;
    } else {
        error = windows_error(windows_network_add_route(&network, &route));
    }
    windows_network_free(&network);
    return error;
}

DWORD set_route(const MIB_IPFORWARD_ROW2 *row)
{
    WindowsNetwork network;
    WindowsRoute route;
    DWORD error = read_to_write(row, &network, &route);

    if (error != NO_ERROR) {
        return error;
    }

    const WindowsRoute *found = find_route(&network, &route);

    if (found == NULL) {
        error = ERROR_NOT_FOUND;
    } else if (!metric_fits(&route)) {
        error = ERROR_INVALID_PARAMETER;
    } else {
        error = windows_error(windows_network_change_metric(found, route.routeMetric));
    }
    windows_network_free(&network);
    return error;
}

DWORD delete_route(const MIB_IPFORWARD_ROW2 *row)
{
    WindowsNetwork network;
    WindowsRoute key;
    DWORD error = read_key(row, &key);

    if (error == NO_ERROR) {
        error = read_for_change(row, &network, &key);
    }
    if (error != NO_ERROR) {
        return error;
    }

    const WindowsRoute *found = find_route(&network, &key);

    error = found == NULL ? ERROR_NOT_FOUND : windows_error(windows_network_delete_route(found));
    windows_network_free(&network);
    return error;
}
