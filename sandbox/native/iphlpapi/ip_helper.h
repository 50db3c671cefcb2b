/*
 * IP Helper over the kernel: rows and Win32 codes. The identity of interfaces and the meaning of metrics are defined in
 * windows_network.h, which mi.dll shares.
 *
 * IPv4 only. The pretend machine has no IPv6 stack: AF_INET6 is refused as Windows does without one (50).
 */
#ifndef IP_HELPER_H
#define IP_HELPER_H

#include <winsock2.h>
#include <ws2ipdef.h>
/* After ws2ipdef.h: iphlpapi.h includes netioapi.h, whose functions return Win32 codes. */
#include <iphlpapi.h>

#include "windows_network.h"

/* Missing in mingw-w64. */
typedef enum MIB_IF_ENTRY_LEVEL {
    MibIfEntryNormal = 0,
    MibIfEntryNormalWithoutStatistics = 2,
} MIB_IF_ENTRY_LEVEL;

/* The Win32 code (winerror.h) for the kernel's errno. */
DWORD windows_error(int linuxErrno);

/* Reads the network for a table of this family: 0, or a Win32 code. On success the caller frees the network. */
DWORD read_network(ADDRESS_FAMILY family, WindowsNetwork *network);

/* NULL if there is none. A LUID other than zero takes precedence over the index. */
const WindowsLink *find_interface(const WindowsNetwork *network, NET_LUID luid, NET_IFINDEX index);

/* A table of `count` zeroed rows, the first at FIRST_ROW, for FreeMibTable. NULL if out of memory. */
void *new_table(size_t count, size_t rowSize);
void free_table(void *table);
#define FIRST_ROW 8

/* routes.c */
DWORD list_routes(ADDRESS_FAMILY family, MIB_IPFORWARD_TABLE2 **table);
DWORD get_route(MIB_IPFORWARD_ROW2 *row);
DWORD create_route(const MIB_IPFORWARD_ROW2 *row);
DWORD delete_route(const MIB_IPFORWARD_ROW2 *row);
DWORD set_route(const MIB_IPFORWARD_ROW2 *row);

/* The members that identify a route, the others zero, as Windows fills a notification's row. */
void fill_route_key(MIB_IPFORWARD_ROW2 *row, const WindowsRoute *route);

/* neighbours.c: a MAC address of 6 bytes */
DWORD find_neighbour(IPAddr destination, IPAddr source, uint8_t mac[6]);

/* interfaces.c */
DWORD list_interfaces(MIB_IF_TABLE2 **table);
DWORD get_interface(MIB_IF_ROW2 *row);
DWORD list_ip_interfaces(ADDRESS_FAMILY family, MIB_IPINTERFACE_TABLE **table);
DWORD get_ip_interface(MIB_IPINTERFACE_ROW *row);
DWORD list_unicast_addresses(ADDRESS_FAMILY family, MIB_UNICASTIPADDRESS_TABLE **table);

/* A filter is below IP and has no IP interface. */
bool is_ip_interface(const WindowsLink *link);
void fill_ip_interface_key(MIB_IPINTERFACE_ROW *row, const WindowsLink *link);

#endif
