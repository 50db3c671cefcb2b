#include "net_route.h"

#include <stdlib.h>
#include <string.h>

#include "cim_classes.h"
#include "faults.h"
#include "checked_memory.h"
#include "persistent_routes.h"
#include "windows_network.h"

#define AF_INET_WINDOWS 2
#define DEFAULT_ROUTE_METRIC 256
#define DEFAULT_COMPARTMENT 1

/* --- parameters of Create -------------------------------------------------------------------------------------- */

static const CimProperty createParameters[] = {
    { L"InterfaceIndex", MI_UINT32, 0 },
    { L"InterfaceAlias", MI_STRING, 0 },
    { L"DestinationPrefix", MI_STRING, 0 },
    { L"NextHop", MI_STRING, 0 },
    { L"Publish", MI_UINT8, 0 },
    { L"RouteMetric", MI_UINT16, 0 },
    { L"Protocol", MI_UINT16, 0 },
    { L"CompartmentId", MI_UINT32, 0 },
    { L"ValidLifetime", MI_DATETIME, 0 },
    { L"PreferredLifetime", MI_DATETIME, 0 },
    { L"PolicyStore", MI_STRING, 0 },
    { L"AddressFamily", MI_UINT16, 0 },
    { L"PassThru", MI_BOOLEAN, 0 },
};

static const CimClass createMethod = {
    .name = L"Create",
    .properties = createParameters,
    .propertyCount = sizeof createParameters / sizeof createParameters[0],
};

/* Checks that every given parameter belongs to the method and has its type. */
static bool check_parameters(const MI_Instance *parameters, Failure *failure)
{
    size_t count = parameters == NULL ? 0 : instance_element_count(parameters);

    for (size_t i = 0; i < count; i++) {
        const Element *element = instance_element(parameters, i);
        const CimProperty *parameter = cim_class_property(&createMethod, element->name);

        if (parameter == NULL) {
            return failure_set(failure, MI_RESULT_INVALID_PARAMETER, L"HRESULT 0x80041008",
                               L"MSFT_NetRoute.Create has no parameter '%ls'", element->name);
        }
        if (parameter->type != element->type) {
            return failure_set(failure, MI_RESULT_INVALID_PARAMETER, L"HRESULT 0x80041008",
                               L"Parameter '%ls' has type %u and must have %u", element->name, element->type,
                               parameter->type);
        }
    }
    return true;
}

static const Element *find_parameter(const MI_Instance *parameters, const wchar_t *name)
{
    const Element *element = parameters == NULL ? NULL : instance_find(parameters, name);

    return element == NULL || (element->flags & MI_FLAG_NULL) != 0 ? NULL : element;
}

static const wchar_t *text_parameter(const MI_Instance *parameters, const wchar_t *name)
{
    const Element *element = find_parameter(parameters, name);

    return element == NULL ? NULL : element->value.string;
}

static MI_Uint64 number_parameter(const MI_Instance *parameters, const wchar_t *name, MI_Uint64 whenAbsent)
{
    const Element *element = find_parameter(parameters, name);
    MI_Uint64 number = whenAbsent;

    if (element != NULL) {
        element_number(element, &number);
    }
    return number;
}

/* Lifetimes: absent or infinite. The kernel's IPv4 routes do not expire. */
static bool lifetime_is_infinite(const MI_Instance *parameters, const wchar_t *name)
{
    const Element *element = find_parameter(parameters, name);

    return element == NULL ||
           (!element->value.datetime.isTimestamp && element->value.datetime.u.interval.days == 99999999);
}

/* --- their meaning --------------------------------------------------------------------------------------------- */

typedef struct CreateRequest {
    WindowsRoute route;
    PersistentRoute persistent;
    bool writeActive;
    bool writePersistent;
} CreateRequest;

/* Reads four decimal numbers and stops after them. */
static bool parse_address(const wchar_t **text, uint8_t address[4])
{
    for (int i = 0; i < 4; i++) {
        wchar_t *end;
        unsigned long number;

        if (i > 0 && *(*text)++ != L'.') {
            return false;
        }
        if (**text < L'0' || **text > L'9') {
            return false;
        }
        number = wcstoul(*text, &end, 10);
        if (number > 255 || end - *text > 3) {
            return false;
        }
        address[i] = (uint8_t)number;
        *text = end;
    }
    return true;
}

/* ADDRESS/LENGTH without bits after the length, as Windows requires. */
static bool parse_prefix(const wchar_t *text, uint8_t address[4], uint8_t *prefixLength)
{
    wchar_t *end;

    if (!parse_address(&text, address) || *text != L'/' || text[1] < L'0' || text[1] > L'9') {
        return false;
    }

    unsigned long length = wcstoul(text + 1, &end, 10);

    if (*end != L'\0' || length > 32) {
        return false;
    }
    *prefixLength = (uint8_t)length;

    uint32_t bits = (uint32_t)address[0] << 24 | (uint32_t)address[1] << 16 | (uint32_t)address[2] << 8 | address[3];

    return length == 32 || (bits & (0xFFFFFFFFu >> length)) == 0;
}

static bool bad_parameter(Failure *failure, const wchar_t *name)
{
    return failure_set(failure, MI_RESULT_INVALID_PARAMETER, L"Windows System Error 87",
                       L"The parameter is incorrect. (%ls)", name);
}

static bool read_policy_store(const wchar_t *policyStore, CreateRequest *request, Failure *failure)
{
    if (policyStore == NULL) {
        /* New-NetRoute without -PolicyStore writes both. */
        request->writeActive = true;
        request->writePersistent = true;
    } else if (_wcsicmp(policyStore, L"ActiveStore") == 0) {
        request->writeActive = true;
    } else if (_wcsicmp(policyStore, L"PersistentStore") == 0) {
        request->writePersistent = true;
    } else {
        return bad_parameter(failure, L"PolicyStore");
    }
    return true;
}

/* Parameters of Windows without a meaning in the kernel's table. */
static bool check_unsupported(const MI_Instance *parameters, Failure *failure)
{
    if (number_parameter(parameters, L"AddressFamily", AF_INET_WINDOWS) == AF_INET_WINDOWS &&
        number_parameter(parameters, L"CompartmentId", DEFAULT_COMPARTMENT) == DEFAULT_COMPARTMENT &&
        number_parameter(parameters, L"Publish", 0) == 0 && lifetime_is_infinite(parameters, L"ValidLifetime") &&
        lifetime_is_infinite(parameters, L"PreferredLifetime")) {
        return true;
    }
    return failure_set(failure, MI_RESULT_NOT_SUPPORTED, L"Windows System Error 50",
                       L"The stand-in has IPv4, compartment 1, no publishing and no lifetimes");
}

static bool read_interface(const MI_Instance *parameters, const WindowsNetwork *network, WindowsRoute *route,
                           Failure *failure)
{
    const wchar_t *alias = text_parameter(parameters, L"InterfaceAlias");
    MI_Uint64 index = number_parameter(parameters, L"InterfaceIndex", 0);

    if (alias == NULL && index == 0) {
        return bad_parameter(failure, L"InterfaceIndex");
    }
    route->link = alias == NULL ? windows_network_find_link(network, (uint32_t)index)
                                : windows_network_find_alias(network, alias);
    if (route->link == NULL) {
        return failure_of_kernel(failure, LINUX_ENODEV);
    }
    if (index != 0 && route->link->index != index) {
        return bad_parameter(failure, L"InterfaceAlias");
    }
    route->interfaceIndex = route->link->index;
    return true;
}

static bool read_request(const MI_Instance *parameters, const WindowsNetwork *network, CreateRequest *request,
                         Failure *failure)
{
    const wchar_t *prefix = text_parameter(parameters, L"DestinationPrefix");
    const wchar_t *nextHop = text_parameter(parameters, L"NextHop");
    WindowsRoute *route = &request->route;

    memset(request, 0, sizeof *request);
    nextHop = nextHop == NULL ? L"0.0.0.0" : nextHop;

    if (prefix == NULL || !parse_prefix(prefix, route->destination, &route->prefixLength)) {
        return bad_parameter(failure, L"DestinationPrefix");
    }
    const wchar_t *end = nextHop;
    if (!parse_address(&end, route->nextHop) || *end != L'\0') {
        return bad_parameter(failure, L"NextHop");
    }
    if (!check_unsupported(parameters, failure) ||
        !read_policy_store(text_parameter(parameters, L"PolicyStore"), request, failure) ||
        !read_interface(parameters, network, route, failure)) {
        return false;
    }

    uint8_t linuxProtocol;

    route->routeMetric = (uint32_t)number_parameter(parameters, L"RouteMetric", DEFAULT_ROUTE_METRIC);
    route->protocol = (uint16_t)number_parameter(parameters, L"Protocol", WINDOWS_PROTOCOL_NETMGMT);
    if (!windows_protocol_to_linux(route->protocol, &linuxProtocol)) {
        return bad_parameter(failure, L"Protocol");
    }

    wcsncpy(request->persistent.prefix, prefix, sizeof request->persistent.prefix / sizeof(wchar_t) - 1);
    wcsncpy(request->persistent.nextHop, nextHop, sizeof request->persistent.nextHop / sizeof(wchar_t) - 1);
    wcscpy(request->persistent.alias, route->link->alias);
    request->persistent.metric = route->routeMetric;
    return true;
}

/* --- creation -------------------------------------------------------------------------------------------------- */

static bool persistent_exists(const PersistentRoute *wanted)
{
    PersistentRoute *routes;
    size_t count;
    bool exists = false;

    persistent_routes_read(&routes, &count);
    for (size_t i = 0; i < count; i++) {
        exists = exists || (wcscmp(routes[i].prefix, wanted->prefix) == 0 &&
                            wcscmp(routes[i].nextHop, wanted->nextHop) == 0 &&
                            _wcsicmp(routes[i].alias, wanted->alias) == 0);
    }
    free(routes);
    return exists;
}

static bool write_stores(const WindowsNetwork *network, const CreateRequest *request, Failure *failure)
{
    if (request->writePersistent && !request->writeActive && persistent_exists(&request->persistent)) {
        return failure_of_kernel(failure, LINUX_EEXIST);
    }
    if (request->writeActive) {
        int error = windows_network_add_route(network, &request->route);
        if (error != 0) {
            return failure_of_kernel(failure, error);
        }
    }
    if (request->writePersistent && !persistent_exists(&request->persistent) &&
        !persistent_routes_append(&request->persistent)) {
        return failure_set(failure, MI_RESULT_FAILED, L"Windows System Error 3",
                           L"The persistent store cannot be written");
    }
    return true;
}

/* The method's result: ReturnValue, and the created rows in CmdletOutput. */
static MI_Instance *new_output(MI_Uint32 returnValue, InstanceList *created)
{
    MI_Instance *output = instance_new(L"__PARAMETERS", CIM_NAMESPACE);
    MI_Value rows = { .array = { .data = created->items, .size = (MI_Uint32)created->count } };
    MI_Value number = { .uint32 = returnValue };

    instance_add(output, L"CmdletOutput", MI_INSTANCE | MI_ARRAY, MI_FLAG_PARAMETER | MI_FLAG_OUT,
                 created->count == 0 ? NULL : &rows);
    instance_add(output, L"ReturnValue", MI_UINT32, MI_FLAG_PARAMETER | MI_FLAG_OUT, &number);
    return output;
}

static bool create_in(const WindowsNetwork *network, const MI_Instance *parameters, InstanceList *created,
                      Failure *failure)
{
    CreateRequest request;

    if (!read_request(parameters, network, &request, failure) || !write_stores(network, &request, failure)) {
        return false;
    }
    if (request.writeActive) {
        instance_list_add(created, net_route_active_instance(&request.route));
    }
    if (request.writePersistent) {
        instance_list_add(created, net_route_persistent_instance(network, &request.persistent));
    }
    return true;
}

bool net_route_create(const MI_Instance *parameters, MI_Instance **output, Failure *failure)
{
    InstanceList created = { 0 };
    WindowsNetwork network;
    MI_Uint32 returnValue;

    if (!check_parameters(parameters, failure)) {
        return false;
    }
    if (faults_create_return_value(&returnValue)) {
        *output = new_output(returnValue, &created);
        return true;
    }

    int error = windows_network_read(&network);
    if (error != 0) {
        return failure_of_kernel(failure, error);
    }
    bool done = create_in(&network, parameters, &created, failure);
    if (done) {
        *output = new_output(0, &created);
    }
    instance_list_free(&created);
    windows_network_free(&network);
    return done;
}

/* --- deletion -------------------------------------------------------------------------------------------------- */

/* LINUX_ESRCH if no row of the kernel's table has this key. */
static int delete_active(const WindowsNetwork *network, const wchar_t *instanceId)
{
    int error = LINUX_ESRCH;

    for (size_t i = 0; i < network->routeCount && error == LINUX_ESRCH; i++) {
        MI_Instance *instance = net_route_active_instance(&network->routes[i]);

        if (_wcsicmp(instance_text(instance, L"InstanceID"), instanceId) == 0) {
            error = windows_network_delete_route(&network->routes[i]);
        }
        instance_delete(instance);
    }
    return error;
}

static bool is_persistent(const WindowsNetwork *network, const wchar_t *instanceId)
{
    PersistentRoute *routes;
    size_t count;
    bool found = false;

    persistent_routes_read(&routes, &count);
    for (size_t i = 0; i < count && !found; i++) {
        MI_Instance *instance = net_route_persistent_instance(network, &routes[i]);

        found = _wcsicmp(instance_text(instance, L"InstanceID"), instanceId) == 0;
        instance_delete(instance);
    }
    free(routes);
    return found;
}

bool net_route_delete(const MI_Instance *key, Failure *failure)
{
    const wchar_t *instanceId = instance_text(key, L"InstanceID");
    WindowsNetwork network;

    if (instanceId == NULL) {
        return failure_of_wmi(failure, MI_RESULT_INVALID_PARAMETER);
    }
    int error = windows_network_read(&network);
    if (error != 0) {
        return failure_of_kernel(failure, error);
    }
    error = delete_active(&network, instanceId);

    bool persistent = error == LINUX_ESRCH && is_persistent(&network, instanceId);

    windows_network_free(&network);
    if (persistent) {
        return failure_set(failure, MI_RESULT_NOT_SUPPORTED, L"Windows System Error 50",
                           L"The stand-in does not delete persistent routes");
    }
    return error == 0 ? true : failure_of_kernel(failure, error);
}
