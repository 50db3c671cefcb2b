/*
 * report-stop.exe [--slow MS] [--ignore] [--name NAME] [--then COMMAND LINE]
 *
 * Prints "ready", then a line for each console event it receives. Ends with 100 + the event after the first one,
 * --slow milliseconds later, like a service that shuts down in order. With --ignore it runs on. Ends with 99 after 30
 * seconds. With --name each line begins with that name. --then, the last option, starts a program after the event
 * without waiting for it, like a service that leaves work to a helper.
 */
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

static HANDLE told;
static volatile LONG first_event = -1;
static const wchar_t *name = L"";

static void say(const char *text, LONG number)
{
    if (number < 0) {
        printf("%ls%s\n", name, text);
    } else {
        printf("%ls%s %ld\n", name, text, number);
    }
    fflush(stdout);
}

static BOOL WINAPI on_event(DWORD event)
{
    say("event", (LONG)event);
    InterlockedCompareExchange(&first_event, (LONG)event, -1);
    SetEvent(told);
    if (event > CTRL_BREAK_EVENT) {
        /* Windows ends the process when this returns. */
        Sleep(INFINITE);
    }
    return TRUE;
}

static BOOL start(wchar_t *line)
{
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION process;
    return CreateProcessW(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process);
}

int wmain(int argc, wchar_t **argv)
{
    static wchar_t prefix[64], then[32768];
    DWORD slow = 0;
    BOOL ignore = FALSE;
    for (int i = 1; i < argc; i++) {
        if (wcscmp(argv[i], L"--ignore") == 0) {
            ignore = TRUE;
        } else if (wcscmp(argv[i], L"--slow") == 0 && i + 1 < argc) {
            slow = wcstoul(argv[++i], NULL, 10);
        } else if (wcscmp(argv[i], L"--name") == 0 && i + 1 < argc) {
            swprintf(prefix, sizeof prefix / sizeof *prefix, L"%ls ", argv[++i]);
            name = prefix;
        } else if (wcscmp(argv[i], L"--then") == 0 && i + 1 < argc) {
            wcscpy(then, wcsstr(GetCommandLineW(), L" --then ") + 8);
            break;
        } else {
            fprintf(stderr, "usage: report-stop.exe [--slow MS] [--ignore] [--name NAME] [--then COMMAND LINE]\n");
            return 2;
        }
    }
    told = CreateEventW(NULL, TRUE, FALSE, NULL);
    SetConsoleCtrlHandler(on_event, TRUE);
    say("ready", -1);
    if (WaitForSingleObject(told, 30000) == WAIT_TIMEOUT) {
        return 99;
    }
    if (ignore) {
        Sleep(30000);
        return 99;
    }
    Sleep(slow);
    if (*then != L'\0' && !start(then)) {
        return 98;
    }
    say("ending", -1);
    return 100 + first_event;
}
