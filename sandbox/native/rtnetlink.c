#include "rtnetlink.h"

#include <string.h>

#include <asm/unistd.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include "linux_syscall.h"
#include "checked_memory.h"

/* From <sys/socket.h>, a header of the C library, not of the kernel. */
enum {
    LINUX_AF_UNSPEC = 0,
    LINUX_AF_INET = 2,
    LINUX_AF_NETLINK = 16,
    LINUX_SOCK_RAW = 3,
    LINUX_SOCK_CLOEXEC = 02000000,
    LINUX_MSG_TRUNC = 0x20,
};

/* From <linux/if.h>, which cannot be included without <sys/socket.h>. */
enum {
    IFF_UP = 1 << 0,
    IFF_LOOPBACK = 1 << 3,
    IF_OPER_UNKNOWN = 0,
    IF_OPER_UP = 6,
};

/* The kernel's structures must have the kernel's sizes, although the compiler targets Windows. */
_Static_assert(sizeof(struct nlmsghdr) == 16, "nlmsghdr");
_Static_assert(sizeof(struct ifinfomsg) == 16, "ifinfomsg");
_Static_assert(sizeof(struct ifaddrmsg) == 8, "ifaddrmsg");
_Static_assert(sizeof(struct rtmsg) == 12, "rtmsg");
_Static_assert(sizeof(struct rtnexthop) == 8, "rtnexthop");
_Static_assert(sizeof(struct sockaddr_nl) == 12, "sockaddr_nl");

_Static_assert((int)RT_PROTOCOL_KERNEL == RTPROT_KERNEL, "kernel");
_Static_assert((int)RT_PROTOCOL_BOOT == RTPROT_BOOT, "boot");
_Static_assert((int)RT_PROTOCOL_STATIC == RTPROT_STATIC, "static");
_Static_assert((int)RT_PROTOCOL_DHCP == RTPROT_DHCP, "dhcp");

/* The kernel's dumps come in parts of at most 32 KiB. */
#define RECEIVE_BUFFER_SIZE (64 * 1024)

/* How often a dump is repeated that the kernel marks as inconsistent because of a concurrent change. */
#define DUMP_ATTEMPTS 20

/* --- talking to the kernel ------------------------------------------------------------------------------------- */

static int open_socket(int *descriptor)
{
    intptr_t result = linux_syscall(__NR_socket, LINUX_AF_NETLINK, LINUX_SOCK_RAW | LINUX_SOCK_CLOEXEC, NETLINK_ROUTE,
                                    0, 0, 0);

    if (result < 0) {
        return (int)-result;
    }
    *descriptor = (int)result;
    return 0;
}

static void close_socket(int descriptor)
{
    linux_syscall(__NR_close, descriptor, 0, 0, 0, 0, 0);
}

static int send_request(int descriptor, const struct nlmsghdr *request)
{
    struct sockaddr_nl kernel = { .nl_family = LINUX_AF_NETLINK };
    intptr_t result;

    /* Wine interrupts its threads with signals (EINTR), so every call may have to be repeated. */
    do {
        result = linux_syscall(__NR_sendto, descriptor, (intptr_t)request, request->nlmsg_len, 0, (intptr_t)&kernel,
                               sizeof kernel);
    } while (result == -LINUX_EINTR);
    return result < 0 ? (int)-result : 0;
}

static int receive_part(int descriptor, void *buffer, int *length)
{
    intptr_t result;

    do {
        result = linux_syscall(__NR_recvfrom, descriptor, (intptr_t)buffer, RECEIVE_BUFFER_SIZE, LINUX_MSG_TRUNC, 0, 0);
    } while (result == -LINUX_EINTR);
    if (result < 0) {
        return (int)-result;
    }
    /* With MSG_TRUNC the kernel returns the full length even if it cut the message. */
    if (result > RECEIVE_BUFFER_SIZE) {
        return LINUX_EMSGSIZE;
    }
    *length = (int)result;
    return 0;
}

typedef void RowHandler(const struct nlmsghdr *row, void *context);

/* Passes every row of one received part to the handler. Sets *finished at the end of the reply. */
static int handle_part(const void *buffer, int length, RowHandler *handleRow, void *context, bool *finished)
{
    const struct nlmsghdr *message = buffer;

    for (; NLMSG_OK(message, length); message = NLMSG_NEXT(message, length)) {
        if (message->nlmsg_flags & NLM_F_DUMP_INTR) {
            return LINUX_EAGAIN;
        }
        if (message->nlmsg_type == NLMSG_DONE) {
            int error = 0;
            if (message->nlmsg_len >= NLMSG_LENGTH(sizeof error)) {
                memcpy(&error, NLMSG_DATA(message), sizeof error);
            }
            *finished = true;
            return -error;
        }
        if (message->nlmsg_type == NLMSG_ERROR) {
            const struct nlmsgerr *error = NLMSG_DATA(message);
            *finished = true;
            return -error->error;
        }
        handleRow(message, context);
    }
    return 0;
}

static void ignore_row(const struct nlmsghdr *row, void *context)
{
    (void)row;
    (void)context;
}

/* Sends one request and reads the reply to its end: an acknowledgement, or a dump in any number of parts. */
static int transact(const struct nlmsghdr *request, RowHandler *handleRow, void *context)
{
    int descriptor = -1;
    int error = open_socket(&descriptor);

    if (error != 0) {
        return error;
    }

    void *buffer = memory_new(RECEIVE_BUFFER_SIZE);
    bool finished = false;

    error = send_request(descriptor, request);
    while (error == 0 && !finished) {
        int length = 0;
        error = receive_part(descriptor, buffer, &length);
        if (error == 0) {
            error = handle_part(buffer, length, handleRow, context, &finished);
        }
    }
    free(buffer);
    close_socket(descriptor);
    return error;
}

/* --- links ----------------------------------------------------------------------------------------------------- */

typedef struct LinkList {
    RtLink *items;
    size_t count;
    size_t capacity;
} LinkList;

/* Attribute strings end with a NUL inside the payload, except IFLA_IFALIAS in old kernels. So do not rely on it. */
static void copy_string(char *target, size_t targetSize, const struct rtattr *attribute)
{
    size_t length = RTA_PAYLOAD(attribute);

    if (length > targetSize - 1) {
        length = targetSize - 1;
    }
    memcpy(target, RTA_DATA(attribute), length);
    target[length] = '\0';
}

static uint32_t read_u32(const struct rtattr *attribute)
{
    uint32_t value;

    memcpy(&value, RTA_DATA(attribute), sizeof value);
    return value;
}

static void add_link(const struct nlmsghdr *row, void *context)
{
    LinkList *list = context;
    const struct ifinfomsg *message = NLMSG_DATA(row);

    if (row->nlmsg_type != RTM_NEWLINK) {
        return;
    }
    list->items = memory_grow(list->items, list->count, &list->capacity, sizeof *list->items);

    RtLink *link = &list->items[list->count++];
    uint8_t operationalState = IF_OPER_UNKNOWN;

    memset(link, 0, sizeof *link);
    link->index = (uint32_t)message->ifi_index;
    link->isLoopback = (message->ifi_flags & IFF_LOOPBACK) != 0;
    link->isAdminUp = (message->ifi_flags & IFF_UP) != 0;

    int remaining = (int)IFLA_PAYLOAD(row);
    const struct rtattr *attribute = IFLA_RTA(message);

    for (; RTA_OK(attribute, remaining); attribute = RTA_NEXT(attribute, remaining)) {
        switch (attribute->rta_type) {
        case IFLA_IFNAME:
            copy_string(link->name, sizeof link->name, attribute);
            break;
        case IFLA_IFALIAS:
            copy_string(link->alias, sizeof link->alias, attribute);
            break;
        case IFLA_MTU:
            link->mtu = read_u32(attribute);
            break;
        case IFLA_OPERSTATE:
            operationalState = *(const uint8_t *)RTA_DATA(attribute);
            break;
        case IFLA_ADDRESS:
            if (RTA_PAYLOAD(attribute) <= sizeof link->address) {
                link->addressLength = (uint8_t)RTA_PAYLOAD(attribute);
                memcpy(link->address, RTA_DATA(attribute), link->addressLength);
            }
            break;
        }
    }
    /* lo and dummy links never report a state: unknown counts as up. */
    link->isOperational =
        link->isAdminUp && (operationalState == IF_OPER_UNKNOWN || operationalState == IF_OPER_UP);
}

int rtnetlink_list_links(RtLink **links, size_t *count)
{
    struct {
        struct nlmsghdr header;
        struct ifinfomsg message;
    } request = {
        .header = {
            .nlmsg_len = sizeof request,
            .nlmsg_type = RTM_GETLINK,
            .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
        },
        .message = { .ifi_family = LINUX_AF_UNSPEC },
    };
    LinkList list = { 0 };
    int error = LINUX_EAGAIN;

    for (int attempt = 0; attempt < DUMP_ATTEMPTS && error == LINUX_EAGAIN; attempt++) {
        list.count = 0;
        error = transact(&request.header, add_link, &list);
    }
    if (error != 0) {
        free(list.items);
        return error;
    }
    *links = list.items;
    *count = list.count;
    return 0;
}

/* --- addresses ------------------------------------------------------------------------------------------------- */

typedef struct AddressList {
    RtAddress *items;
    size_t count;
    size_t capacity;
} AddressList;

static void copy_address(uint8_t target[4], const struct rtattr *attribute)
{
    if (RTA_PAYLOAD(attribute) == 4) {
        memcpy(target, RTA_DATA(attribute), 4);
    }
}

static void add_address(const struct nlmsghdr *row, void *context)
{
    AddressList *list = context;
    const struct ifaddrmsg *message = NLMSG_DATA(row);

    if (row->nlmsg_type != RTM_NEWADDR || message->ifa_family != LINUX_AF_INET) {
        return;
    }
    list->items = memory_grow(list->items, list->count, &list->capacity, sizeof *list->items);

    RtAddress *address = &list->items[list->count++];
    int remaining = (int)IFA_PAYLOAD(row);
    const struct rtattr *attribute = IFA_RTA(message);

    memset(address, 0, sizeof *address);
    address->interfaceIndex = message->ifa_index;
    address->prefixLength = message->ifa_prefixlen;
    for (; RTA_OK(attribute, remaining); attribute = RTA_NEXT(attribute, remaining)) {
        /* IFA_ADDRESS would be the other end's on a point-to-point link. */
        if (attribute->rta_type == IFA_LOCAL) {
            copy_address(address->address, attribute);
        } else if (attribute->rta_type == IFA_RT_PRIORITY) {
            address->priority = read_u32(attribute);
        }
    }
}

int rtnetlink_list_addresses(RtAddress **addresses, size_t *count)
{
    struct {
        struct nlmsghdr header;
        struct ifaddrmsg message;
    } request = {
        .header = {
            .nlmsg_len = sizeof request,
            .nlmsg_type = RTM_GETADDR,
            .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
        },
        .message = { .ifa_family = LINUX_AF_INET },
    };
    AddressList list = { 0 };
    int error = LINUX_EAGAIN;

    for (int attempt = 0; attempt < DUMP_ATTEMPTS && error == LINUX_EAGAIN; attempt++) {
        list.count = 0;
        error = transact(&request.header, add_address, &list);
    }
    if (error != 0) {
        free(list.items);
        return error;
    }
    *addresses = list.items;
    *count = list.count;
    return 0;
}

/* --- routes ---------------------------------------------------------------------------------------------------- */

typedef struct RouteList {
    RtRoute *items;
    size_t count;
    size_t capacity;
} RouteList;

static void append_route(RouteList *list, const RtRoute *route)
{
    list->items = memory_grow(list->items, list->count, &list->capacity, sizeof *list->items);
    list->items[list->count++] = *route;
}

/* `ip route add ... nexthop via A dev X nexthop via B dev Y`: one row each. */
static void append_next_hops(RouteList *list, const RtRoute *common, const struct rtattr *attribute)
{
    const struct rtnexthop *nextHop = RTA_DATA(attribute);
    int remaining = (int)RTA_PAYLOAD(attribute);

    while (remaining >= (int)sizeof *nextHop && RTNH_OK(nextHop, remaining)) {
        RtRoute route = *common;
        int nestedRemaining = (int)(nextHop->rtnh_len - RTNH_LENGTH(0));
        const struct rtattr *nested = RTNH_DATA(nextHop);

        route.interfaceIndex = (uint32_t)nextHop->rtnh_ifindex;
        for (; RTA_OK(nested, nestedRemaining); nested = RTA_NEXT(nested, nestedRemaining)) {
            if (nested->rta_type == RTA_GATEWAY) {
                copy_address(route.gateway, nested);
            }
        }
        append_route(list, &route);
        remaining -= (int)RTNH_ALIGN(nextHop->rtnh_len);
        nextHop = RTNH_NEXT(nextHop);
    }
}

static void add_route(const struct nlmsghdr *row, void *context)
{
    const struct rtmsg *message = NLMSG_DATA(row);

    /* Unicast only: Windows has no blackhole or prohibit routes. Cloned rows are a cache, not part of the table. */
    if (row->nlmsg_type != RTM_NEWROUTE || message->rtm_family != LINUX_AF_INET || message->rtm_type != RTN_UNICAST ||
        (message->rtm_flags & RTM_F_CLONED) != 0) {
        return;
    }

    RtRoute route = {
        .prefixLength = message->rtm_dst_len,
        .protocol = message->rtm_protocol,
        .scope = message->rtm_scope,
        .tos = message->rtm_tos,
    };
    uint32_t table = message->rtm_table;
    const struct rtattr *nextHops = NULL;
    int remaining = (int)RTM_PAYLOAD(row);
    const struct rtattr *attribute = RTM_RTA(message);

    for (; RTA_OK(attribute, remaining); attribute = RTA_NEXT(attribute, remaining)) {
        switch (attribute->rta_type) {
        case RTA_TABLE:
            table = read_u32(attribute);
            break;
        case RTA_DST:
            copy_address(route.destination, attribute);
            break;
        case RTA_GATEWAY:
            copy_address(route.gateway, attribute);
            break;
        case RTA_OIF:
            route.interfaceIndex = read_u32(attribute);
            break;
        case RTA_PRIORITY:
            route.priority = read_u32(attribute);
            break;
        case RTA_MULTIPATH:
            nextHops = attribute;
            break;
        }
    }
    if (table != RT_TABLE_MAIN) {
        return;
    }
    if (nextHops != NULL) {
        append_next_hops(context, &route, nextHops);
    } else {
        append_route(context, &route);
    }
}

int rtnetlink_list_routes(RtRoute **routes, size_t *count)
{
    struct {
        struct nlmsghdr header;
        struct rtmsg message;
    } request = {
        .header = {
            .nlmsg_len = sizeof request,
            .nlmsg_type = RTM_GETROUTE,
            .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
        },
        .message = { .rtm_family = LINUX_AF_INET },
    };
    RouteList list = { 0 };
    int error = LINUX_EAGAIN;

    for (int attempt = 0; attempt < DUMP_ATTEMPTS && error == LINUX_EAGAIN; attempt++) {
        list.count = 0;
        error = transact(&request.header, add_route, &list);
    }
    if (error != 0) {
        free(list.items);
        return error;
    }
    *routes = list.items;
    *count = list.count;
    return 0;
}

typedef struct RouteRequest {
    struct nlmsghdr header;
    struct rtmsg message;
    uint8_t attributes[64];
} RouteRequest;

static void put_attribute(RouteRequest *request, unsigned short type, const void *data, size_t size)
{
    struct rtattr *attribute = (struct rtattr *)((uint8_t *)request + NLMSG_ALIGN(request->header.nlmsg_len));

    attribute->rta_type = type;
    attribute->rta_len = (unsigned short)RTA_LENGTH(size);
    memcpy(RTA_DATA(attribute), data, size);
    request->header.nlmsg_len = (uint32_t)(NLMSG_ALIGN(request->header.nlmsg_len) + RTA_ALIGN(attribute->rta_len));
}

/* The common part of adding and deleting: the whole identity of the route. */
static void fill_request(RouteRequest *request, unsigned short type, unsigned short flags, const RtRoute *route)
{
    static const uint8_t onLink[4] = { 0 };

    memset(request, 0, sizeof *request);
    request->header.nlmsg_len = NLMSG_LENGTH(sizeof request->message);
    request->header.nlmsg_type = type;
    request->header.nlmsg_flags = (unsigned short)(NLM_F_REQUEST | NLM_F_ACK | flags);
    request->message.rtm_family = LINUX_AF_INET;
    request->message.rtm_table = RT_TABLE_MAIN;
    request->message.rtm_type = RTN_UNICAST;
    request->message.rtm_protocol = route->protocol;
    request->message.rtm_scope = route->scope;
    request->message.rtm_tos = route->tos;
    request->message.rtm_dst_len = route->prefixLength;

    put_attribute(request, RTA_DST, route->destination, sizeof route->destination);
    if (memcmp(route->gateway, onLink, sizeof onLink) != 0) {
        put_attribute(request, RTA_GATEWAY, route->gateway, sizeof route->gateway);
    }
    put_attribute(request, RTA_OIF, &route->interfaceIndex, sizeof route->interfaceIndex);
    put_attribute(request, RTA_PRIORITY, &route->priority, sizeof route->priority);
}

int rtnetlink_add_route(const RtRoute *route)
{
    static const uint8_t onLink[4] = { 0 };
    RtRoute scoped = *route;
    RouteRequest request;

    scoped.scope = memcmp(route->gateway, onLink, sizeof onLink) == 0 ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
    fill_request(&request, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_APPEND, &scoped);
    return transact(&request.header, ignore_row, NULL);
}

int rtnetlink_delete_route(const RtRoute *route)
{
    RouteRequest request;

    /*
     * The kernel treats a missing gateway as "any gateway". The row's scope distinguishes an on-link route (link) from
     * a route through a gateway (universe) to the same prefix.
     */
    fill_request(&request, RTM_DELROUTE, 0, route);
    return transact(&request.header, ignore_row, NULL);
}

typedef struct Way {
    RtRoute route;
    uint8_t source[4];
    bool found;
} Way;

static void read_way(const struct nlmsghdr *row, void *context)
{
    Way *way = context;
    const struct rtmsg *message = NLMSG_DATA(row);
    int remaining = (int)RTM_PAYLOAD(row);
    const struct rtattr *attribute = RTM_RTA(message);

    if (row->nlmsg_type != RTM_NEWROUTE || message->rtm_type != RTN_UNICAST) {
        return;
    }
    way->found = true;
    for (; RTA_OK(attribute, remaining); attribute = RTA_NEXT(attribute, remaining)) {
        switch (attribute->rta_type) {
        case RTA_GATEWAY:
            copy_address(way->route.gateway, attribute);
            break;
        case RTA_OIF:
            way->route.interfaceIndex = read_u32(attribute);
            break;
        case RTA_PREFSRC:
            copy_address(way->source, attribute);
            break;
        }
    }
}

int rtnetlink_find_way(const uint8_t destination[4], uint32_t interfaceIndex, RtRoute *route, uint8_t source[4])
{
    RouteRequest request = {
        .header = {
            .nlmsg_len = NLMSG_LENGTH(sizeof request.message),
            .nlmsg_type = RTM_GETROUTE,
            /* The acknowledgement ends the reply. */
            .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK,
        },
        .message = { .rtm_family = LINUX_AF_INET, .rtm_dst_len = 32 },
    };
    Way way = { 0 };

    put_attribute(&request, RTA_DST, destination, 4);
    if (interfaceIndex != 0) {
        put_attribute(&request, RTA_OIF, &interfaceIndex, sizeof interfaceIndex);
    }

    int error = transact(&request.header, read_way, &way);

    if (error != 0 || !way.found) {
        return error != 0 ? error : LINUX_ENETUNREACH;
    }
    *route = way.route;
    memcpy(source, way.source, sizeof way.source);
    return 0;
}

int rtnetlink_check_permission(void)
{
    /* Too short to name a route. The kernel checks the right before the request. */
    struct {
        struct nlmsghdr header;
        struct rtgenmsg message;
    } request = {
        .header = {
            .nlmsg_len = NLMSG_LENGTH(sizeof request.message),
            .nlmsg_type = RTM_DELROUTE,
            .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK,
        },
        .message = { .rtgen_family = LINUX_AF_INET },
    };

    return transact(&request.header, ignore_row, NULL) == LINUX_EPERM ? LINUX_EPERM : 0;
}
