#include "rtnetlink_monitor.h"

#include <asm/unistd.h>
#include <linux/netlink.h>
#include <linux/poll.h>
#include <linux/rtnetlink.h>

#include "linux_syscall.h"
#include "rtnetlink.h"

/* From <sys/socket.h> and <sys/eventfd.h>, headers of the C library, not of the kernel. */
enum {
    LINUX_AF_NETLINK = 16,
    LINUX_SOCK_RAW = 3,
    LINUX_SOCK_NONBLOCK = 04000,
    LINUX_SOCK_CLOEXEC = 02000000,
    LINUX_EFD_CLOEXEC = 02000000,
};

_Static_assert(sizeof(struct pollfd) == 8, "pollfd");
_Static_assert(sizeof(struct sockaddr_nl) == 12, "sockaddr_nl");

static int open_multicast_socket(int *descriptor)
{
    struct sockaddr_nl address = {
        .nl_family = LINUX_AF_NETLINK,
        .nl_groups = RTMGRP_LINK | RTMGRP_IPV4_ROUTE,
    };
    intptr_t opened = linux_syscall(__NR_socket, LINUX_AF_NETLINK,
                                    LINUX_SOCK_RAW | LINUX_SOCK_CLOEXEC | LINUX_SOCK_NONBLOCK, NETLINK_ROUTE, 0, 0, 0);

    if (opened < 0) {
        return (int)-opened;
    }

    intptr_t bound = linux_syscall(__NR_bind, opened, (intptr_t)&address, sizeof address, 0, 0, 0);

    if (bound < 0) {
        linux_syscall(__NR_close, opened, 0, 0, 0, 0, 0);
        return (int)-bound;
    }
    *descriptor = (int)opened;
    return 0;
}

int rtnetlink_monitor_open(RtMonitor *monitor)
{
    int error = open_multicast_socket(&monitor->socket);

    if (error != 0) {
        return error;
    }

    intptr_t opened = linux_syscall(__NR_eventfd2, 0, LINUX_EFD_CLOEXEC, 0, 0, 0, 0);

    if (opened < 0) {
        linux_syscall(__NR_close, monitor->socket, 0, 0, 0, 0, 0);
        return (int)-opened;
    }
    monitor->stop = (int)opened;
    return 0;
}

void rtnetlink_monitor_close(RtMonitor *monitor)
{
    linux_syscall(__NR_close, monitor->socket, 0, 0, 0, 0, 0);
    linux_syscall(__NR_close, monitor->stop, 0, 0, 0, 0, 0);
}

/* Discards the received messages, and the error that reports lost messages. */
static void drain(const RtMonitor *monitor)
{
    char part[1];
    intptr_t result;

    do {
        result = linux_syscall(__NR_recvfrom, monitor->socket, (intptr_t)part, sizeof part, 0, 0, 0);
    } while (result != -LINUX_EAGAIN);
}

bool rtnetlink_monitor_wait(RtMonitor *monitor)
{
    struct pollfd polled[] = {
        { .fd = monitor->stop, .events = POLLIN },
        { .fd = monitor->socket, .events = POLLIN },
    };
    intptr_t result;

    /* Wine interrupts its threads with signals (EINTR), so the call may have to be repeated. */
    do {
        result = linux_syscall(__NR_poll, (intptr_t)polled, 2, -1, 0, 0, 0);
    } while (result == -LINUX_EINTR);
    if (result < 0 || polled[0].revents != 0) {
        return false;
    }
    drain(monitor);
    return true;
}

void rtnetlink_monitor_stop(RtMonitor *monitor)
{
    uint64_t one = 1;

    linux_syscall(__NR_write, monitor->stop, (intptr_t)&one, sizeof one, 0, 0, 0);
}
