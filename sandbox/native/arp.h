/*
 * One ARP question on one link (RFC 826, packet(7)). Not by way of the kernel's neighbour table: that still knows a
 * neighbour long after it has gone, and Windows' SendARP asks each time.
 */
#ifndef ARP_H
#define ARP_H

#include <stdint.h>

#include "rtnetlink.h"

/*
 * Asks who has `target`, as `source` on the link of this index and Ethernet address, `attempts` times and each time for
 * a second. 0 and the address of whoever answers first, LINUX_ETIMEDOUT when nobody does, or another errno.
 */
int arp_ask(const RtLink *link, const uint8_t source[4], const uint8_t target[4], int attempts, uint8_t answer[6]);

#endif
