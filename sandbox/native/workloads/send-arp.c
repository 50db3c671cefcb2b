/*
 * send-arp.exe ADDRESS
 *
 * Prints the MAC address of an IPv4 address by SendARP, as six bytes in hexadecimal. Ends with SendARP's code.
 */
#include <stdio.h>
#include <winsock2.h>
#include <ws2tcpip.h>
#include <iphlpapi.h>
#include <windows.h>

int wmain(int argc, wchar_t **argv)
{
    IN_ADDR address;
    BYTE mac[8];
    ULONG length = sizeof mac;

    if (argc != 2 || InetPtonW(AF_INET, argv[1], &address) != 1) {
        fputs("usage: send-arp.exe ADDRESS\n", stderr);
        return 2;
    }

    DWORD error = SendARP(address.S_un.S_addr, 0, mac, &length);
    if (error == NO_ERROR) {
        for (ULONG i = 0; i < length; i++) {
            printf(i == 0 ? "%02x" : ":%02x", mac[i]);
        }
        puts("");
    }
    ExitProcess(error);
}
