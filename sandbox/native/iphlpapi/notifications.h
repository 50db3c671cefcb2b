/*
 * NotifyRouteChange2 and NotifyIpInterfaceChange: a thread per registration that waits for the kernel, reads the tables
 * again and calls back for every difference to what it knew. As on Windows
 *
 * - the callback runs on a thread of ours, one call at a time; of the row only what identifies it is filled in;
 * - after cancelling returns no callback runs or comes; cancelling waits for one that runs.
 *
 * Unlike Windows, a route that comes and goes faster than the table can be read is not noticed.
 */
#ifndef NOTIFICATIONS_H
#define NOTIFICATIONS_H

#include "ip_helper.h"

DWORD notify_routes(ADDRESS_FAMILY family, PIPFORWARD_CHANGE_CALLBACK callback, void *context, bool initial,
                    HANDLE *handle);
DWORD notify_ip_interfaces(ADDRESS_FAMILY family, PIPINTERFACE_CHANGE_CALLBACK callback, void *context, bool initial,
                           HANDLE *handle);
DWORD notifications_cancel(HANDLE handle);

#endif
