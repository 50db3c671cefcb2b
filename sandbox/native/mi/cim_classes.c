#include "cim_classes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checked_memory.h"
#include "odd_rows.h"

#define AF_INET_WINDOWS 2
#define STORE_PERSISTENT 0
#define STORE_ACTIVE 1
#define INTERFACE_TYPE_ETHERNET 6

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* --- the classes ----------------------------------------------------------------------------------------------- */

static const CimProperty netRouteProperties[] = {
    /* inherited */
    { L"Caption", MI_STRING, 0 },
    { L"Description", MI_STRING, 0 },
    { L"ElementName", MI_STRING, 0 },
    { L"InstanceID", MI_STRING, MI_FLAG_KEY },
    { L"AdminDistance", MI_UINT16, 0 },
    { L"DestinationAddress", MI_STRING, 0 },
    { L"IsStatic", MI_BOOLEAN, 0 },
    { L"RouteMetric", MI_UINT16, 0 },
    { L"TypeOfRoute", MI_UINT16, 0 },
    /* its own */
    { L"AddressFamily", MI_UINT16, 0 },
    { L"CompartmentId", MI_UINT32, 0 },
    { L"DestinationPrefix", MI_STRING, 0 },
    { L"InterfaceAlias", MI_STRING, 0 },
    { L"InterfaceIndex", MI_UINT32, 0 },
    { L"InterfaceMetric", MI_UINT32, 0 },
    { L"NextHop", MI_STRING, 0 },
    { L"PreferredLifetime", MI_DATETIME, 0 },
    { L"Protocol", MI_UINT16, 0 },
    { L"Publish", MI_UINT8, 0 },
    { L"State", MI_UINT8, 0 },
    { L"Store", MI_UINT8, 0 },
    { L"ValidLifetime", MI_DATETIME, 0 },
};

static const CimProperty netAdapterProperties[] = {
    /* inherited */
    { L"Caption", MI_STRING, 0 },
    { L"Description", MI_STRING, 0 },
    { L"ElementName", MI_STRING, 0 },
    { L"InstanceID", MI_STRING, 0 },
    { L"Name", MI_STRING, 0 },
    { L"SystemCreationClassName", MI_STRING, MI_FLAG_KEY },
    { L"SystemName", MI_STRING, MI_FLAG_KEY },
    { L"CreationClassName", MI_STRING, MI_FLAG_KEY },
    { L"DeviceID", MI_STRING, MI_FLAG_KEY },
    { L"PermanentAddress", MI_STRING, 0 },
    { L"NetworkAddresses", MI_STRING | MI_ARRAY, 0 },
    /* its own */
    { L"ConnectorPresent", MI_BOOLEAN, 0 },
    { L"HardwareInterface", MI_BOOLEAN, 0 },
    { L"Hidden", MI_BOOLEAN, 0 },
    { L"IMFilter", MI_BOOLEAN, 0 },
    { L"InterfaceAdminStatus", MI_UINT32, 0 },
    { L"InterfaceDescription", MI_STRING, 0 },
    { L"InterfaceGuid", MI_STRING, 0 },
    { L"InterfaceIndex", MI_UINT32, 0 },
    { L"InterfaceName", MI_STRING, 0 },
    { L"InterfaceOperationalStatus", MI_UINT32, 0 },
    { L"InterfaceType", MI_UINT32, 0 },
    { L"MediaConnectState", MI_UINT32, 0 },
    { L"MtuSize", MI_UINT32, 0 },
    { L"NetLuid", MI_UINT64, 0 },
    { L"State", MI_UINT32, 0 },
    { L"Virtual", MI_BOOLEAN, 0 },
};

static const CimProperty netIPInterfaceProperties[] = {
    /* inherited */
    { L"Caption", MI_STRING, 0 },
    { L"Description", MI_STRING, 0 },
    { L"ElementName", MI_STRING, 0 },
    { L"InstanceID", MI_STRING, MI_FLAG_KEY },
    /* its own */
    { L"AddressFamily", MI_UINT16, 0 },
    { L"CompartmentId", MI_UINT32, 0 },
    { L"ConnectionState", MI_UINT8, 0 },
    { L"InterfaceAlias", MI_STRING, 0 },
    { L"InterfaceIndex", MI_UINT32, 0 },
    { L"InterfaceMetric", MI_UINT32, 0 },
    { L"NlMtu", MI_UINT32, 0 },
    { L"Store", MI_UINT8, 0 },
};

static void add_net_routes(const WindowsNetwork *network, InstanceList *list);
static void add_net_adapters(const WindowsNetwork *network, InstanceList *list);
static void add_net_ip_interfaces(const WindowsNetwork *network, InstanceList *list);

static const CimClass classes[] = {
    { L"MSFT_NetRoute", netRouteProperties, COUNT_OF(netRouteProperties), add_net_routes },
    { L"MSFT_NetAdapter", netAdapterProperties, COUNT_OF(netAdapterProperties), add_net_adapters },
    { L"MSFT_NetIPInterface", netIPInterfaceProperties, COUNT_OF(netIPInterfaceProperties), add_net_ip_interfaces },
};

static const CimClass *const netRouteClass = &classes[0];
static const CimClass *const netAdapterClass = &classes[1];
static const CimClass *const netIPInterfaceClass = &classes[2];

const CimClass *cim_class_find(const wchar_t *name)
{
    for (size_t i = 0; name != NULL && i < COUNT_OF(classes); i++) {
        if (_wcsicmp(classes[i].name, name) == 0) {
            return &classes[i];
        }
    }
    return NULL;
}

const CimProperty *cim_class_property(const CimClass *cimClass, const wchar_t *name)
{
    for (size_t i = 0; i < cimClass->propertyCount; i++) {
        if (_wcsicmp(cimClass->properties[i].name, name) == 0) {
            return &cimClass->properties[i];
        }
    }
    return NULL;
}

/* An instance with all the properties of its class, every one still null. */
static MI_Instance *new_instance(const CimClass *cimClass)
{
    MI_Instance *instance = instance_new(cimClass->name, CIM_NAMESPACE);

    for (size_t i = 0; i < cimClass->propertyCount; i++) {
        const CimProperty *property = &cimClass->properties[i];
        instance_add(instance, property->name, property->type, MI_FLAG_PROPERTY | property->flags, NULL);
    }
    return instance;
}

bool cim_class_instances(const CimClass *cimClass, InstanceList *list, Failure *failure)
{
    WindowsNetwork network;
    int error = windows_network_read(&network);

    if (error != 0) {
        return failure_of_kernel(failure, error);
    }
    cimClass->addInstances(&network, list);
    odd_rows_add(cimClass->name, list);
    windows_network_free(&network);
    return true;
}

/* --- finding by key -------------------------------------------------------------------------------------------- */

bool cim_class_has_keys(const CimClass *cimClass, const MI_Instance *keys)
{
    for (size_t i = 0; i < cimClass->propertyCount; i++) {
        const CimProperty *property = &cimClass->properties[i];
        if ((property->flags & MI_FLAG_KEY) != 0 && instance_text(keys, property->name) == NULL) {
            return false;
        }
    }
    return true;
}

/* All key properties of all classes here are strings. */
static bool same_keys(const CimClass *cimClass, const MI_Instance *instance, const MI_Instance *keys)
{
    for (size_t i = 0; i < cimClass->propertyCount; i++) {
        const wchar_t *name = cimClass->properties[i].name;
        if ((cimClass->properties[i].flags & MI_FLAG_KEY) != 0 &&
            _wcsicmp(instance_text(instance, name), instance_text(keys, name)) != 0) {
            return false;
        }
    }
    return true;
}

ptrdiff_t cim_class_find_by_key(const CimClass *cimClass, const InstanceList *list, const MI_Instance *keys)
{
    for (size_t i = 0; i < list->count; i++) {
        if (same_keys(cimClass, list->items[i], keys)) {
            return (ptrdiff_t)i;
        }
    }
    return -1;
}

/* --- MSFT_NetRoute --------------------------------------------------------------------------------------------- */

/* TimeSpan.MaxValue in the client: infinite. */
static void set_infinite(MI_Instance *instance, const wchar_t *name)
{
    MI_Value forever = {
        .datetime = {
            .isTimestamp = 0,
            .u.interval = { .days = 99999999, .hours = 23, .minutes = 59, .seconds = 59, .microseconds = 999999 },
        },
    };

    instance_set_value(instance, name, MI_DATETIME, &forever);
}

/* Left null in the row. */
#define HIDDEN_METRIC UINT32_MAX

static uint32_t shown_metric(const WindowsLink *link)
{
    if (link == NULL) {
        return 0;
    }
    return link->isMetricHidden ? HIDDEN_METRIC : link->metric;
}

/*
 * The properties that rows of both stores share. The real InstanceID is opaque. This one is readable (prefix, next hop,
 * interface, store) but has a syntax that no client could rely on.
 */
static MI_Instance *new_route(const wchar_t *prefix, const wchar_t *nextHop, const wchar_t *alias, uint32_t index,
                              uint32_t interfaceMetric, uint32_t routeMetric, uint16_t protocol, uint8_t store)
{
    MI_Instance *instance = new_instance(netRouteClass);
    wchar_t id[400];

    _snwprintf(id, COUNT_OF(id), L":%ls>%ls>%u>%ls>%u;", prefix, nextHop, index, alias, store);
    instance_set_text(instance, L"InstanceID", id);
    instance_set_number(instance, L"RouteMetric", routeMetric < UINT16_MAX ? routeMetric : UINT16_MAX);
    instance_set_number(instance, L"TypeOfRoute", 3);
    instance_set_number(instance, L"AddressFamily", AF_INET_WINDOWS);
    instance_set_number(instance, L"CompartmentId", 1);
    instance_set_text(instance, L"DestinationPrefix", prefix);
    instance_set_text(instance, L"InterfaceAlias", alias);
    instance_set_number(instance, L"InterfaceIndex", index);
    if (interfaceMetric != HIDDEN_METRIC) {
        instance_set_number(instance, L"InterfaceMetric", interfaceMetric);
    }
    instance_set_text(instance, L"NextHop", nextHop);
    instance_set_number(instance, L"Protocol", protocol);
    instance_set_number(instance, L"Publish", 0);
    instance_set_number(instance, L"State", 0);
    instance_set_number(instance, L"Store", store);
    set_infinite(instance, L"PreferredLifetime");
    set_infinite(instance, L"ValidLifetime");
    return instance;
}

MI_Instance *net_route_active_instance(const WindowsRoute *route)
{
    wchar_t prefix[32];
    wchar_t nextHop[16];
    const uint8_t *destination = route->destination;

    _snwprintf(prefix, COUNT_OF(prefix), L"%u.%u.%u.%u/%u", destination[0], destination[1], destination[2],
               destination[3], route->prefixLength);
    _snwprintf(nextHop, COUNT_OF(nextHop), L"%u.%u.%u.%u", route->nextHop[0], route->nextHop[1], route->nextHop[2],
               route->nextHop[3]);
    return new_route(prefix, nextHop, route->link == NULL ? L"" : route->link->alias, route->interfaceIndex,
                     shown_metric(route->link), route->routeMetric, route->protocol,
                     STORE_ACTIVE);
}

MI_Instance *net_route_persistent_instance(const WindowsNetwork *network, const PersistentRoute *route)
{
    const WindowsLink *link = windows_network_find_alias(network, route->alias);

    return new_route(route->prefix, route->nextHop, route->alias, link == NULL ? 0 : link->index,
                     shown_metric(link), route->metric, WINDOWS_PROTOCOL_NETMGMT, STORE_PERSISTENT);
}

static void add_net_routes(const WindowsNetwork *network, InstanceList *list)
{
    PersistentRoute *persistent;
    size_t persistentCount;

    for (size_t i = 0; i < network->routeCount; i++) {
        instance_list_add(list, net_route_active_instance(&network->routes[i]));
    }
    persistent_routes_read(&persistent, &persistentCount);
    for (size_t i = 0; i < persistentCount; i++) {
        instance_list_add(list, net_route_persistent_instance(network, &persistent[i]));
    }
    free(persistent);
}

/* --- MSFT_NetAdapter ------------------------------------------------------------------------------------------- */

static void set_hardware_address(MI_Instance *instance, const WindowsLink *link)
{
    wchar_t text[COUNT_OF(link->address) * 2 + 1] = L"";
    wchar_t *one[] = { text };
    MI_Value addresses = { .array = { .data = one, .size = 1 } };

    for (size_t i = 0; i < link->addressLength; i++) {
        _snwprintf(text + i * 2, 3, L"%02X", link->address[i]);
    }
    instance_set_text(instance, L"PermanentAddress", text);
    instance_set_value(instance, L"NetworkAddresses", MI_STRING | MI_ARRAY, &addresses);
}

static void add_net_adapter(const WindowsLink *link, InstanceList *list)
{
    MI_Instance *instance = new_instance(netAdapterClass);
    bool isHyperV = wcsncmp(link->description, L"Hyper-V Virtual Ethernet", 24) == 0;
    wchar_t guid[40];

    _snwprintf(guid, COUNT_OF(guid), L"{%08X-0000-4000-8000-%02X%02X%02X%02X%02X%02X}", link->index,
               link->address[0], link->address[1], link->address[2], link->address[3], link->address[4],
               link->address[5]);

    instance_set_text(instance, L"SystemCreationClassName", L"CIM_NetworkPort");
    instance_set_text(instance, L"SystemName", L"SANDBOX");
    instance_set_text(instance, L"CreationClassName", L"MSFT_NetAdapter");
    instance_set_text(instance, L"DeviceID", guid);
    instance_set_text(instance, L"InstanceID", guid);
    instance_set_text(instance, L"InterfaceGuid", guid);
    instance_set_text(instance, L"Name", link->alias);
    instance_set_text(instance, L"InterfaceDescription", link->description);
    instance_set_text(instance, L"InterfaceName", link->alias);
    instance_set_number(instance, L"InterfaceIndex", link->index);
    instance_set_number(instance, L"InterfaceType", INTERFACE_TYPE_ETHERNET);
    instance_set_number(instance, L"NetLuid", link->luid);
    instance_set_number(instance, L"MtuSize", link->mtu);
    instance_set_number(instance, L"Hidden", link->isFilter);
    instance_set_number(instance, L"IMFilter", link->isFilter);
    instance_set_number(instance, L"Virtual", isHyperV);
    instance_set_number(instance, L"HardwareInterface", !isHyperV && !link->isFilter);
    instance_set_number(instance, L"ConnectorPresent", !isHyperV && !link->isFilter);
    instance_set_number(instance, L"InterfaceAdminStatus", link->isAdminUp ? 1 : 2);
    instance_set_number(instance, L"InterfaceOperationalStatus", link->isOperational ? 1 : 2);
    instance_set_number(instance, L"MediaConnectState", link->isOperational ? 1 : 2);
    instance_set_number(instance, L"State", link->isAdminUp ? 2 : 3); /* started, disabled */
    set_hardware_address(instance, link);
    instance_list_add(list, instance);
}

static void add_net_adapters(const WindowsNetwork *network, InstanceList *list)
{
    for (size_t i = 0; i < network->linkCount; i++) {
        if (network->links[i].isAdapter) {
            add_net_adapter(&network->links[i], list);
        }
    }
}

/* --- MSFT_NetIPInterface --------------------------------------------------------------------------------------- */

static void add_net_ip_interface(const WindowsLink *link, InstanceList *list)
{
    MI_Instance *instance = new_instance(netIPInterfaceClass);
    wchar_t id[32];

    _snwprintf(id, COUNT_OF(id), L":%u>%u;", link->index, AF_INET_WINDOWS);
    instance_set_text(instance, L"InstanceID", id);
    instance_set_number(instance, L"AddressFamily", AF_INET_WINDOWS);
    instance_set_number(instance, L"CompartmentId", 1);
    instance_set_number(instance, L"ConnectionState", link->isOperational);
    instance_set_text(instance, L"InterfaceAlias", link->alias);
    instance_set_number(instance, L"InterfaceIndex", link->index);
    if (!link->isMetricHidden) {
        instance_set_number(instance, L"InterfaceMetric", link->metric);
    }
    instance_set_number(instance, L"NlMtu", link->mtu);
    instance_set_number(instance, L"Store", STORE_ACTIVE);
    instance_list_add(list, instance);
}

static void add_net_ip_interfaces(const WindowsNetwork *network, InstanceList *list)
{
    for (size_t i = 0; i < network->linkCount; i++) {
        /* A filter is below IP and has no IP interface. */
        if (!network->links[i].isFilter) {
            add_net_ip_interface(&network->links[i], list);
        }
    }
}
