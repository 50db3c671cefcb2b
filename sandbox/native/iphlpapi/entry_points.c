/*
 * The functions of iphlpapi.dll that Wine lacks or that differ from Windows. Every global function of this file is
 * exported. All other exports of Wine's iphlpapi.dll are forwarded to it (Makefile).
 *
 * Each function: the injected fault (faults.h), the parameters, the work, the trace.
 */
#include <stdio.h>
#include <string.h>

#include "faults.h"
#include "ip_helper.h"
#include "notifications.h"
#include "trace_file.h"

#define ROUTE_TEXT_LENGTH 100

static const wchar_t *route_text(const MIB_IPFORWARD_ROW2 *row, wchar_t text[ROUTE_TEXT_LENGTH])
{
    uint8_t to[4];
    uint8_t via[4];

    if (row == NULL) {
        return L"NULL";
    }
    memcpy(to, &row->DestinationPrefix.Prefix.Ipv4.sin_addr, sizeof to);
    memcpy(via, &row->NextHop.Ipv4.sin_addr, sizeof via);
    _snwprintf(text, ROUTE_TEXT_LENGTH, L"%u.%u.%u.%u/%u via %u.%u.%u.%u luid %llx index %lu metric %lu", to[0], to[1],
               to[2], to[3], row->DestinationPrefix.PrefixLength, via[0], via[1], via[2], via[3],
               row->InterfaceLuid.Value, row->InterfaceIndex, row->Metric);
    return text;
}

/* --- routes ---------------------------------------------------------------------------------------------------- */

DWORD WINAPI GetIpForwardTable2(ADDRESS_FAMILY family, MIB_IPFORWARD_TABLE2 **table)
{
    DWORD error = faults_enter(FAULT_GetIpForwardTable2);

    if (error == NO_ERROR) {
        error = table == NULL ? ERROR_INVALID_PARAMETER : list_routes(family, table);
    }
    trace(L"GetIpForwardTable2(%u) = %lu", family, error);
    return error;
}

DWORD WINAPI GetIpForwardEntry2(MIB_IPFORWARD_ROW2 *row)
{
    wchar_t text[ROUTE_TEXT_LENGTH];
    DWORD error = faults_enter(FAULT_GetIpForwardEntry2);

    if (error == NO_ERROR) {
        error = row == NULL ? ERROR_INVALID_PARAMETER : get_route(row);
    }
    trace(L"GetIpForwardEntry2(%ls) = %lu", route_text(row, text), error);
    return error;
}

void WINAPI InitializeIpForwardEntry(MIB_IPFORWARD_ROW2 *row)
{
    faults_load();
    trace(L"InitializeIpForwardEntry()");

    /* As documented: infinite lifetimes, four flags, and invalid values in members without a default. */
    memset(row, 0, sizeof *row);
    row->SitePrefixLength = 0xFF;
    row->ValidLifetime = 0xFFFFFFFF;
    row->PreferredLifetime = 0xFFFFFFFF;
    row->Metric = 0xFFFFFFFF;
    row->Protocol = (NL_ROUTE_PROTOCOL)0xFFFFFFFF;
    row->Loopback = TRUE;
    row->AutoconfigureAddress = TRUE;
    row->Publish = TRUE;
    row->Immortal = TRUE;
}

DWORD WINAPI CreateIpForwardEntry2(const MIB_IPFORWARD_ROW2 *row)
{
    wchar_t text[ROUTE_TEXT_LENGTH];
    DWORD error = faults_enter(FAULT_CreateIpForwardEntry2);

    if (error == NO_ERROR) {
        error = row == NULL ? ERROR_INVALID_PARAMETER : create_route(row);
    }
    trace(L"CreateIpForwardEntry2(%ls) = %lu", route_text(row, text), error);
    return error;
}

DWORD WINAPI SetIpForwardEntry2(const MIB_IPFORWARD_ROW2 *row)
{
    wchar_t text[ROUTE_TEXT_LENGTH];
    DWORD error = faults_enter(FAULT_SetIpForwardEntry2);

    if (error == NO_ERROR) {
        error = row == NULL ? ERROR_INVALID_PARAMETER : set_route(row);
    }
    trace(L"SetIpForwardEntry2(%ls) = %lu", route_text(row, text), error);
    return error;
}

DWORD WINAPI DeleteIpForwardEntry2(const MIB_IPFORWARD_ROW2 *row)
{
    wchar_t text[ROUTE_TEXT_LENGTH];
    DWORD error = faults_enter(FAULT_DeleteIpForwardEntry2);

    if (error == NO_ERROR) {
        error = row == NULL ? ERROR_INVALID_PARAMETER : delete_route(row);
    }
    trace(L"DeleteIpForwardEntry2(%ls) = %lu", route_text(row, text), error);
    return error;
}

/* --- interfaces ------------------------------------------------------------------------------------------------ */

DWORD WINAPI GetIfTable2(MIB_IF_TABLE2 **table)
{
    DWORD error = faults_enter(FAULT_GetIfTable2);

    if (error == NO_ERROR) {
        error = table == NULL ? ERROR_INVALID_PARAMETER : list_interfaces(table);
    }
    trace(L"GetIfTable2() = %lu", error);
    return error;
}

/* The levels differ in their statistics only, and there are no statistics. */
DWORD WINAPI GetIfTable2Ex(MIB_IF_TABLE_LEVEL level, MIB_IF_TABLE2 **table)
{
    DWORD error = faults_enter(FAULT_GetIfTable2Ex);

    if (error == NO_ERROR) {
        error = table == NULL || (level != MibIfTableNormal && level != MibIfTableRaw) ? ERROR_INVALID_PARAMETER
                                                                                       : list_interfaces(table);
    }
    trace(L"GetIfTable2Ex(%d) = %lu", level, error);
    return error;
}

DWORD WINAPI GetIfEntry2(MIB_IF_ROW2 *row)
{
    DWORD error = faults_enter(FAULT_GetIfEntry2);

    if (error == NO_ERROR) {
        error = row == NULL ? ERROR_INVALID_PARAMETER : get_interface(row);
    }
    trace(L"GetIfEntry2(index %lu) = %lu", row == NULL ? 0 : row->InterfaceIndex, error);
    return error;
}

DWORD WINAPI GetIfEntry2Ex(MIB_IF_ENTRY_LEVEL level, MIB_IF_ROW2 *row)
{
    DWORD error = faults_enter(FAULT_GetIfEntry2Ex);

    if (error == NO_ERROR) {
        error = row == NULL || (level != MibIfEntryNormal && level != MibIfEntryNormalWithoutStatistics)
                    ? ERROR_INVALID_PARAMETER
                    : get_interface(row);
    }
    trace(L"GetIfEntry2Ex(%d, index %lu) = %lu", level, row == NULL ? 0 : row->InterfaceIndex, error);
    return error;
}

DWORD WINAPI GetIpInterfaceEntry(MIB_IPINTERFACE_ROW *row)
{
    DWORD error = faults_enter(FAULT_GetIpInterfaceEntry);

    if (error == NO_ERROR) {
        error = row == NULL ? ERROR_INVALID_PARAMETER : get_ip_interface(row);
    }
    trace(L"GetIpInterfaceEntry(index %lu) = %lu", row == NULL ? 0 : row->InterfaceIndex, error);
    return error;
}

DWORD WINAPI GetIpInterfaceTable(ADDRESS_FAMILY family, MIB_IPINTERFACE_TABLE **table)
{
    DWORD error = faults_enter(FAULT_GetIpInterfaceTable);

    if (error == NO_ERROR) {
        error = table == NULL ? ERROR_INVALID_PARAMETER : list_ip_interfaces(family, table);
    }
    trace(L"GetIpInterfaceTable(%u) = %lu", family, error);
    return error;
}

DWORD WINAPI GetUnicastIpAddressTable(ADDRESS_FAMILY family, MIB_UNICASTIPADDRESS_TABLE **table)
{
    DWORD error = faults_enter(FAULT_GetUnicastIpAddressTable);

    if (error == NO_ERROR) {
        error = table == NULL ? ERROR_INVALID_PARAMETER : list_unicast_addresses(family, table);
    }
    trace(L"GetUnicastIpAddressTable(%u) = %lu", family, error);
    return error;
}

/* --- notifications --------------------------------------------------------------------------------------------- */

DWORD WINAPI NotifyRouteChange2(ADDRESS_FAMILY family, PIPFORWARD_CHANGE_CALLBACK callback, void *context,
                                BOOLEAN initialNotification, HANDLE *handle)
{
    DWORD error = faults_enter(FAULT_NotifyRouteChange2);

    if (handle != NULL) {
        *handle = NULL;
    }
    if (error == NO_ERROR) {
        error = callback == NULL || handle == NULL
                    ? ERROR_INVALID_PARAMETER
                    : notify_routes(family, callback, context, initialNotification != FALSE, handle);
    }
    trace(L"NotifyRouteChange2(%u, initial %d) = %lu", family, initialNotification, error);
    return error;
}

DWORD WINAPI NotifyIpInterfaceChange(ADDRESS_FAMILY family, PIPINTERFACE_CHANGE_CALLBACK callback, void *context,
                                     BOOLEAN initialNotification, HANDLE *handle)
{
    DWORD error = faults_enter(FAULT_NotifyIpInterfaceChange);

    if (handle != NULL) {
        *handle = NULL;
    }
    if (error == NO_ERROR) {
        error = callback == NULL || handle == NULL
                    ? ERROR_INVALID_PARAMETER
                    : notify_ip_interfaces(family, callback, context, initialNotification != FALSE, handle);
    }
    trace(L"NotifyIpInterfaceChange(%u, initial %d) = %lu", family, initialNotification, error);
    return error;
}

DWORD WINAPI CancelMibChangeNotify2(HANDLE handle)
{
    DWORD error = faults_enter(FAULT_CancelMibChangeNotify2);

    if (error == NO_ERROR) {
        error = notifications_cancel(handle);
    }
    trace(L"CancelMibChangeNotify2() = %lu", error);
    return error;
}

/* --- neighbours ------------------------------------------------------------------------------------------------ */

#define MAC_LENGTH 6

/* The codes of Windows Vista and later. For null pointers only older codes are documented. */
DWORD WINAPI SendARP(IPAddr destination, IPAddr source, void *mac, ULONG *length)
{
    DWORD error = faults_enter(FAULT_SendARP);

    if (error == NO_ERROR) {
        error = mac == NULL || length == NULL ? ERROR_INVALID_PARAMETER
                : *length < MAC_LENGTH        ? ERROR_BUFFER_OVERFLOW
                                              : find_neighbour(destination, source, mac);
    }
    if (error == NO_ERROR) {
        *length = MAC_LENGTH;
    }
    trace(L"SendARP(%lu.%lu.%lu.%lu) = %lu", destination & 255, destination >> 8 & 255, destination >> 16 & 255,
          destination >> 24, error);
    return error;
}

/* --- memory ---------------------------------------------------------------------------------------------------- */

void WINAPI FreeMibTable(void *table)
{
    faults_load();
    trace(L"FreeMibTable()");
    free_table(table);
}
