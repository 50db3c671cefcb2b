/* Changes of MSFT_NetRoute: the static method Create, and deletion. */
#ifndef NET_ROUTE_H
#define NET_ROUTE_H

#include <stdbool.h>

#include "failure.h"
#include "instance.h"

/*
 * MSFT_NetRoute.Create. Every parameter must have a known name and the right type. On success *output is the
 * __PARAMETERS instance with ReturnValue and CmdletOutput.
 */
bool net_route_create(const MI_Instance *parameters, MI_Instance **output, Failure *failure);

/* Deletes the route with this key from the kernel's table. NOT_SUPPORTED for a persistent row. */
bool net_route_delete(const MI_Instance *key, Failure *failure);

#endif
