/* What can be done to MSFT_NetRoute: the static method Create, and deletion. */
#ifndef NET_ROUTE_H
#define NET_ROUTE_H

#include <stdbool.h>

#include "failure.h"
#include "instance.h"

/*
 * MSFT_NetRoute.Create. Every parameter must be known by name and have the right type. On success *output is the
 * __PARAMETERS instance with ReturnValue and CmdletOutput.
 */
bool net_route_create(const MI_Instance *parameters, MI_Instance **output, Failure *failure);

/* Deletes the route that the key names from the kernel's table. A persistent row is NOT_SUPPORTED. */
bool net_route_delete(const MI_Instance *key, Failure *failure);

#endif
