#include "notifications.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checked_memory.h"
#include "rtnetlink_monitor.h"
#include "threads.h"
#include "trace_file.h"

typedef struct Registration {
    struct Registration *next;
    PIPFORWARD_CHANGE_CALLBACK routeCallback; /* or ipInterfaceCallback */
    PIPINTERFACE_CHANGE_CALLBACK ipInterfaceCallback;
    void *context;
    bool initial;
    bool hasIPv4;
    RtMonitor monitor;
    WindowsNetwork known;
    volatile LONG isCancelled;
    HANDLE finished; /* set after the thread's last callback */
    HANDLE thread;
    DWORD threadId;
} Registration;

/* A valid handle is a registration in this list. Other values must not be dereferenced. */
static SRWLOCK lock = SRWLOCK_INIT;
static Registration *registrations;

/* --- calling back ---------------------------------------------------------------------------------------------- */

static void call_route(Registration *registration, const WindowsRoute *route, MIB_NOTIFICATION_TYPE type)
{
    MIB_IPFORWARD_ROW2 row;

    if (registration->isCancelled) {
        return;
    }
    fill_route_key(&row, route);
    trace(L"route callback(%u.%u.%u.%u/%u if %lu, type %d)", route->destination[0], route->destination[1],
          route->destination[2], route->destination[3], route->prefixLength, row.InterfaceIndex, type);
    registration->routeCallback(registration->context, &row, type);
}

static void call_ip_interface(Registration *registration, const WindowsLink *link, MIB_NOTIFICATION_TYPE type)
{
    MIB_IPINTERFACE_ROW row;

    if (registration->isCancelled || !is_ip_interface(link)) {
        return;
    }
    fill_ip_interface_key(&row, link);
    trace(L"IP interface callback(%lu, type %d)", row.InterfaceIndex, type);
    registration->ipInterfaceCallback(registration->context, &row, type);
}

static void call_initially(Registration *registration)
{
    trace(L"initial callback");
    if (registration->routeCallback != NULL) {
        registration->routeCallback(registration->context, NULL, MibInitialNotification);
    } else {
        registration->ipInterfaceCallback(registration->context, NULL, MibInitialNotification);
    }
}

/* --- what has changed ------------------------------------------------------------------------------------------ */

/* A comparison for qsort. Never 0 for two different keys. */
static int compare_routes(const void *left, const void *right)
{
    const WindowsRoute *a = left;
    const WindowsRoute *b = right;
    int order = memcmp(a->destination, b->destination, sizeof a->destination);

    order = order != 0 ? order : (int)a->prefixLength - (int)b->prefixLength;
    order = order != 0 ? order : memcmp(a->nextHop, b->nextHop, sizeof a->nextHop);
    return order != 0 ? order : (a->interfaceIndex > b->interfaceIndex) - (a->interfaceIndex < b->interfaceIndex);
}

static int compare_links(const void *left, const void *right)
{
    const WindowsLink *a = left;
    const WindowsLink *b = right;

    return (a->index > b->index) - (a->index < b->index);
}

static int compare_routes_and_metrics(const void *left, const void *right)
{
    const WindowsRoute *a = left;
    const WindowsRoute *b = right;
    int order = compare_routes(left, right);

    return order != 0 ? order
                      : (a->kernel.priority > b->kernel.priority) - (a->kernel.priority < b->kernel.priority);
}

/*
 * Keeps one row for each key, the one that the kernel prefers. Windows has one row for a key and changes its metric
 * atomically (SetIpForwardEntry2). The kernel has two routes for a moment (windows_network_change_metric). With both
 * rows, a reader in that moment would report a new route and afterwards a removed one.
 */
static void keep_preferred(WindowsNetwork *network)
{
    size_t kept = 0;

    for (size_t i = 0; i < network->routeCount; i++) {
        if (kept == 0 || compare_routes(&network->routes[kept - 1], &network->routes[i]) != 0) {
            network->routes[kept++] = network->routes[i];
        }
    }
    network->routeCount = kept;
}

/* Reads one table. The routes point into the links, so the links must not move. */
static void sort(const Registration *registration, WindowsNetwork *network)
{
    if (registration->routeCallback != NULL) {
        qsort(network->routes, network->routeCount, sizeof network->routes[0], compare_routes_and_metrics);
        keep_preferred(network);
    } else {
        qsort(network->links, network->linkCount, sizeof network->links[0], compare_links);
    }
}

/* Both lists are sorted, so one pass compares them. */
static void compare_route_tables(Registration *registration, const WindowsNetwork *before, const WindowsNetwork *now)
{
    size_t i = 0;
    size_t j = 0;

    while (i < before->routeCount || j < now->routeCount) {
        const WindowsRoute *gone = &before->routes[i];
        const WindowsRoute *come = &now->routes[j];
        int order = i == before->routeCount ? 1 : j == now->routeCount ? -1 : compare_routes(gone, come);

        if (order < 0) {
            call_route(registration, gone, MibDeleteInstance);
        } else if (order > 0) {
            call_route(registration, come, MibAddInstance);
        } else if (gone->kernel.priority != come->kernel.priority || gone->protocol != come->protocol) {
            call_route(registration, come, MibParameterNotification);
        }
        i += order <= 0;
        j += order >= 0;
    }
}

static bool ip_interface_changed(const WindowsLink *before, const WindowsLink *now)
{
    return before->metric != now->metric || before->isAdapter != now->isAdapter || before->mtu != now->mtu ||
           before->isAdminUp != now->isAdminUp || before->isOperational != now->isOperational;
}

static void compare_link_tables(Registration *registration, const WindowsNetwork *before, const WindowsNetwork *now)
{
    size_t i = 0;
    size_t j = 0;

    while (i < before->linkCount || j < now->linkCount) {
        const WindowsLink *gone = &before->links[i];
        const WindowsLink *come = &now->links[j];
        int order = i == before->linkCount ? 1 : j == now->linkCount ? -1 : compare_links(gone, come);

        if (order < 0) {
            call_ip_interface(registration, gone, MibDeleteInstance);
        } else if (order > 0) {
            call_ip_interface(registration, come, MibAddInstance);
        } else if (ip_interface_changed(gone, come)) {
            call_ip_interface(registration, come, MibParameterNotification);
        }
        i += order <= 0;
        j += order >= 0;
    }
}

static void report_changes(Registration *registration)
{
    WindowsNetwork now;

    /* The tables changed while they were read. Try again. */
    while (windows_network_read(&now) != 0) {
        if (registration->isCancelled) {
            return;
        }
        Sleep(10);
    }
    sort(registration, &now);
    if (registration->routeCallback != NULL) {
        compare_route_tables(registration, &registration->known, &now);
    } else {
        compare_link_tables(registration, &registration->known, &now);
    }
    windows_network_free(&registration->known);
    registration->known = now;
}

static void run(void *context)
{
    Registration *registration = context;

    if (registration->initial && !registration->isCancelled) {
        call_initially(registration);
    }
    while (rtnetlink_monitor_wait(&registration->monitor)) {
        /* IPv6 does not exist here, so it cannot change. */
        if (registration->hasIPv4) {
            report_changes(registration);
        }
    }
    /* An event, not the thread's end: a thread takes the loader's lock to end, and the canceller may hold that lock. */
    SetEvent(registration->finished);
}

/* --- registering ----------------------------------------------------------------------------------------------- */

static void free_registration(Registration *registration)
{
    windows_network_free(&registration->known);
    CloseHandle(registration->finished);
    free(registration);
}

/* Every change after the return is reported, because the table is read after the socket is open. */
static int start(Registration *registration)
{
    int error = rtnetlink_monitor_open(&registration->monitor);

    if (error != 0) {
        return error;
    }
    error = windows_network_read(&registration->known);
    if (error != 0) {
        rtnetlink_monitor_close(&registration->monitor);
        return error;
    }
    sort(registration, &registration->known);
    return 0;
}

static DWORD add_registration(ADDRESS_FAMILY family, const Registration *wanted, HANDLE *handle)
{
    if (family != AF_INET && family != AF_INET6 && family != AF_UNSPEC) {
        return ERROR_INVALID_PARAMETER;
    }

    Registration *registration = memory_new(sizeof *registration);

    *registration = *wanted;
    registration->hasIPv4 = family != AF_INET6;
    registration->finished = memory_checked(CreateEventW(NULL, TRUE, FALSE, NULL));

    int error = start(registration);

    if (error != 0) {
        free_registration(registration);
        return windows_error(error);
    }

    AcquireSRWLockExclusive(&lock);
    registration->next = registrations;
    registrations = registration;
    /* Before the thread starts, because the callback may use the handle. */
    *handle = registration;
    registration->thread = thread_start(run, registration, &registration->threadId);
    ReleaseSRWLockExclusive(&lock);
    return NO_ERROR;
}

DWORD notify_routes(ADDRESS_FAMILY family, PIPFORWARD_CHANGE_CALLBACK callback, void *context, bool initial,
                    HANDLE *handle)
{
    Registration wanted = { .routeCallback = callback, .context = context, .initial = initial };

    return add_registration(family, &wanted, handle);
}

DWORD notify_ip_interfaces(ADDRESS_FAMILY family, PIPINTERFACE_CHANGE_CALLBACK callback, void *context, bool initial,
                           HANDLE *handle)
{
    Registration wanted = { .ipInterfaceCallback = callback, .context = context, .initial = initial };

    return add_registration(family, &wanted, handle);
}

/* --- cancelling ------------------------------------------------------------------------------------------------ */

/* Removes it from the list, so that a second thread cannot cancel it as well. NULL for an unknown handle. */
static Registration *take(HANDLE handle)
{
    Registration *taken = NULL;

    AcquireSRWLockExclusive(&lock);
    for (Registration **link = &registrations; *link != NULL; link = &(*link)->next) {
        if (*link == handle) {
            taken = *link;
            *link = taken->next;
            break;
        }
    }
    ReleaseSRWLockExclusive(&lock);
    return taken;
}

DWORD notifications_cancel(HANDLE handle)
{
    Registration *registration = take(handle);

    if (registration == NULL) {
        return ERROR_INVALID_PARAMETER;
    }
    if (registration->threadId == GetCurrentThreadId()) {
        fwprintf(stderr, L"iphlpapi.dll: CancelMibChangeNotify2 by its own callback: on Windows a deadlock\n");
        fflush(stderr);
        TerminateProcess(GetCurrentProcess(), 3);
    }
    InterlockedExchange(&registration->isCancelled, 1);
    rtnetlink_monitor_stop(&registration->monitor);

    /* Also wait for the thread itself: at the end of the process it has been killed at an arbitrary point. */
    HANDLE ends[] = { registration->finished, registration->thread };

    WaitForMultipleObjects(ARRAYSIZE(ends), ends, FALSE, INFINITE);
    rtnetlink_monitor_close(&registration->monitor);
    CloseHandle(registration->thread);
    free_registration(registration);
    return NO_ERROR;
}
