/*
 * wrapper-with-routes.exe COMMAND LINE
 *
 * The floor of a wrapper that adds the two routes: both tables read once, the best default route on an adapter that is
 * up, missing routes added. It confirms nothing, logs nothing, and supports one network mode.
 */
#include <winsock2.h>
#include <ws2ipdef.h>
#include <windows.h>
#include <iphlpapi.h>
#include <netioapi.h>
#include "wrap.h"

/* 169.254.170.2 and 169.254.169.254, in network order. */
static const ULONG wanted[] = {0x02AAFEA9, 0xFEA9FEA9};

static BOOL is_up(const MIB_IF_TABLE2 *adapters, NET_IFINDEX index)
{
    for (ULONG i = 0; i < adapters->NumEntries; i++) {
        const MIB_IF_ROW2 *row = &adapters->Table[i];
        if (row->InterfaceIndex == index && !row->InterfaceAndOperStatusFlags.FilterInterface) {
            return row->OperStatus == IfOperStatusUp;
        }
    }
    return FALSE;
}

static ULONG interface_metric(NET_IFINDEX index)
{
    MIB_IPINTERFACE_ROW row;
    SecureZeroMemory(&row, sizeof row);
    row.Family = AF_INET;
    row.InterfaceIndex = index;
    return GetIpInterfaceEntry(&row) == NO_ERROR ? row.Metric : 0;
}

static BOOL add_routes(void)
{
    MIB_IPFORWARD_TABLE2 *routes;
    MIB_IF_TABLE2 *adapters;
    if (GetIpForwardTable2(AF_INET, &routes) != NO_ERROR || GetIfTable2(&adapters) != NO_ERROR) {
        return FALSE;
    }

    const MIB_IPFORWARD_ROW2 *best = NULL;
    ULONG best_metric = 0;
    for (ULONG i = 0; i < routes->NumEntries; i++) {
        const MIB_IPFORWARD_ROW2 *row = &routes->Table[i];
        if (row->DestinationPrefix.PrefixLength == 0 && is_up(adapters, row->InterfaceIndex)) {
            ULONG metric = row->Metric + interface_metric(row->InterfaceIndex);
            if (best == NULL || metric < best_metric) {
                best = row;
                best_metric = metric;
            }
        }
    }
    if (best == NULL) {
        return FALSE;
    }

    for (int i = 0; i < 2; i++) {
        BOOL there = FALSE;
        for (ULONG j = 0; j < routes->NumEntries; j++) {
            const MIB_IPFORWARD_ROW2 *row = &routes->Table[j];
            there |= row->DestinationPrefix.PrefixLength == 32
                && row->DestinationPrefix.Prefix.Ipv4.sin_addr.s_addr == wanted[i];
        }
        if (!there) {
            MIB_IPFORWARD_ROW2 row;
            InitializeIpForwardEntry(&row);
            row.InterfaceIndex = best->InterfaceIndex;
            row.DestinationPrefix.Prefix.si_family = AF_INET;
            row.DestinationPrefix.Prefix.Ipv4.sin_addr.s_addr = wanted[i];
            row.DestinationPrefix.PrefixLength = 32;
            row.NextHop.si_family = AF_INET;
            row.NextHop.Ipv4.sin_addr = best->NextHop.Ipv4.sin_addr;
            row.Metric = 256;
            row.Protocol = MIB_IPPROTO_NETMGMT;
            if (CreateIpForwardEntry2(&row) != NO_ERROR) {
                return FALSE;
            }
        }
    }
    FreeMibTable(adapters);
    FreeMibTable(routes);
    return TRUE;
}

void start(void)
{
    ExitProcess(add_routes() ? wrap() : 125);
}
