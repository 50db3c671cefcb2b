/*
 * report-stop.exe [--slow MS] [--ignore]
 *
 * Says "ready", then prints the name of each console event it gets, once a line. Ends with 100 + the event after the
 * first one, --slow milliseconds later (a service that shuts down in good order); with --ignore it goes on as if
 * nothing had been said. Ends with 99 after 30 seconds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

static HANDLE told;
static volatile LONG first_event = -1;

static BOOL WINAPI on_event(DWORD event)
{
    printf("event %lu\n", event);
    fflush(stdout);
    InterlockedCompareExchange(&first_event, (LONG)event, -1);
    SetEvent(told);
    if (event > CTRL_BREAK_EVENT) {
        /* Windows ends the process when this returns. */
        Sleep(INFINITE);
    }
    return TRUE;
}

int wmain(int argc, wchar_t **argv)
{
    DWORD slow = 0;
    BOOL ignore = FALSE;
    for (int i = 1; i < argc; i++) {
        if (wcscmp(argv[i], L"--ignore") == 0) {
            ignore = TRUE;
        } else if (wcscmp(argv[i], L"--slow") == 0 && i + 1 < argc) {
            slow = wcstoul(argv[++i], NULL, 10);
        } else {
            fprintf(stderr, "usage: report-stop.exe [--slow MS] [--ignore]\n");
            return 2;
        }
    }
    told = CreateEventW(NULL, TRUE, FALSE, NULL);
    SetConsoleCtrlHandler(on_event, TRUE);
    printf("ready\n");
    fflush(stdout);
    if (WaitForSingleObject(told, 30000) == WAIT_TIMEOUT) {
        return 99;
    }
    if (ignore) {
        Sleep(30000);
        return 99;
    }
    Sleep(slow);
    printf("ending\n");
    fflush(stdout);
    return 100 + first_event;
}
