/*
 * iphlpapi-selftest.exe SUITE: a program that imports iphlpapi.dll as any other and calls the stand-in's functions.
 *
 * One line per check, "pass NAME" or "FAIL NAME: ..."; the script `iphlpapi` runs the suites, compares with the
 * kernel's tables and counts.
 */
#include <winsock2.h>
#include <ws2ipdef.h>
#include <iphlpapi.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "selftest/checks.h"

#define MANY_CALLS 10000
#define ANOTHER_FAMILY 99

/* Missing in mingw-w64. */
DWORD WINAPI GetIfEntry2Ex(int level, MIB_IF_ROW2 *row);

/* --- helpers --------------------------------------------------------------------------------------------------- */

static void expect(const char *name, DWORD expected, DWORD seen)
{
    check(name, expected == seen, "expected %lu, got %lu", expected, seen);
}

static MIB_IF_TABLE2 *interfaces(void)
{
    MIB_IF_TABLE2 *table = NULL;

    if (GetIfTable2(&table) != NO_ERROR) {
        give_up("GetIfTable2");
    }
    return table;
}

static const MIB_IF_ROW2 *find_alias(const MIB_IF_TABLE2 *table, const wchar_t *alias)
{
    for (ULONG i = 0; i < table->NumEntries; i++) {
        if (wcscmp(table->Table[i].Alias, alias) == 0) {
            return &table->Table[i];
        }
    }
    return NULL;
}

static NET_IFINDEX index_of(const wchar_t *alias)
{
    MIB_IF_TABLE2 *table = interfaces();
    const MIB_IF_ROW2 *row = find_alias(table, alias);
    NET_IFINDEX index = row == NULL ? 0 : row->InterfaceIndex;

    FreeMibTable(table);
    if (index == 0) {
        give_up("an interface is missing");
    }
    return index;
}

#define ETH0 index_of(L"vEthernet (Ethernet)")
#define ETH1 index_of(L"Ethernet \u00fc 2")
#define FILTER index_of(L"Ethernet 2-WFP")

static void set_address(SOCKADDR_INET *target, const char *text)
{
    unsigned a, b, c, d;

    if (sscanf(text, "%u.%u.%u.%u", &a, &b, &c, &d) != 4) {
        give_up(text);
    }
    memset(target, 0, sizeof *target);
    target->Ipv4.sin_family = AF_INET;
    target->Ipv4.sin_addr.S_un.S_addr = a | b << 8 | c << 16 | d << 24;
}

/* As in the product: zeroed, infinite, NETMGMT, metric 256. */
static MIB_IPFORWARD_ROW2 route(const char *destination, UCHAR length, const char *nextHop, NET_IFINDEX index)
{
    MIB_IPFORWARD_ROW2 row;

    memset(&row, 0, sizeof row);
    set_address(&row.DestinationPrefix.Prefix, destination);
    row.DestinationPrefix.PrefixLength = length;
    set_address(&row.NextHop, nextHop);
    row.InterfaceIndex = index;
    row.ValidLifetime = 0xFFFFFFFF;
    row.PreferredLifetime = 0xFFFFFFFF;
    row.Protocol = 3;
    row.Metric = 256;
    return row;
}

static const char *text_of(const SOCKADDR_INET *address, char text[16])
{
    ULONG bits = address->Ipv4.sin_addr.S_un.S_addr;

    snprintf(text, 16, "%lu.%lu.%lu.%lu", bits & 255, bits >> 8 & 255, bits >> 16 & 255, bits >> 24);
    return text;
}

/* --- list: the routes, for the script -------------------------------------------------------------------------- */

static void suite_list(void)
{
    MIB_IPFORWARD_TABLE2 *table = NULL;

    if (GetIpForwardTable2(AF_INET, &table) != NO_ERROR) {
        give_up("GetIpForwardTable2");
    }
    for (ULONG i = 0; i < table->NumEntries; i++) {
        const MIB_IPFORWARD_ROW2 *row = &table->Table[i];
        MIB_IPINTERFACE_ROW ip = { .Family = AF_INET, .InterfaceLuid = row->InterfaceLuid };
        char destination[16];
        char nextHop[16];

        if (GetIpInterfaceEntry(&ip) != NO_ERROR) {
            give_up("GetIpInterfaceEntry");
        }
        printf("%s/%u %s %lu %lu\n", text_of(&row->DestinationPrefix.Prefix, destination),
               row->DestinationPrefix.PrefixLength, text_of(&row->NextHop, nextHop), row->InterfaceIndex,
               row->Metric + ip.Metric);
    }
    FreeMibTable(table);
}

/* --- reading --------------------------------------------------------------------------------------------------- */

static void check_route_table(void)
{
    MIB_IPFORWARD_TABLE2 *inet = NULL;
    MIB_IPFORWARD_TABLE2 *all = NULL;
    MIB_IPFORWARD_ROW2 row = route("0.0.0.0", 0, "10.0.1.1", ETH1);

    GetIpForwardTable2(AF_INET, &inet);
    GetIpForwardTable2(AF_UNSPEC, &all);
    check("AF_UNSPEC shows what AF_INET shows",
          inet->NumEntries == all->NumEntries &&
              memcmp(inet->Table, all->Table, inet->NumEntries * sizeof inet->Table[0]) == 0,
          "%lu and %lu rows", inet->NumEntries, all->NumEntries);
    FreeMibTable(inet);
    FreeMibTable(all);
    expect("there is no IPv6 stack", ERROR_NOT_SUPPORTED, GetIpForwardTable2(AF_INET6, &inet));
    expect("another family is wrong", ERROR_INVALID_PARAMETER, GetIpForwardTable2(ANOTHER_FAMILY, &inet));
    expect("a table is needed", ERROR_INVALID_PARAMETER, GetIpForwardTable2(AF_INET, NULL));

    row.Metric = 0;
    row.Protocol = 0;
    expect("a route is found", NO_ERROR, GetIpForwardEntry2(&row));
    check("with its metric and protocol", row.Metric == 256 && row.Protocol == 19 && row.ValidLifetime == 0xFFFFFFFF,
          "metric %lu, protocol %d", row.Metric, row.Protocol);
    row = route("0.0.0.0", 0, "10.0.1.9", ETH1);
    expect("a route that is not there", ERROR_NOT_FOUND, GetIpForwardEntry2(&row));
}

static void check_interface_table(void)
{
    MIB_IF_TABLE2 *table = interfaces();
    MIB_IF_TABLE2 *raw = NULL;
    const MIB_IF_ROW2 *eth0 = find_alias(table, L"vEthernet (Ethernet)");
    const MIB_IF_ROW2 *filter = find_alias(table, L"Ethernet 2-WFP");
    const MIB_IF_ROW2 *down = find_alias(table, L"Ethernet 3");
    const MIB_IF_ROW2 *loopback = find_alias(table, L"Loopback Pseudo-Interface 1");

    if (!check("all are there", eth0 != NULL && filter != NULL && down != NULL && loopback != NULL, "no")) {
        return;
    }
    check("a link without a description is not", find_alias(table, L"bare0") == NULL, "it is");
    check("the adapter",
          wcscmp(eth0->Description, L"Hyper-V Virtual Ethernet Container Adapter") == 0 && eth0->Type == 6 &&
              eth0->OperStatus == IfOperStatusUp && eth0->AdminStatus == NET_IF_ADMIN_STATUS_UP && eth0->Mtu == 1500 &&
              !eth0->InterfaceAndOperStatusFlags.FilterInterface && eth0->PhysicalAddressLength == 6,
          "'%ls' type %lu", eth0->Description, eth0->Type);
    check("the filter has its flag, and the adapter's description in front",
          *((const BYTE *)filter + 1152) == 2 &&
              wcsncmp(filter->Description, L"Amazon Elastic Network Adapter #2", 33) == 0,
          "flags %d", *((const BYTE *)filter + 1152));
    check("the adapter that is down", down->OperStatus == IfOperStatusDown && down->AdminStatus == 2, "status %d",
          down->OperStatus);
    check("the loopback interface", loopback->Type == 24 && loopback->OperStatus == IfOperStatusUp, "type %lu",
          loopback->Type);
    GetIfTable2Ex(MibIfTableRaw, &raw);
    check("GetIfTable2Ex shows the same",
          raw->NumEntries == table->NumEntries &&
              memcmp(raw->Table, table->Table, raw->NumEntries * sizeof raw->Table[0]) == 0,
          "%lu rows", raw->NumEntries);
    expect("a wrong level", ERROR_INVALID_PARAMETER, GetIfTable2Ex(7, &raw));
    FreeMibTable(raw);
    FreeMibTable(table);
    expect("GetIfTable2 needs a table", ERROR_INVALID_PARAMETER, GetIfTable2(NULL));
}

static void check_interface_entries(void)
{
    MIB_IF_ROW2 row = { .InterfaceIndex = ETH0 };
    MIB_IF_ROW2 other = { .InterfaceIndex = ETH1 };
    NET_LUID luid;

    expect("an interface by index", NO_ERROR, GetIfEntry2(&row));
    check("is the right one", wcscmp(row.Alias, L"vEthernet (Ethernet)") == 0, "'%ls'", row.Alias);
    other.InterfaceLuid = row.InterfaceLuid;
    expect("an interface by LUID and another's index", NO_ERROR, GetIfEntry2Ex(0, &other));
    check("is the LUID's", other.InterfaceIndex == row.InterfaceIndex, "%lu", other.InterfaceIndex);
    check("Wine has the same LUIDs",
          ConvertInterfaceIndexToLuid(row.InterfaceIndex, &luid) == NO_ERROR && luid.Value == row.InterfaceLuid.Value,
          "%llx and %llx", luid.Value, row.InterfaceLuid.Value);
    memset(&row, 0, sizeof row);
    expect("neither LUID nor index", ERROR_INVALID_PARAMETER, GetIfEntry2(&row));
    row.InterfaceIndex = 4711;
    expect("an unknown interface", ERROR_FILE_NOT_FOUND, GetIfEntry2(&row));
    expect("no row", ERROR_INVALID_PARAMETER, GetIfEntry2(NULL));
}

static DWORD get_ip_interface(MIB_IPINTERFACE_ROW *row, ADDRESS_FAMILY family, NET_IFINDEX index)
{
    memset(row, 0, sizeof *row);
    row->Family = family;
    row->InterfaceIndex = index;
    return GetIpInterfaceEntry(row);
}

static void check_ip_interfaces(void)
{
    MIB_IPINTERFACE_ROW row;
    MIB_IPINTERFACE_TABLE *table = NULL;
    int filters = 0;

    expect("an IP interface", NO_ERROR, get_ip_interface(&row, AF_INET, ETH0));
    check("its metric", row.Metric == 25 && row.Connected && row.NlMtu == 1500 && row.InterfaceLuid.Value != 0,
          "metric %lu", row.Metric);
    expect("one that is down", NO_ERROR, get_ip_interface(&row, AF_INET, index_of(L"Ethernet 3")));
    check("is not connected", !row.Connected && row.Metric == 35, "metric %lu", row.Metric);
    expect("a filter has no IP interface", ERROR_NOT_FOUND, get_ip_interface(&row, AF_INET, FILTER));
    expect("no IPv6", ERROR_NOT_FOUND, get_ip_interface(&row, AF_INET6, ETH0));
    expect("an unknown one", ERROR_NOT_FOUND, get_ip_interface(&row, AF_INET, 4711));
    expect("no family", ERROR_INVALID_PARAMETER, get_ip_interface(&row, AF_UNSPEC, ETH0));
    expect("no interface", ERROR_INVALID_PARAMETER, get_ip_interface(&row, AF_INET, 0));

    expect("all IP interfaces", NO_ERROR, GetIpInterfaceTable(AF_INET, &table));
    for (ULONG i = 0; i < table->NumEntries; i++) {
        filters += table->Table[i].InterfaceIndex == FILTER;
    }
    /* lo, eth0, eth1, down0, bare0 */
    check("without the filter", filters == 0 && table->NumEntries == 5, "%lu", table->NumEntries);
    FreeMibTable(table);
}

static void suite_reading(void)
{
    check_route_table();
    check_interface_table();
    check_interface_entries();
    check_ip_interfaces();
    FreeMibTable(NULL);
}

/* --- forwarders: what Wine does -------------------------------------------------------------------------------- */

/* Every export of Wine's DLL must exist, and must be Wine's function unless the stand-in replaces it. */
static void check_exports(void)
{
    HMODULE standIn = GetModuleHandleW(L"iphlpapi.dll");
    const BYTE *wine = (const BYTE *)LoadLibraryW(L"wineiphlpapi.dll");

    if (wine == NULL) {
        give_up("no wineiphlpapi.dll");
    }

    const IMAGE_NT_HEADERS *headers = (const void *)(wine + ((const IMAGE_DOS_HEADER *)wine)->e_lfanew);
    const IMAGE_EXPORT_DIRECTORY *exports =
        (const void *)(wine + headers->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_EXPORT].VirtualAddress);
    const DWORD *names = (const void *)(wine + exports->AddressOfNames);
    int missing = 0;
    int own = 0;

    for (DWORD i = 0; i < exports->NumberOfNames; i++) {
        const char *name = (const char *)(wine + names[i]);
        FARPROC seen = GetProcAddress(standIn, name);

        missing += seen == NULL;
        own += seen != NULL && seen != GetProcAddress((HMODULE)wine, name);
    }
    /* The stand-in replaces twelve functions; its other six are missing in Wine 8. */
    check("every function of Wine's is there", missing == 0 && own == 12, "%d missing, %d replaced", missing, own);
}

static void suite_forwarders(void)
{
    ULONG size = 64 * 1024;
    IP_ADAPTER_ADDRESSES *adapters = malloc(size);
    ULONG count = 0;
    MIB_UNICASTIPADDRESS_TABLE *addresses = NULL;

    expect("GetAdaptersAddresses", NO_ERROR, GetAdaptersAddresses(AF_INET, 0, NULL, adapters, &size));
    for (IP_ADAPTER_ADDRESSES *adapter = adapters; adapter != NULL; adapter = adapter->Next) {
        count++;
    }
    check("shows the links", count >= 5, "%lu", count);
    size = 64 * 1024;
    expect("GetNetworkParams", NO_ERROR, GetNetworkParams((FIXED_INFO *)adapters, &size));
    free(adapters);
    expect("GetUnicastIpAddressTable", NO_ERROR, GetUnicastIpAddressTable(AF_INET, &addresses));
    size_t wines = HeapSize(GetProcessHeap(), 0, addresses);
    check("Wine's tables are of the process heap, too", wines != (size_t)-1 && wines > 0, "no");
    FreeMibTable(addresses);
    check_exports();
}

/* --- creating and deleting ------------------------------------------------------------------------------------- */

static DWORD create(const char *destination, const char *nextHop, NET_IFINDEX index)
{
    MIB_IPFORWARD_ROW2 row = route(destination, 32, nextHop, index);

    return CreateIpForwardEntry2(&row);
}

static DWORD delete(const char *destination, const char *nextHop, NET_IFINDEX index)
{
    MIB_IPFORWARD_ROW2 row = route(destination, 32, nextHop, index);

    return DeleteIpForwardEntry2(&row);
}

static void suite_creating(void)
{
    NET_IFINDEX eth0 = ETH0;
    NET_IFINDEX eth1 = ETH1;
    MIB_IF_ROW2 link = { .InterfaceIndex = eth1 };
    MIB_IPFORWARD_ROW2 row = route("169.254.169.253", 32, "172.30.0.1", eth0);

    expect("a route", NO_ERROR, create("169.254.170.2", "172.30.0.1", eth0));
    expect("the same once more", ERROR_OBJECT_ALREADY_EXISTS, create("169.254.170.2", "172.30.0.1", eth0));
    expect("another next hop", NO_ERROR, create("169.254.170.2", "172.30.0.9", eth0));
    expect("on-link", NO_ERROR, create("169.254.170.2", "0.0.0.0", eth0));
    expect("another interface", NO_ERROR, create("169.254.170.2", "10.0.1.1", eth1));
    row.Metric = 1;
    expect("another metric", NO_ERROR, CreateIpForwardEntry2(&row));
    row.Metric = 2;
    expect("the same with another metric", ERROR_OBJECT_ALREADY_EXISTS, CreateIpForwardEntry2(&row));

    GetIfEntry2(&link);
    row = route("169.254.169.123", 32, "10.0.1.1", eth0);
    row.InterfaceLuid = link.InterfaceLuid;
    expect("a LUID and another's index", NO_ERROR, CreateIpForwardEntry2(&row));

    InitializeIpForwardEntry(&row);
    check("InitializeIpForwardEntry",
          row.ValidLifetime == 0xFFFFFFFF && row.PreferredLifetime == 0xFFFFFFFF && row.Loopback && row.Publish &&
              row.Immortal && row.AutoconfigureAddress && row.Metric == 0xFFFFFFFF && row.InterfaceIndex == 0,
          "no");
    set_address(&row.DestinationPrefix.Prefix, "169.254.169.250");
    row.DestinationPrefix.PrefixLength = 32;
    set_address(&row.NextHop, "172.30.0.1");
    row.InterfaceIndex = eth0;
    expect("an initialized row without a metric", ERROR_INVALID_PARAMETER, CreateIpForwardEntry2(&row));
    row.Metric = 5;
    expect("and with one", NO_ERROR, CreateIpForwardEntry2(&row));
}

static void suite_setting(void)
{
    MIB_IPFORWARD_ROW2 row = route("169.254.169.253", 32, "172.30.0.1", ETH0);

    row.Metric = 77;
    expect("another metric", NO_ERROR, SetIpForwardEntry2(&row));
    expect("the same metric", NO_ERROR, SetIpForwardEntry2(&row));
    row = route("169.254.169.252", 32, "172.30.0.1", ETH0);
    expect("a route that is not there", ERROR_NOT_FOUND, SetIpForwardEntry2(&row));
    expect("no row", ERROR_INVALID_PARAMETER, SetIpForwardEntry2(NULL));
}

static void suite_deleting(void)
{
    NET_IFINDEX eth0 = ETH0;
    NET_IFINDEX eth1 = ETH1;

    expect("one of the four", NO_ERROR, delete("169.254.170.2", "172.30.0.9", eth0));
    expect("the same once more", ERROR_NOT_FOUND, delete("169.254.170.2", "172.30.0.9", eth0));
    expect("the on-link one", NO_ERROR, delete("169.254.170.2", "0.0.0.0", eth0));
    expect("the other interface's", NO_ERROR, delete("169.254.170.2", "10.0.1.1", eth1));
    expect("an unknown interface's", ERROR_NOT_FOUND, delete("169.254.170.2", "172.30.0.1", 4711));
    expect("no row", ERROR_INVALID_PARAMETER, DeleteIpForwardEntry2(NULL));
    expect("one with another metric", NO_ERROR, delete("169.254.169.253", "172.30.0.1", eth0));
    expect("one that was made by LUID", NO_ERROR, delete("169.254.169.123", "10.0.1.1", eth1));
    expect("one that was initialized", NO_ERROR, delete("169.254.169.250", "172.30.0.1", eth0));
}

static void expect_create(const char *name, DWORD expected, MIB_IPFORWARD_ROW2 row)
{
    expect(name, expected, CreateIpForwardEntry2(&row));
}

static void suite_bad_parameters(void)
{
    const MIB_IPFORWARD_ROW2 good = route("169.254.170.99", 32, "172.30.0.1", ETH0);
    MIB_IPFORWARD_ROW2 row = good;

    expect("no row", ERROR_INVALID_PARAMETER, CreateIpForwardEntry2(NULL));
    row.DestinationPrefix.Prefix.si_family = AF_UNSPEC;
    expect_create("no destination", ERROR_INVALID_PARAMETER, row);
    row.DestinationPrefix.Prefix.si_family = AF_INET6;
    expect_create("an IPv6 destination", ERROR_NOT_SUPPORTED, row);
    row = good;
    row.NextHop.si_family = AF_UNSPEC;
    expect_create("no next hop", ERROR_INVALID_PARAMETER, row);
    row = good;
    row.DestinationPrefix.PrefixLength = 33;
    expect_create("a prefix of 33 bits", ERROR_INVALID_PARAMETER, row);
    row.DestinationPrefix.PrefixLength = 24;
    expect_create("bits behind the prefix", ERROR_INVALID_PARAMETER, row);
    row = good;
    row.SitePrefixLength = 33;
    expect_create("a long site prefix", ERROR_INVALID_PARAMETER, row);
    row = good;
    row.InterfaceIndex = 0;
    expect_create("no interface", ERROR_INVALID_PARAMETER, row);
    row.InterfaceIndex = 4711;
    expect_create("an unknown index", ERROR_NOT_FOUND, row);
    row = good;
    row.InterfaceLuid.Value = 4711;
    expect_create("an unknown LUID and a good index", ERROR_NOT_FOUND, row);
    row = good;
    row.InterfaceIndex = FILTER;
    expect_create("a filter", ERROR_NOT_SUPPORTED, row);
    row = good;
    row.ValidLifetime = 0;
    expect_create("preferred longer than valid", ERROR_INVALID_PARAMETER, row);
    row.PreferredLifetime = 0;
    expect_create("a route that ages", ERROR_NOT_SUPPORTED, row);
    row = good;
    row.Protocol = 4711;
    expect_create("an unknown protocol", ERROR_INVALID_PARAMETER, row);
    row = good;
    row.Metric = 0xFFFFFFF0;
    expect_create("a metric that overflows", ERROR_INVALID_PARAMETER, row);
    expect_create("a next hop that is not on-link", ERROR_NOT_FOUND,
                  route("169.254.170.99", 32, "8.8.8.8", good.InterfaceIndex));
}

static void suite_denied(void)
{
    MIB_IPFORWARD_ROW2 there = route("0.0.0.0", 0, "10.0.1.1", ETH1);
    MIB_IPFORWARD_TABLE2 *table = NULL;

    expect("reading is allowed", NO_ERROR, GetIpForwardTable2(AF_INET, &table));
    FreeMibTable(table);
    expect("creating", ERROR_ACCESS_DENIED, create("169.254.170.98", "172.30.0.1", ETH0));
    expect("creating what is there", ERROR_ACCESS_DENIED, CreateIpForwardEntry2(&there));
    expect("creating on no interface", ERROR_ACCESS_DENIED, create("169.254.170.98", "172.30.0.1", 4711));
    expect("a wrong parameter comes first", ERROR_INVALID_PARAMETER, create("169.254.170.98", "172.30.0.1", 0));
    expect("setting", ERROR_ACCESS_DENIED, SetIpForwardEntry2(&there));
    expect("deleting", ERROR_ACCESS_DENIED, DeleteIpForwardEntry2(&there));
    expect("deleting what is not there", ERROR_ACCESS_DENIED, delete("169.254.170.98", "172.30.0.1", ETH0));
}

/* --- notifications --------------------------------------------------------------------------------------------- */

/* The time limit for expected events, in milliseconds; long, for a busy machine. */
enum { PATIENCE = 20000 };

typedef struct Watch {
    volatile LONG calls;
    volatile LONG ended;
    volatile LONG initialCalls;
    DWORD threadId;
    HANDLE called;
    HANDLE release; /* the callback does not end before this event is set; NULL: at once */
    HANDLE handle;
    HANDLE cancels; /* the handle of another watch that the callback cancels */
    DWORD cancelled;
    MIB_IPFORWARD_ROW2 row;
    MIB_NOTIFICATION_TYPE type;
} Watch;

static void WINAPI on_route(void *context, MIB_IPFORWARD_ROW2 *row, MIB_NOTIFICATION_TYPE type)
{
    Watch *watch = context;
    MIB_IPFORWARD_TABLE2 *table = NULL;

    watch->threadId = GetCurrentThreadId();
    watch->type = type;
    if (row != NULL) {
        watch->row = *row;
    }
    if (type == MibInitialNotification) {
        InterlockedIncrement(&watch->initialCalls);
    }
    InterlockedIncrement(&watch->calls);
    SetEvent(watch->called);
    /* A callback usually reads the table. */
    GetIpForwardTable2(AF_INET, &table);
    FreeMibTable(table);
    if (watch->cancels != NULL) {
        watch->cancelled = CancelMibChangeNotify2(watch->cancels);
        watch->cancels = NULL;
    }
    if (watch->release != NULL) {
        WaitForSingleObject(watch->release, PATIENCE);
    }
    InterlockedIncrement(&watch->ended);
}

static void WINAPI on_ip_interface(void *context, MIB_IPINTERFACE_ROW *row, MIB_NOTIFICATION_TYPE type)
{
    Watch *watch = context;

    watch->type = type;
    InterlockedIncrement(&watch->calls);
    SetEvent(watch->called);
}

static Watch new_watch(void)
{
    Watch watch = { .called = CreateEventW(NULL, FALSE, FALSE, NULL) };

    return watch;
}

static bool wait_call(const Watch *watch)
{
    return WaitForSingleObject(watch->called, PATIENCE) == WAIT_OBJECT_0;
}

static void check_initial(void)
{
    Watch watch = new_watch();

    expect("registering", NO_ERROR, NotifyRouteChange2(AF_INET, on_route, &watch, TRUE, &watch.handle));
    check("the initial notification comes, once, on another thread",
          wait_call(&watch) && watch.initialCalls == 1 && watch.calls == 1 && watch.threadId != GetCurrentThreadId(),
          "%ld calls", watch.calls);
    expect("cancelling", NO_ERROR, CancelMibChangeNotify2(watch.handle));
    expect("cancelling twice", ERROR_INVALID_PARAMETER, CancelMibChangeNotify2(watch.handle));
    expect("cancelling nothing", ERROR_INVALID_PARAMETER, CancelMibChangeNotify2(NULL));
    expect("cancelling something else", ERROR_INVALID_PARAMETER, CancelMibChangeNotify2(&watch));
    expect("no callback", ERROR_INVALID_PARAMETER, NotifyRouteChange2(AF_INET, NULL, NULL, TRUE, &watch.handle));
    check("and no handle", watch.handle == NULL, "%p", watch.handle);
    expect("another family", ERROR_INVALID_PARAMETER,
           NotifyRouteChange2(ANOTHER_FAMILY, on_route, &watch, TRUE, &watch.handle));
}

static void check_changes(void)
{
    NET_IFINDEX eth0 = ETH0;
    Watch one = new_watch();
    Watch two = new_watch();
    Watch six = new_watch();
    char destination[16];

    NotifyRouteChange2(AF_INET, on_route, &one, FALSE, &one.handle);
    NotifyRouteChange2(AF_UNSPEC, on_route, &two, FALSE, &two.handle);
    NotifyRouteChange2(AF_INET6, on_route, &six, FALSE, &six.handle);
    create("169.254.170.77", "172.30.0.1", eth0);
    check("both are notified of a new route", wait_call(&one) && wait_call(&two), "no");
    check("with the members that identify it",
          one.type == MibAddInstance && one.row.InterfaceIndex == eth0 && one.row.InterfaceLuid.Value != 0 &&
              one.row.DestinationPrefix.PrefixLength == 32 && one.row.Metric == 0 &&
              strcmp(text_of(&one.row.DestinationPrefix.Prefix, destination), "169.254.170.77") == 0,
          "type %d", one.type);

    MIB_IPFORWARD_ROW2 row = route("169.254.170.77", 32, "172.30.0.1", eth0);
    row.Metric = 99;
    SetIpForwardEntry2(&row);
    check("a change of its metric", wait_call(&one) && one.type == MibParameterNotification, "type %d", one.type);
    CancelMibChangeNotify2(two.handle);

    LONG calls = two.calls;
    delete("169.254.170.77", "172.30.0.1", eth0);
    check("and its end", wait_call(&one) && one.type == MibDeleteInstance, "type %d", one.type);
    Sleep(200);
    check("no call after cancelling, and none for IPv6", two.calls == calls && six.calls == 0, "told");
    CancelMibChangeNotify2(one.handle);
    CancelMibChangeNotify2(six.handle);
}

/* Lets a callback end after a delay, while another thread waits for it. */
static DWORD WINAPI release_later(void *event)
{
    Sleep(300);
    SetEvent(event);
    return 0;
}

static void check_cancelling(void)
{
    NET_IFINDEX eth0 = ETH0;
    Watch slow = new_watch();
    Watch other = new_watch();

    slow.release = CreateEventW(NULL, TRUE, FALSE, NULL);
    NotifyRouteChange2(AF_INET, on_route, &slow, TRUE, &slow.handle);
    wait_call(&slow);
    create("169.254.170.77", "172.30.0.1", eth0); /* must not cause another call */
    check("it is still running", slow.ended == 0, "no");
    CloseHandle(CreateThread(NULL, 0, release_later, slow.release, 0, NULL));
    expect("cancelling a callback that runs", NO_ERROR, CancelMibChangeNotify2(slow.handle));
    check("waits for its end and starts no other", slow.ended == 1 && slow.calls == 1, "%ld calls, %ld ended",
          slow.calls, slow.ended);
    delete("169.254.170.77", "172.30.0.1", eth0);

    slow = new_watch();
    NotifyRouteChange2(AF_INET, on_route, &other, FALSE, &other.handle);
    slow.cancels = other.handle;
    slow.cancelled = 4711;
    NotifyRouteChange2(AF_INET, on_route, &slow, TRUE, &slow.handle);
    wait_call(&slow);
    CancelMibChangeNotify2(slow.handle);
    expect("a callback may cancel another registration", NO_ERROR, slow.cancelled);
}

static void check_ip_interface_changes(void)
{
    Watch watch = new_watch();

    expect("registering for IP interfaces", NO_ERROR,
           NotifyIpInterfaceChange(AF_UNSPEC, on_ip_interface, &watch, TRUE, &watch.handle));
    check("calls initially", wait_call(&watch) && watch.type == MibInitialNotification, "no");
    create("169.254.170.77", "172.30.0.1", ETH0);
    delete("169.254.170.77", "172.30.0.1", ETH0);
    Sleep(200);
    check("a route is no IP interface", watch.calls == 1, "%ld calls", watch.calls);
    expect("cancelling that", NO_ERROR, CancelMibChangeNotify2(watch.handle));
}

static void suite_notifications(void)
{
    check_initial();
    check_changes();
    check_cancelling();
    check_ip_interface_changes();
}

/* --- watch: what changes outside, for the script --------------------------------------------------------------- */

static void WINAPI print_route(void *context, MIB_IPFORWARD_ROW2 *row, MIB_NOTIFICATION_TYPE type)
{
    char destination[16];

    printf("route %d %s/%u\n", type, text_of(&row->DestinationPrefix.Prefix, destination),
           row->DestinationPrefix.PrefixLength);
    fflush(stdout);
}

static void WINAPI print_ip_interface(void *context, MIB_IPINTERFACE_ROW *row, MIB_NOTIFICATION_TYPE type)
{
    printf("interface %d %lu\n", type, row->InterfaceIndex);
    fflush(stdout);
}

static void suite_watch(void)
{
    char line[16];
    HANDLE routes;
    HANDLE ipInterfaces;

    if (NotifyRouteChange2(AF_INET, print_route, NULL, FALSE, &routes) != NO_ERROR ||
        NotifyIpInterfaceChange(AF_INET, print_ip_interface, NULL, FALSE, &ipInterfaces) != NO_ERROR) {
        give_up("registering");
    }
    printf("ready\n");
    fflush(stdout);
    fgets(line, sizeof line, stdin);
    CancelMibChangeNotify2(routes);
    CancelMibChangeNotify2(ipInterfaces);
    printf("cancelled\n");
    fflush(stdout);
    fgets(line, sizeof line, stdin);
}

/* --- lifetime: nothing is left behind -------------------------------------------------------------------------- */

typedef struct Usage {
    size_t handles;
    int descriptors;
    size_t heap;
} Usage;

static size_t busy_bytes(HANDLE heap)
{
    PROCESS_HEAP_ENTRY entry = { 0 };
    size_t bytes = 0;

    while (HeapWalk(heap, &entry)) {
        bytes += (entry.wFlags & PROCESS_HEAP_ENTRY_BUSY) != 0 ? entry.cbData : 0;
    }
    return bytes;
}

/* Of this process, which is also a Linux process. */
static int open_descriptors(void)
{
    WIN32_FIND_DATAW found;
    HANDLE search = FindFirstFileW(L"Z:\\proc\\self\\fd\\*", &found);
    int count = 0;

    if (search == INVALID_HANDLE_VALUE) {
        give_up("/proc/self/fd");
    }
    do {
        count++;
    } while (FindNextFileW(search, &found));
    FindClose(search);
    return count;
}

/* Wine does not count handles (GetProcessHandleCount), but a new handle gets the lowest free number. */
static size_t next_handle(void)
{
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);

    CloseHandle(event);
    return (size_t)event;
}

static Usage usage(void)
{
    Usage usage = { .heap = busy_bytes(GetProcessHeap()) + busy_bytes((HANDLE)_get_heap_handle()) };

    usage.handles = next_handle();
    usage.descriptors = open_descriptors();
    return usage;
}

static void one_call(int number, NET_IFINDEX eth0)
{
    MIB_IPFORWARD_TABLE2 *routes = NULL;
    MIB_IF_TABLE2 *links = NULL;
    MIB_IPINTERFACE_ROW ip;
    MIB_IPFORWARD_ROW2 row;

    switch (number % 6) {
    case 0:
        GetIpForwardTable2(AF_INET, &routes);
        FreeMibTable(routes);
        break;
    case 1:
        GetIfTable2(&links);
        FreeMibTable(links);
        break;
    case 2:
        get_ip_interface(&ip, AF_INET, eth0);
        break;
    case 3:
        create("169.254.170.66", "172.30.0.1", eth0);
        break;
    case 4:
        row = route("169.254.170.66", 32, "172.30.0.1", eth0);
        GetIpForwardEntry2(&row);
        break;
    default:
        delete("169.254.170.66", "172.30.0.1", eth0);
        break;
    }
}

static void register_and_cancel(void)
{
    Watch watch = { 0 };

    NotifyRouteChange2(AF_INET, on_route, &watch, TRUE, &watch.handle);
    CancelMibChangeNotify2(watch.handle);
}

static bool has_grown(Usage before, Usage after)
{
    /* Wine itself may keep a few descriptors of ended threads; a leak would be hundreds. */
    return after.handles > before.handles || after.descriptors > before.descriptors + 20 || after.heap > before.heap;
}

/*
 * A leak grows in every round. Wine's heap may grow in one round: Wine 10 allocates blocks of one size in groups and
 * reports a whole group as busy.
 */
static void check_usage(const char *name, void (*round)(void))
{
    Usage before;
    Usage after;

    for (int attempt = 0; attempt < 4; attempt++) {
        before = usage();
        round();
        after = usage();
        /* Threads that have just ended may not have released everything yet. */
        for (int i = 0; i < 100 && has_grown(before, after); i++) {
            Sleep(10);
            after = usage();
        }
        if (!has_grown(before, after)) {
            check(name, true, " ");
            return;
        }
        printf("note round %d: next handle %zx to %zx, descriptors %d to %d, heap %zu to %zu\n", attempt + 1, before.handles,
               after.handles, before.descriptors, after.descriptors, before.heap, after.heap);
    }
    check(name, false, "grows in every round");
}

static void many_calls(void)
{
    NET_IFINDEX eth0 = ETH0;
    DWORD start = GetTickCount();

    for (int i = 0; i < MANY_CALLS; i++) {
        one_call(i, eth0);
    }
    delete("169.254.170.66", "172.30.0.1", eth0);
    printf("note 10,000 calls took %lu ms\n", GetTickCount() - start);
}

static void many_registrations(void)
{
    for (int i = 0; i < 500; i++) {
        register_and_cancel();
    }
}

static void suite_lifetime(void)
{
    NET_IFINDEX eth0 = ETH0;

    /* A first call allocates memory permanently, for example printf's buffer. */
    printf("note warming up\n");
    for (int i = 0; i < 60; i++) {
        one_call(i, eth0);
    }
    register_and_cancel();
    Sleep(100);
    usage();

    check_usage("10,000 calls leave nothing behind", many_calls);
    check_usage("nor do 500 registrations", many_registrations);
}

/* --- neighbours ------------------------------------------------------------------------------------------------- */

static IPAddr address_of(const char *text)
{
    SOCKADDR_INET address;

    set_address(&address, text);
    return address.Ipv4.sin_addr.S_un.S_addr;
}

static DWORD ask(const char *destination, const char *source)
{
    ULONG mac[2];
    ULONG length = sizeof mac;

    return SendARP(address_of(destination), address_of(source), mac, &length);
}

/* "neighbour ADDRESS MAC" lines are for the script. */
static void print_neighbour(const char *name, const char *destination, const char *source)
{
    BYTE mac[8] = { 0 };
    ULONG length = sizeof mac;

    expect(name, NO_ERROR, SendARP(address_of(destination), address_of(source), mac, &length));
    check("its address has six bytes", length == 6, "%lu", length);
    printf("neighbour %s %02x:%02x:%02x:%02x:%02x:%02x\n", destination, mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
    fflush(stdout);
}

/*
 * Whether SendARP fails without an ARP request where it can; a request takes three seconds. Retries on a busy machine.
 */
static bool known_at_once(void)
{
    for (int attempt = 0; attempt < 5; attempt++) {
        DWORD start = GetTickCount();

        ask("203.0.113.1", "0.0.0.0");
        ask("172.30.0.1", "10.0.1.5");
        ask("127.0.0.1", "0.0.0.0");
        ask("172.30.0.1", "172.30.0.6");
        if (GetTickCount() - start < 2000) {
            return true;
        }
    }
    return false;
}

/* The neighbour 172.30.0.1 answers, 172.30.0.9 does not. */
static void suite_neighbours(void)
{
    BYTE mac[6] = { 0 };
    ULONG length = sizeof mac;
    DWORD start;

    print_neighbour("a neighbour answers", "172.30.0.1", "0.0.0.0");
    print_neighbour("also to the address that is given", "172.30.0.1", "172.30.0.5");
    print_neighbour("our own address", "172.30.0.5", "0.0.0.0");
    start = GetTickCount();
    expect("an address without an answer", ERROR_BAD_NET_NAME, ask("172.30.0.9", "0.0.0.0"));
    check("which takes about three seconds", GetTickCount() - start > 2000 && GetTickCount() - start < PATIENCE,
          "%lu ms", GetTickCount() - start);
    expect("an address behind a gateway", ERROR_BAD_NET_NAME, ask("203.0.113.1", "0.0.0.0"));
    expect("an address on another interface's subnet", ERROR_BAD_NET_NAME, ask("172.30.0.1", "10.0.1.5"));
    expect("localhost", ERROR_BAD_NET_NAME, ask("127.0.0.1", "0.0.0.0"));
    expect("a source that is not local", ERROR_NOT_FOUND, ask("172.30.0.1", "172.30.0.6"));
    length = 5;
    expect("too small a buffer", ERROR_BUFFER_OVERFLOW, SendARP(address_of("172.30.0.1"), 0, mac, &length));
    expect("no buffer", ERROR_INVALID_PARAMETER, SendARP(address_of("172.30.0.1"), 0, NULL, &length));
    expect("no length", ERROR_INVALID_PARAMETER, SendARP(address_of("172.30.0.1"), 0, mac, NULL));
    check("fail at once where no request is needed", known_at_once(), "no");
}

/* After the script has removed the neighbour. */
static void suite_neighbour_gone(void)
{
    expect("a removed neighbour is not cached", ERROR_BAD_NET_NAME, ask("172.30.0.1", "0.0.0.0"));
}

/* --- faults: each needs a new process, so the script injects them ------------------------------------------------ */

/* Calls every function that can fail once and prints the returned code. */
static void suite_calls(void)
{
    MIB_IPFORWARD_ROW2 row = route("169.254.170.55", 32, "172.30.0.1", 4711);
    MIB_IF_ROW2 link = { .InterfaceIndex = 1 };
    MIB_IPINTERFACE_ROW ip = { .Family = AF_INET, .InterfaceIndex = 1 };
    MIB_IPFORWARD_TABLE2 *routes = NULL;
    MIB_IF_TABLE2 *links = NULL;
    MIB_IPINTERFACE_TABLE *ips = NULL;
    HANDLE handle;

    printf("CancelMibChangeNotify2=%lu\n", CancelMibChangeNotify2(NULL));
    printf("CreateIpForwardEntry2=%lu\n", CreateIpForwardEntry2(&row));
    printf("DeleteIpForwardEntry2=%lu\n", DeleteIpForwardEntry2(&row));
    printf("GetIfEntry2=%lu\n", GetIfEntry2(&link));
    printf("GetIfEntry2Ex=%lu\n", GetIfEntry2Ex(0, &link));
    printf("GetIfTable2=%lu\n", GetIfTable2(&links));
    printf("GetIfTable2Ex=%lu\n", GetIfTable2Ex(MibIfTableNormal, &links));
    printf("GetIpForwardEntry2=%lu\n", GetIpForwardEntry2(&row));
    printf("GetIpForwardTable2=%lu\n", GetIpForwardTable2(AF_INET, &routes));
    printf("GetIpInterfaceEntry=%lu\n", GetIpInterfaceEntry(&ip));
    printf("GetIpInterfaceTable=%lu\n", GetIpInterfaceTable(AF_INET, &ips));
    printf("NotifyIpInterfaceChange=%lu\n",
           NotifyIpInterfaceChange(AF_INET, print_ip_interface, NULL, FALSE, &handle));
    printf("NotifyRouteChange2=%lu\n", NotifyRouteChange2(AF_INET, print_route, NULL, FALSE, &handle));
    printf("SendARP=%lu\n", SendARP(0, 0, NULL, NULL));
    printf("SetIpForwardEntry2=%lu\n", SetIpForwardEntry2(&row));
}

/* With GetIpForwardTable2=3000 under [hang]. */
static void suite_hang(void)
{
    MIB_IPFORWARD_TABLE2 *routes = NULL;
    DWORD start = GetTickCount();

    FreeMibTable(interfaces());
    check("the others do not hang", GetTickCount() - start < 2900, "%lu ms", GetTickCount() - start);
    start = GetTickCount();
    expect("what hangs works afterwards", NO_ERROR, GetIpForwardTable2(AF_INET, &routes));
    check("it hangs as long as it shall", GetTickCount() - start >= 2900, "%lu ms", GetTickCount() - start);
    FreeMibTable(routes);
}

/* --- ends of the process ---------------------------------------------------------------------------------------- */

static void suite_exit(void)
{
    Watch idle = new_watch();
    Watch busy = new_watch();

    busy.release = CreateEventW(NULL, TRUE, FALSE, NULL);
    NotifyRouteChange2(AF_INET, on_route, &idle, FALSE, &idle.handle);
    NotifyRouteChange2(AF_INET, on_route, &busy, TRUE, &busy.handle);
    wait_call(&busy);
    ExitProcess(42);
}

static void WINAPI cancel_itself(void *context, MIB_IPFORWARD_ROW2 *row, MIB_NOTIFICATION_TYPE type)
{
    CancelMibChangeNotify2(*(HANDLE *)context);
}

static void suite_cancel_itself(void)
{
    HANDLE handle;

    NotifyRouteChange2(AF_INET, cancel_itself, &handle, TRUE, &handle);
    Sleep(10000);
}

/* --- the program ------------------------------------------------------------------------------------------------ */

static const struct {
    const wchar_t *name;
    void (*run)(void);
} suites[] = {
    { L"list", suite_list },
    { L"reading", suite_reading },
    { L"forwarders", suite_forwarders },
    { L"bad-parameters", suite_bad_parameters },
    { L"denied", suite_denied },
    { L"creating", suite_creating },
    { L"setting", suite_setting },
    { L"deleting", suite_deleting },
    { L"notifications", suite_notifications },
    { L"watch", suite_watch },
    { L"neighbours", suite_neighbours },
    { L"neighbour-gone", suite_neighbour_gone },
    { L"lifetime", suite_lifetime },
    { L"calls", suite_calls },
    { L"hang", suite_hang },
    { L"exit", suite_exit },
    { L"cancel-itself", suite_cancel_itself },
};

int wmain(int argc, wchar_t **argv)
{
    for (size_t i = 0; argc == 2 && i < ARRAYSIZE(suites); i++) {
        if (wcscmp(suites[i].name, argv[1]) == 0) {
            suites[i].run();
            return failures == 0 ? 0 : 1;
        }
    }
    fprintf(stderr, "usage: iphlpapi-selftest SUITE\n");
    return 2;
}
