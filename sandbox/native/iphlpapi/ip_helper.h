/*
 * What IP Helper says, from the kernel: rows and Win32 codes. Who an interface is and what a metric means is in
 * windows_network.h; mi.dll says the same.
 *
 * IPv4 only. The pretend machine has no IPv6 stack: AF_INET6 is refused as Windows does without one (50).
 */
#ifndef IP_HELPER_H
#define IP_HELPER_H

#include <winsock2.h>
#include <ws2ipdef.h>
/* Behind ws2ipdef.h: this is what brings netioapi.h, with functions that return Win32 codes. */
#include <iphlpapi.h>

#include "windows_network.h"

/* Missing in mingw-w64. */
typedef enum MIB_IF_ENTRY_LEVEL {
    MibIfEntryNormal = 0,
    MibIfEntryNormalWithoutStatistics = 2,
} MIB_IF_ENTRY_LEVEL;

/* ERROR_... of winerror.h for what the kernel answered. */
DWORD windows_error(int linuxErrno);

/* Reads the network for a table of this family: 0, or a Win32 code. On success the caller frees the network. */
DWORD read_network(ADDRESS_FAMILY family, WindowsNetwork *network);

/* NULL when there is none. A LUID that is not zero wins over the index. */
const WindowsLink *find_interface(const WindowsNetwork *network, NET_LUID luid, NET_IFINDEX index);

/* A table of `count` zeroed rows, the first at FIRST_ROW, for FreeMibTable. NULL when there is no memory. */
void *new_table(size_t count, size_t rowSize);
void free_table(void *table);
#define FIRST_ROW 8

/* routes.c */
DWORD list_routes(ADDRESS_FAMILY family, MIB_IPFORWARD_TABLE2 **table);
DWORD get_route(MIB_IPFORWARD_ROW2 *row);
DWORD create_route(const MIB_IPFORWARD_ROW2 *row);
DWORD delete_route(const MIB_IPFORWARD_ROW2 *row);
DWORD set_route(const MIB_IPFORWARD_ROW2 *row);

/* What identifies a route, the rest zero: all that Windows fills in for a notification. */
void fill_route_key(MIB_IPFORWARD_ROW2 *row, const WindowsRoute *route);

/* neighbours.c: a MAC address of 6 bytes */
DWORD find_neighbour(IPAddr destination, IPAddr source, uint8_t mac[6]);

/* interfaces.c */
DWORD list_interfaces(MIB_IF_TABLE2 **table);
DWORD get_interface(MIB_IF_ROW2 *row);
DWORD list_ip_interfaces(ADDRESS_FAMILY family, MIB_IPINTERFACE_TABLE **table);
DWORD get_ip_interface(MIB_IPINTERFACE_ROW *row);
DWORD list_unicast_addresses(ADDRESS_FAMILY family, MIB_UNICASTIPADDRESS_TABLE **table);

/* A filter sits below IP: it has no IP interface of its own. */
bool is_ip_interface(const WindowsLink *link);
void fill_ip_interface_key(MIB_IPINTERFACE_ROW *row, const WindowsLink *link);

#endif
