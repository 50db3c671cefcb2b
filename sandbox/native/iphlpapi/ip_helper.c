#include "ip_helper.h"

#include <stddef.h>

/* Windows' layouts; the declarations are mingw-w64's. */
_Static_assert(sizeof(MIB_IPFORWARD_ROW2) == 104, "MIB_IPFORWARD_ROW2");
_Static_assert(sizeof(MIB_IF_ROW2) == 1352, "MIB_IF_ROW2");
_Static_assert(sizeof(MIB_IPINTERFACE_ROW) == 168, "MIB_IPINTERFACE_ROW");
_Static_assert(sizeof(SOCKADDR_INET) == 28, "SOCKADDR_INET");
_Static_assert(sizeof(MIB_UNICASTIPADDRESS_ROW) == 80, "MIB_UNICASTIPADDRESS_ROW");
_Static_assert(offsetof(MIB_UNICASTIPADDRESS_ROW, OnLinkPrefixLength) == 60, "MIB_UNICASTIPADDRESS_ROW, prefix");
_Static_assert(offsetof(MIB_UNICASTIPADDRESS_ROW, DadState) == 64, "MIB_UNICASTIPADDRESS_ROW.DadState");
_Static_assert(offsetof(MIB_UNICASTIPADDRESS_TABLE, Table) == FIRST_ROW, "MIB_UNICASTIPADDRESS_TABLE");
_Static_assert(offsetof(MIB_IPFORWARD_ROW2, Metric) == 84, "MIB_IPFORWARD_ROW2.Metric");
_Static_assert(offsetof(MIB_IF_ROW2, InterfaceAndOperStatusFlags) == 1152, "MIB_IF_ROW2, flags");
_Static_assert(offsetof(MIB_IPINTERFACE_ROW, Metric) == 148, "MIB_IPINTERFACE_ROW.Metric");
_Static_assert(offsetof(MIB_IPFORWARD_TABLE2, Table) == FIRST_ROW, "MIB_IPFORWARD_TABLE2");
_Static_assert(offsetof(MIB_IF_TABLE2, Table) == FIRST_ROW, "MIB_IF_TABLE2");
_Static_assert(offsetof(MIB_IPINTERFACE_TABLE, Table) == FIRST_ROW, "MIB_IPINTERFACE_TABLE");

DWORD windows_error(int linuxErrno)
{
    switch (linuxErrno) {
    case 0:
        return NO_ERROR;
    case LINUX_EPERM:
        return ERROR_ACCESS_DENIED;
    case LINUX_EEXIST:
        return ERROR_OBJECT_ALREADY_EXISTS;
    case LINUX_EINVAL:
        return ERROR_INVALID_PARAMETER;
    case LINUX_ENODEV:
    case LINUX_ESRCH:
    case LINUX_ENETUNREACH:
    case LINUX_EHOSTUNREACH:
        return ERROR_NOT_FOUND;
    default:
        return ERROR_GEN_FAILURE;
    }
}

DWORD read_network(ADDRESS_FAMILY family, WindowsNetwork *network)
{
    if (family != AF_INET && family != AF_UNSPEC) {
        return family == AF_INET6 ? ERROR_NOT_SUPPORTED : ERROR_INVALID_PARAMETER;
    }
    return windows_error(windows_network_read(network));
}

const WindowsLink *find_interface(const WindowsNetwork *network, NET_LUID luid, NET_IFINDEX index)
{
    if (luid.Value == 0) {
        return windows_network_find_link(network, index);
    }
    for (size_t i = 0; i < network->linkCount; i++) {
        if (network->links[i].luid == luid.Value) {
            return &network->links[i];
        }
    }
    return NULL;
}

void *new_table(size_t count, size_t rowSize)
{
    /* From the process heap, like Wine's tables, so that FreeMibTable frees both. */
    return HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, FIRST_ROW + count * rowSize);
}

void free_table(void *table)
{
    HeapFree(GetProcessHeap(), 0, table);
}
