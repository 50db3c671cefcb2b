#include <stdlib.h>
#include <string.h>

#include "arp.h"
#include "ip_helper.h"

/* One second each: Windows gives up after about three seconds. */
#define ATTEMPTS 3

/* The index of the interface with this local address; 0 if none has it. */
static uint32_t interface_of(const RtAddress *addresses, size_t count, const uint8_t address[4])
{
    for (size_t i = 0; i < count; i++) {
        if (memcmp(addresses[i].address, address, sizeof addresses[i].address) == 0) {
            return addresses[i].interfaceIndex;
        }
    }
    return 0;
}

static const RtLink *link_of(const RtLink *links, size_t count, uint32_t index)
{
    for (size_t i = 0; i < count; i++) {
        /* Some links have no neighbours, such as lo. */
        if (links[i].index == index && !links[i].isLoopback && links[i].addressLength == 6) {
            return &links[i];
        }
    }
    return NULL;
}

/* As documented, ERROR_BAD_NET_NAME for an address without an answer and for an address behind a gateway. */
static DWORD ask(const RtLink *links, size_t linkCount, const uint8_t destination[4], uint32_t from, uint8_t mac[6])
{
    static const uint8_t onLink[4] = { 0 };
    RtRoute route;
    uint8_t source[4];

    if (rtnetlink_find_way(destination, from, &route, source) != 0 ||
        memcmp(route.gateway, onLink, sizeof onLink) != 0) {
        return ERROR_BAD_NET_NAME;
    }

    const RtLink *link = link_of(links, linkCount, route.interfaceIndex);

    if (link == NULL) {
        return ERROR_BAD_NET_NAME;
    }

    int error = arp_ask(link, source, destination, ATTEMPTS, mac);

    return error == LINUX_ETIMEDOUT ? ERROR_BAD_NET_NAME : windows_error(error);
}

DWORD find_neighbour(IPAddr destination, IPAddr source, uint8_t mac[6])
{
    uint8_t to[4];
    uint8_t from[4];
    RtAddress *addresses = NULL;
    RtLink *links = NULL;
    size_t addressCount = 0;
    size_t linkCount = 0;

    memcpy(to, &destination, sizeof to);
    memcpy(from, &source, sizeof from);

    int error = rtnetlink_list_addresses(&addresses, &addressCount);

    if (error == 0) {
        error = rtnetlink_list_links(&links, &linkCount);
    }

    DWORD result = windows_error(error);

    if (result == NO_ERROR) {
        uint32_t fromInterface = source == 0 ? 0 : interface_of(addresses, addressCount, from);
        const RtLink *own = link_of(links, linkCount, interface_of(addresses, addressCount, to));

        if (source != 0 && fromInterface == 0) {
            result = ERROR_NOT_FOUND;
        } else if (own != NULL) {
            /* A local address needs no request. */
            memcpy(mac, own->address, 6);
        } else {
            result = ask(links, linkCount, to, fromInterface, mac);
        }
    }
    free(addresses);
    free(links);
    return result;
}
