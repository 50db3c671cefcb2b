/*
 * The classes of root\StandardCimv2 that the stand-in supports, and their current instances.
 *
 *     MSFT_NetRoute         the routes of the kernel's main table (Store = 1) and of the persistent store (Store = 0)
 *     MSFT_NetAdapter       the links that are described as adapters (windows_network.h)
 *     MSFT_NetIPInterface   the IPv4 side of those links and of lo
 *
 * Property names and types are those of the live classes.
 */
#ifndef CIM_CLASSES_H
#define CIM_CLASSES_H

#include <stdbool.h>

#include "failure.h"
#include "instance.h"
#include "persistent_routes.h"
#include "windows_network.h"

#define CIM_NAMESPACE L"root\\StandardCimv2"

typedef struct CimProperty {
    const wchar_t *name;
    MI_Type type;
    MI_Uint32 flags; /* MI_FLAG_KEY or 0 */
} CimProperty;

typedef struct CimClass {
    const wchar_t *name;
    const CimProperty *properties;
    size_t propertyCount;
    /* Appends an instance per row of the network. */
    void (*addInstances)(const WindowsNetwork *network, InstanceList *list);
} CimClass;

/* NULL if there is no such class. Names compare without case. */
const CimClass *cim_class_find(const wchar_t *name);
const CimProperty *cim_class_property(const CimClass *cimClass, const wchar_t *name);

/* All instances of the class, read from the kernel at each call. */
bool cim_class_instances(const CimClass *cimClass, InstanceList *list, Failure *failure);

/* The index of the instance whose key properties all equal those of `keys`; -1 if there is none. */
ptrdiff_t cim_class_find_by_key(const CimClass *cimClass, const InstanceList *list, const MI_Instance *keys);

/* True if `keys` has every key property of the class. */
bool cim_class_has_keys(const CimClass *cimClass, const MI_Instance *keys);

/* MSFT_NetRoute, one row: of the kernel's table, of the persistent store. */
MI_Instance *net_route_active_instance(const WindowsRoute *route);
MI_Instance *net_route_persistent_instance(const WindowsNetwork *network, const PersistentRoute *route);

#endif
