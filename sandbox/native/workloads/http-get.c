/*
 * http-get.exe [--timeout MS] [--put] [--header "NAME: VALUE"]... http://ADDRESS[:PORT]/PATH
 *
 * Prints the body of an HTTP answer. Exits with 0 if the status is 200. Otherwise it reports the error on stderr, with
 * the Winsock code if there is one, and exits with 1. The timeout (5000 ms) limits the whole request. It uses plain
 * sockets and an IPv4 address, without proxy, name resolution and retries, so that the result depends on the network
 * only. (Not WinHTTP: under Wine 8 WinHttpSetTimeouts has no effect on receiving.)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <winsock2.h>
#include <ws2tcpip.h>

enum { ExitFailed = 1, ExitUsage = 2, RequestLimit = 8192, AnswerLimit = 65536 };

typedef struct {
    int timeout;
    const char *method;
    char headers[RequestLimit / 2];
    char url[RequestLimit / 4];
} Options;

static ULONGLONG deadline;
static const char *url;

static void fail(const char *what, int error)
{
    const char *meaning = error == WSAETIMEDOUT ? "timed out"
        : error == WSAECONNREFUSED ? "connection refused"
        : error == WSAEHOSTUNREACH ? "host unreachable"
        : error == WSAENETUNREACH ? "network unreachable"
        : error == WSAECONNRESET ? "connection reset"
        : "see winsock2.h";
    fprintf(stderr, "http-get: %s: %s: Winsock error %d (%s)\n", url, what, error, meaning);
    exit(ExitFailed);
}

/* Waits until the socket can be read or written. Returns the error of a failed connection. */
static void wait_for(SOCKET connection, short events, const char *what)
{
    ULONGLONG now = GetTickCount64();
    WSAPOLLFD poll = {.fd = connection, .events = events};
    int ready = now < deadline ? WSAPoll(&poll, 1, (INT)(deadline - now)) : 0;
    if (ready <= 0) {
        fail(what, ready == 0 ? WSAETIMEDOUT : WSAGetLastError());
    }

    int error = 0;
    int size = sizeof error;
    if (getsockopt(connection, SOL_SOCKET, SO_ERROR, (char *)&error, &size) == 0 && error != 0) {
        fail(what, error);
    }
}

static SOCKET connect_to(const struct sockaddr_in *address)
{
    SOCKET connection = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    u_long nonblocking = 1;
    if (connection == INVALID_SOCKET || ioctlsocket(connection, FIONBIO, &nonblocking) != 0) {
        fail("no socket", WSAGetLastError());
    }

    if (connect(connection, (const struct sockaddr *)address, sizeof *address) != 0) {
        int error = WSAGetLastError();
        if (error != WSAEWOULDBLOCK) {
            fail("no connection", error);
        }
        wait_for(connection, POLLOUT, "no connection");
    }
    return connection;
}

/* Reads until the server closes the connection, as the request demands. */
static void receive_all(SOCKET connection, char *answer)
{
    size_t length = 0;
    while (length < AnswerLimit - 1) {
        wait_for(connection, POLLIN, "no answer");
        int received = recv(connection, answer + length, (int)(AnswerLimit - 1 - length), 0);
        if (received < 0 && WSAGetLastError() != WSAEWOULDBLOCK) {
            fail("no answer", WSAGetLastError());
        }
        if (received == 0) {
            break;
        }
        length += received > 0 ? (size_t)received : 0;
    }
    answer[length] = '\0';
}

static void add(char *text, size_t size, const wchar_t *argument, const char *end)
{
    size_t length = strlen(text);
    snprintf(text + length, size - length, "%ls%s", argument, end);
}

static BOOL parse(int argc, wchar_t **argv, Options *options)
{
    for (int i = 1; i < argc; i++) {
        if (wcscmp(argv[i], L"--timeout") == 0 && i + 1 < argc) {
            options->timeout = _wtoi(argv[++i]);
        } else if (wcscmp(argv[i], L"--put") == 0) {
            options->method = "PUT";
        } else if (wcscmp(argv[i], L"--header") == 0 && i + 1 < argc) {
            add(options->headers, sizeof options->headers, argv[++i], "\r\n");
        } else if (options->url[0] == '\0' && argv[i][0] != L'-') {
            add(options->url, sizeof options->url, argv[i], "");
        } else {
            return FALSE;
        }
    }
    return options->url[0] != '\0';
}

int wmain(int argc, wchar_t **argv)
{
    static Options options = {.timeout = 5000, .method = "GET"};
    char host[16] = "";
    unsigned short port = 80;
    struct sockaddr_in address = {.sin_family = AF_INET};
    BOOL valid = parse(argc, argv, &options) && sscanf(options.url, "http://%15[0-9.]:%hu", host, &port) >= 1
        && (address.sin_addr.s_addr = inet_addr(host)) != INADDR_NONE;
    if (!valid) {
        fputs("usage: http-get.exe [--timeout MS] [--put] [--header \"NAME: VALUE\"]... http://ADDRESS[:PORT]/PATH\n", stderr);
        return ExitUsage;
    }

    WSADATA data;
    const char *path = strchr(options.url + strlen("http://"), '/');
    address.sin_port = htons(port);
    url = options.url;
    deadline = GetTickCount64() + (ULONGLONG)options.timeout;
    WSAStartup(MAKEWORD(2, 2), &data);

    static char request[RequestLimit];
    int length = snprintf(request, sizeof request, "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Length: 0\r\nConnection: close\r\n%s\r\n",
        options.method, path != NULL ? path : "/", host, options.headers);
    SOCKET connection = connect_to(&address);
    if (send(connection, request, length, 0) != length) {
        fail("cannot send", WSAGetLastError());
    }

    static char answer[AnswerLimit];
    int status = 0;
    receive_all(connection, answer);
    char *body = strstr(answer, "\r\n\r\n");
    if (body == NULL || sscanf(answer, "HTTP/1.%*d %d", &status) != 1) {
        fprintf(stderr, "http-get: %s: the answer is no HTTP\n", url);
        return ExitFailed;
    }

    puts(body + 4);
    if (status != 200) {
        fprintf(stderr, "http-get: %s: HTTP %d\n", url, status);
        return ExitFailed;
    }
    return 0;
}
