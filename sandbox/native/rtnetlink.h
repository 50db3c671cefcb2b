/*
 * Reads and changes the links, IPv4 addresses and routes of this process's network namespace by rtnetlink(7), directly
 * in the Linux kernel.
 *
 * This file uses Linux terms only. Their Windows counterparts are in windows_network.h.
 * Every function returns 0 or an errno, with Linux's numbers (LINUX_E...).
 */
#ifndef RTNETLINK_H
#define RTNETLINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Linux's numbers. <errno.h> of mingw-w64 has Microsoft's, which differ from 35 on (ENETUNREACH is 118 there). */
enum {
    LINUX_EPERM = 1,
    LINUX_ESRCH = 3,
    LINUX_EINTR = 4,
    LINUX_EAGAIN = 11,
    LINUX_EEXIST = 17,
    LINUX_ENODEV = 19,
    LINUX_EINVAL = 22,
    LINUX_EMSGSIZE = 90,
    LINUX_ENETUNREACH = 101,
    LINUX_ETIMEDOUT = 110,
    LINUX_EHOSTUNREACH = 113,
};

typedef struct RtLink {
    uint32_t index;
    char name[16];
    char alias[257]; /* `ip link set NAME alias ...`, UTF-8, "" if there is none */
    bool isLoopback;
    bool isAdminUp;       /* IFF_UP */
    bool isOperational;   /* IFF_UP, and the driver reports up or does not report at all */
    uint32_t mtu;
    uint8_t address[8];
    uint8_t addressLength;
} RtLink;

typedef struct RtAddress {
    uint32_t interfaceIndex;
    uint8_t address[4];
    uint8_t prefixLength;
    uint32_t priority; /* the address's metric in ip(8), 0 if there is none */
} RtAddress;

/* A unicast route of the main table. Addresses are in network order; gateway 0.0.0.0 means on-link. */
typedef struct RtRoute {
    uint8_t destination[4];
    uint8_t prefixLength;
    uint8_t gateway[4];
    uint32_t interfaceIndex;
    uint32_t priority; /* the metric in ip(8); the kernel prefers the lowest */
    uint8_t protocol;  /* RTPROT_... */
    uint8_t scope;     /* RT_SCOPE_... */
    uint8_t tos;
} RtRoute;

/* The caller frees each list with free(). A route with several next hops becomes several rows. */
int rtnetlink_list_links(RtLink **links, size_t *count);
int rtnetlink_list_addresses(RtAddress **addresses, size_t *count);
int rtnetlink_list_routes(RtRoute **routes, size_t *count);

/*
 * The route that the kernel would use for an address, by all tables and rules; by one interface only if the index is
 * not 0. Fills in gateway, interface and the `source` address. LINUX_ENETUNREACH if there is no route or the address is
 * local.
 */
int rtnetlink_find_way(const uint8_t destination[4], uint32_t interfaceIndex, RtRoute *route, uint8_t source[4]);

/*
 * Adds a route beside existing ones (NLM_F_CREATE | NLM_F_APPEND), as Windows does: the same prefix and metric may have
 * several next hops. The scope is derived from the gateway. LINUX_EEXIST if exactly this route exists.
 */
int rtnetlink_add_route(const RtRoute *route);

/* Deletes exactly the listed route. LINUX_ESRCH if it no longer exists. */
int rtnetlink_delete_route(const RtRoute *route);

/* 0, or LINUX_EPERM if this process may not change routes. Changes nothing. */
int rtnetlink_check_permission(void);

/* The RtRoute.protocol values that the stand-ins need to name. */
enum {
    RT_PROTOCOL_KERNEL = 2,
    RT_PROTOCOL_BOOT = 3,
    RT_PROTOCOL_STATIC = 4,
    RT_PROTOCOL_DHCP = 16,
};

#endif
