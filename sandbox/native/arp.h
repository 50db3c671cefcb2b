/*
 * One ARP request on one link (RFC 826, packet(7)). The kernel's neighbour table is not used: it keeps a neighbour long
 * after it has gone, while Windows' SendARP sends a request each time.
 */
#ifndef ARP_H
#define ARP_H

#include <stdint.h>

#include "rtnetlink.h"

/*
 * Requests the Ethernet address of `target`, as `source` on the link with this index and Ethernet address, `attempts`
 * times, and waits a second each time. Returns 0 and the first answer's address, LINUX_ETIMEDOUT without an answer, or
 * another errno.
 */
int arp_ask(const RtLink *link, const uint8_t source[4], const uint8_t target[4], int attempts, uint8_t answer[6]);

#endif
