/*
 * Waits for changes of the network namespace's links and IPv4 routes: a socket in rtnetlink's multicast groups.
 *
 * It tells that something changed and not what. The kernel drops messages when they come too fast, and drops the routes
 * of a link that goes down without any message, so the tables have to be read again anyway.
 */
#ifndef RTNETLINK_MONITOR_H
#define RTNETLINK_MONITOR_H

#include <stdbool.h>

typedef struct RtMonitor {
    int socket;
    int stop; /* an eventfd */
} RtMonitor;

/* 0 or a Linux errno. From here on no change is missed. */
int rtnetlink_monitor_open(RtMonitor *monitor);
void rtnetlink_monitor_close(RtMonitor *monitor);

/* Blocks. True: something changed since the last time. False: it was stopped. */
bool rtnetlink_monitor_wait(RtMonitor *monitor);

/* Ends the wait, also a later one. From any thread. */
void rtnetlink_monitor_stop(RtMonitor *monitor);

#endif
