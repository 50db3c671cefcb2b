#include "arp.h"

#include <stdbool.h>
#include <string.h>
#include <windows.h>

#include <asm/unistd.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/poll.h>

#include "linux_syscall.h"

#define ATTEMPT_MILLISECONDS 1000

/* From <sys/socket.h> and <linux/if_arp.h>, which cannot be included without the C library. */
enum {
    LINUX_AF_PACKET = 17,
    LINUX_SOCK_DGRAM = 2,
    LINUX_SOCK_CLOEXEC = 02000000,
    LINUX_MSG_DONTWAIT = 0x40,
    ARP_HARDWARE_ETHERNET = 1,
    ARP_REQUEST = 1,
    ARP_REPLY = 2,
};

/* Numbers in network order, as on the wire. */
typedef struct ArpPacket {
    uint16_t hardwareType;
    uint16_t protocolType;
    uint8_t hardwareLength;
    uint8_t protocolLength;
    uint16_t operation;
    uint8_t senderMac[6];
    uint8_t senderAddress[4];
    uint8_t targetMac[6];
    uint8_t targetAddress[4];
} ArpPacket;

_Static_assert(sizeof(struct sockaddr_ll) == 20, "sockaddr_ll");
_Static_assert(sizeof(struct pollfd) == 8, "pollfd");
_Static_assert(sizeof(ArpPacket) == 28, "ARP for IPv4 over Ethernet");

static uint16_t network_order(uint16_t value)
{
    return (uint16_t)(value << 8 | value >> 8);
}

static int open_on(uint32_t interfaceIndex, int *descriptor)
{
    struct sockaddr_ll local = {
        .sll_family = LINUX_AF_PACKET,
        .sll_protocol = network_order(ETH_P_ARP),
        .sll_ifindex = (int)interfaceIndex,
    };
    /* Protocol 0: nothing is received before bind chooses the link. */
    intptr_t result = linux_syscall(__NR_socket, LINUX_AF_PACKET, LINUX_SOCK_DGRAM | LINUX_SOCK_CLOEXEC, 0, 0, 0, 0);

    if (result < 0) {
        return (int)-result;
    }
    *descriptor = (int)result;
    result = linux_syscall(__NR_bind, *descriptor, (intptr_t)&local, sizeof local, 0, 0, 0);
    if (result < 0) {
        linux_syscall(__NR_close, *descriptor, 0, 0, 0, 0, 0);
        return (int)-result;
    }
    return 0;
}

static int send_question(int descriptor, const RtLink *link, const uint8_t source[4], const uint8_t target[4])
{
    struct sockaddr_ll broadcast = {
        .sll_family = LINUX_AF_PACKET,
        .sll_protocol = network_order(ETH_P_ARP),
        .sll_ifindex = (int)link->index,
        .sll_halen = ETH_ALEN,
        .sll_addr = { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF },
    };
    ArpPacket question = {
        .hardwareType = network_order(ARP_HARDWARE_ETHERNET),
        .protocolType = network_order(ETH_P_IP),
        .hardwareLength = 6,
        .protocolLength = 4,
        .operation = network_order(ARP_REQUEST),
    };
    intptr_t result;

    memcpy(question.senderMac, link->address, sizeof question.senderMac);
    memcpy(question.senderAddress, source, sizeof question.senderAddress);
    memcpy(question.targetAddress, target, sizeof question.targetAddress);
    do {
        result = linux_syscall(__NR_sendto, descriptor, (intptr_t)&question, sizeof question, 0, (intptr_t)&broadcast,
                               sizeof broadcast);
    } while (result == -LINUX_EINTR);
    return result < 0 ? (int)-result : 0;
}

/* Reads a received packet. True if it is the answer to our request. */
static bool read_answer(int descriptor, const uint8_t target[4], uint8_t answer[6])
{
    ArpPacket packet;
    intptr_t result = linux_syscall(__NR_recvfrom, descriptor, (intptr_t)&packet, sizeof packet, LINUX_MSG_DONTWAIT, 0, 0);

    if (result < (intptr_t)sizeof packet || packet.operation != network_order(ARP_REPLY) ||
        memcmp(packet.senderAddress, target, sizeof packet.senderAddress) != 0) {
        return false;
    }
    memcpy(answer, packet.senderMac, sizeof packet.senderMac);
    return true;
}

/* Waits for the answer to one request. */
static int wait_answer(int descriptor, const uint8_t target[4], uint8_t answer[6])
{
    ULONGLONG end = GetTickCount64() + ATTEMPT_MILLISECONDS;

    for (ULONGLONG now = GetTickCount64(); now < end; now = GetTickCount64()) {
        struct pollfd entry = { .fd = descriptor, .events = POLLIN };
        intptr_t result = linux_syscall(__NR_poll, (intptr_t)&entry, 1, (intptr_t)(end - now), 0, 0, 0);

        if (result < 0 && result != -LINUX_EINTR) {
            return (int)-result;
        }
        if (result > 0 && read_answer(descriptor, target, answer)) {
            return 0;
        }
    }
    return LINUX_ETIMEDOUT;
}

int arp_ask(const RtLink *link, const uint8_t source[4], const uint8_t target[4], int attempts, uint8_t answer[6])
{
    int descriptor = -1;
    int error = open_on(link->index, &descriptor);

    if (error != 0) {
        return error;
    }
    error = LINUX_ETIMEDOUT;
    for (int attempt = 0; attempt < attempts && error == LINUX_ETIMEDOUT; attempt++) {
        error = send_question(descriptor, link, source, target);
        if (error == 0) {
            error = wait_answer(descriptor, target, answer);
        }
    }
    linux_syscall(__NR_close, descriptor, 0, 0, 0, 0, 0);
    return error;
}
