/*
 * NotifyRouteChange2 and NotifyIpInterfaceChange: one thread per registration waits for the kernel, reads the tables
 * again and calls back for every difference to the previous ones. As on Windows
 *
 * - the callback runs on our thread, one call at a time; only the members that identify the row are filled in;
 * - cancelling waits for a running callback; after it has returned there are no callbacks.
 *
 * Unlike on Windows, a route that is added and removed before the table is read is not reported.
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
