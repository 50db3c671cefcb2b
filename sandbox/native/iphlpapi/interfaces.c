#include <stdlib.h>
#include <string.h>

#include "ip_helper.h"

/* NDIS_MEDIUM; missing in mingw-w64. */
#define NDIS_MEDIUM_LOOPBACK ((NDIS_MEDIUM)17)

/* The link speed that Hyper-V's adapters report. */
#define LINK_SPEED 10000000000ull

/* --- MIB_IF_ROW2 ----------------------------------------------------------------------------------------------- */

/* The same GUID as in mi.dll: the index and the adapter's address. */
static void fill_guid(GUID *guid, const WindowsLink *link)
{
    memset(guid, 0, sizeof *guid);
    guid->Data1 = link->index;
    guid->Data3 = 0x4000;
    guid->Data4[0] = 0x80;
    memcpy(guid->Data4 + 2, link->address, 6);
}

static void fill_interface(MIB_IF_ROW2 *row, const WindowsLink *link)
{
    bool isHardware = !link->isLoopback && !link->isFilter && wcsncmp(link->description, L"Hyper-V", 7) != 0;

    memset(row, 0, sizeof *row);
    row->InterfaceLuid.Value = link->luid;
    row->InterfaceIndex = link->index;
    fill_guid(&row->InterfaceGuid, link);
    wcsncpy(row->Alias, link->alias, ARRAYSIZE(row->Alias) - 1);
    wcsncpy(row->Description, link->description, ARRAYSIZE(row->Description) - 1);
    if (!link->isLoopback) {
        row->PhysicalAddressLength = link->addressLength;
        memcpy(row->PhysicalAddress, link->address, link->addressLength);
        memcpy(row->PermanentPhysicalAddress, link->address, link->addressLength);
    }
    row->Mtu = link->mtu;
    row->Type = link->isLoopback ? IF_TYPE_SOFTWARE_LOOPBACK : IF_TYPE_ETHERNET_CSMACD;
    row->MediaType = link->isLoopback ? NDIS_MEDIUM_LOOPBACK : NdisMedium802_3;
    row->PhysicalMediumType = link->isLoopback ? NdisPhysicalMediumUnspecified : NdisPhysicalMedium802_3;
    row->AccessType = link->isLoopback ? NET_IF_ACCESS_LOOPBACK : NET_IF_ACCESS_BROADCAST;
    row->InterfaceAndOperStatusFlags.HardwareInterface = isHardware;
    row->InterfaceAndOperStatusFlags.ConnectorPresent = isHardware;
    row->InterfaceAndOperStatusFlags.FilterInterface = link->isFilter;
    row->InterfaceAndOperStatusFlags.NotMediaConnected = !link->isOperational;
    row->OperStatus = link->isOperational ? IfOperStatusUp : IfOperStatusDown;
    row->AdminStatus = link->isAdminUp ? NET_IF_ADMIN_STATUS_UP : NET_IF_ADMIN_STATUS_DOWN;
    row->MediaConnectState = link->isOperational ? MediaConnectStateConnected : MediaConnectStateDisconnected;
    row->ConnectionType = NET_IF_CONNECTION_DEDICATED;
    row->TransmitLinkSpeed = LINK_SPEED;
    row->ReceiveLinkSpeed = LINK_SPEED;
}

DWORD list_interfaces(MIB_IF_TABLE2 **table)
{
    WindowsNetwork network;
    int error = windows_network_read(&network);

    if (error != 0) {
        return windows_error(error);
    }

    MIB_IF_TABLE2 *rows = new_table(network.linkCount, sizeof rows->Table[0]);

    for (size_t i = 0; rows != NULL && i < network.linkCount; i++) {
        if (network.links[i].isAdapter || network.links[i].isLoopback) {
            fill_interface(&rows->Table[rows->NumEntries++], &network.links[i]);
        }
    }
    windows_network_free(&network);
    *table = rows;
    return rows == NULL ? ERROR_NOT_ENOUGH_MEMORY : NO_ERROR;
}

DWORD get_interface(MIB_IF_ROW2 *row)
{
    WindowsNetwork network;

    if (row->InterfaceLuid.Value == 0 && row->InterfaceIndex == 0) {
        return ERROR_INVALID_PARAMETER;
    }
    int error = windows_network_read(&network);
    if (error != 0) {
        return windows_error(error);
    }

    /* Any link, even if it is not an adapter: the interface of a route always has a name. */
    const WindowsLink *link = find_interface(&network, row->InterfaceLuid, row->InterfaceIndex);

    if (link != NULL) {
        fill_interface(row, link);
    }
    windows_network_free(&network);
    return link == NULL ? ERROR_FILE_NOT_FOUND : NO_ERROR;
}

/* --- MIB_IPINTERFACE_ROW --------------------------------------------------------------------------------------- */

bool is_ip_interface(const WindowsLink *link)
{
    return !link->isFilter;
}

void fill_ip_interface_key(MIB_IPINTERFACE_ROW *row, const WindowsLink *link)
{
    memset(row, 0, sizeof *row);
    row->Family = AF_INET;
    row->InterfaceLuid.Value = link->luid;
    row->InterfaceIndex = link->index;
}

static void fill_ip_interface(MIB_IPINTERFACE_ROW *row, const WindowsLink *link)
{
    fill_ip_interface_key(row, link);
    row->MaxReassemblySize = 0xFFFF;
    row->UseAutomaticMetric = TRUE;
    row->UseNeighborUnreachabilityDetection = !link->isLoopback;
    row->Metric = link->metric;
    row->NlMtu = link->mtu;
    row->Connected = link->isOperational;
    row->SupportsNeighborDiscovery = !link->isLoopback;
}

DWORD list_ip_interfaces(ADDRESS_FAMILY family, MIB_IPINTERFACE_TABLE **table)
{
    WindowsNetwork network;
    DWORD error = read_network(family, &network);

    if (error != NO_ERROR) {
        return error;
    }

    MIB_IPINTERFACE_TABLE *rows = new_table(network.linkCount, sizeof rows->Table[0]);

    for (size_t i = 0; rows != NULL && i < network.linkCount; i++) {
        if (is_ip_interface(&network.links[i])) {
            fill_ip_interface(&rows->Table[rows->NumEntries++], &network.links[i]);
        }
    }
    windows_network_free(&network);
    *table = rows;
    return rows == NULL ? ERROR_NOT_ENOUGH_MEMORY : NO_ERROR;
}

DWORD get_ip_interface(MIB_IPINTERFACE_ROW *row)
{
    WindowsNetwork network;

    if ((row->Family != AF_INET && row->Family != AF_INET6) ||
        (row->InterfaceLuid.Value == 0 && row->InterfaceIndex == 0)) {
        return ERROR_INVALID_PARAMETER;
    }
    /* No interface here has IPv6. */
    if (row->Family == AF_INET6) {
        return ERROR_NOT_FOUND;
    }
    int error = windows_network_read(&network);
    if (error != 0) {
        return windows_error(error);
    }

    const WindowsLink *link = find_interface(&network, row->InterfaceLuid, row->InterfaceIndex);
    bool found = link != NULL && is_ip_interface(link) && !link->isMetricHidden;

    if (found) {
        fill_ip_interface(row, link);
    }
    windows_network_free(&network);
    return found ? NO_ERROR : ERROR_NOT_FOUND;
}

/* --- MIB_UNICASTIPADDRESS_ROW ---------------------------------------------------------------------------------- */

/* The kernel has no such state for IPv4. The address's metric, otherwise unused, holds this number plus the state. */
#define STATE_PRIORITY 1000

static void fill_unicast_address(MIB_UNICASTIPADDRESS_ROW *row, const RtAddress *address, const WindowsLink *link)
{
    memset(row, 0, sizeof *row);
    row->Address.Ipv4.sin_family = AF_INET;
    memcpy(&row->Address.Ipv4.sin_addr, address->address, sizeof address->address);
    row->InterfaceLuid.Value = link->luid;
    row->InterfaceIndex = link->index;
    row->PrefixOrigin = IpPrefixOriginManual;
    row->SuffixOrigin = IpSuffixOriginManual;
    row->ValidLifetime = 0xFFFFFFFF;
    row->PreferredLifetime = 0xFFFFFFFF;
    row->OnLinkPrefixLength = address->prefixLength;
    row->DadState = address->priority > STATE_PRIORITY ? (NL_DAD_STATE)(address->priority - STATE_PRIORITY)
                                                       : IpDadStatePreferred;
}

DWORD list_unicast_addresses(ADDRESS_FAMILY family, MIB_UNICASTIPADDRESS_TABLE **table)
{
    WindowsNetwork network;
    RtAddress *addresses = NULL;
    size_t count = 0;
    DWORD error = read_network(family, &network);

    if (error != NO_ERROR) {
        return error;
    }

    int linuxError = rtnetlink_list_addresses(&addresses, &count);

    if (linuxError != 0 || count == 0) {
        /* Without rows, Windows returns an error, as documented. */
        windows_network_free(&network);
        return linuxError == 0 ? ERROR_NOT_FOUND : windows_error(linuxError);
    }

    MIB_UNICASTIPADDRESS_TABLE *rows = new_table(count, sizeof rows->Table[0]);

    for (size_t i = 0; rows != NULL && i < count; i++) {
        const WindowsLink *link = windows_network_find_link(&network, addresses[i].interfaceIndex);

        if (link != NULL) {
            fill_unicast_address(&rows->Table[rows->NumEntries++], &addresses[i], link);
        }
    }
    free(addresses);
    windows_network_free(&network);
    *table = rows;
    return rows == NULL ? ERROR_NOT_ENOUGH_MEMORY : NO_ERROR;
}
