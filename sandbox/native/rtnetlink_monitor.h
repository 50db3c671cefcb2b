/*
 * Waits for changes of the network namespace's links and IPv4 routes: a socket in rtnetlink's multicast groups.
 *
 * It reports that something changed, not what. The kernel drops messages that come too fast, and it removes the routes
 * of a link that goes down without a message. So the tables have to be read again in any case.
 */
#ifndef RTNETLINK_MONITOR_H
#define RTNETLINK_MONITOR_H

#include <stdbool.h>

typedef struct RtMonitor {
    int socket;
    int stop; /* an eventfd */
} RtMonitor;

/* 0 or a Linux errno. After the return no change is missed. */
int rtnetlink_monitor_open(RtMonitor *monitor);
void rtnetlink_monitor_close(RtMonitor *monitor);

/* Blocks. True if something has changed since the last call, false if stopped. */
bool rtnetlink_monitor_wait(RtMonitor *monitor);

/* Ends the current wait or the next one. Callable from any thread. */
void rtnetlink_monitor_stop(RtMonitor *monitor);

#endif
