/*
 * The links, IPv4 addresses and routes of the network namespace this process runs in, read and changed by rtnetlink(7):
 * nothing between the caller and the Linux kernel.
 *
 * This file speaks Linux only. What Windows would call these things is in windows_network.h.
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
    char alias[257]; /* `ip link set NAME alias ...`, UTF-8, "" when there is none */
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
    uint32_t priority; /* what ip(8) calls the address's metric, 0 when there is none */
} RtAddress;

/* A unicast route of the main table. Addresses are in network order; gateway 0.0.0.0 means on-link. */
typedef struct RtRoute {
    uint8_t destination[4];
    uint8_t prefixLength;
    uint8_t gateway[4];
    uint32_t interfaceIndex;
    uint32_t priority; /* what ip(8) calls metric; the kernel prefers the lowest */
    uint8_t protocol;  /* RTPROT_... */
    uint8_t scope;     /* RT_SCOPE_... */
    uint8_t tos;
} RtRoute;

/* Each list is allocated with malloc and the caller's to free. A route with several next hops becomes several rows. */
int rtnetlink_list_links(RtLink **links, size_t *count);
int rtnetlink_list_addresses(RtAddress **addresses, size_t *count);
int rtnetlink_list_routes(RtRoute **routes, size_t *count);

/*
 * The way the kernel would send to an address, all tables and rules considered; out of one interface only when the
 * index is not 0. Fills in gateway and interface, and in `source` what it would send from. LINUX_ENETUNREACH when there
 * is no way, or the address is one of our own.
 */
int rtnetlink_find_way(const uint8_t destination[4], uint32_t interfaceIndex, RtRoute *route, uint8_t source[4]);

/*
 * Adds beside whatever is there (NLM_F_CREATE | NLM_F_APPEND), as Windows does: the same prefix and metric may lead to
 * several next hops. The scope is derived from the gateway. LINUX_EEXIST when exactly this route exists.
 */
int rtnetlink_add_route(const RtRoute *route);

/* Deletes exactly the route that was listed. LINUX_ESRCH when it is gone. */
int rtnetlink_delete_route(const RtRoute *route);

/* 0, or LINUX_EPERM when this process may not change routes. Asks the kernel, changes nothing. */
int rtnetlink_check_permission(void);

/* The RtRoute.protocol values that the stand-ins need to name. */
enum {
    RT_PROTOCOL_KERNEL = 2,
    RT_PROTOCOL_BOOT = 3,
    RT_PROTOCOL_STATIC = 4,
    RT_PROTOCOL_DHCP = 16,
};

#endif
