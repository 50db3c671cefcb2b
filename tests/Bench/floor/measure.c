/*
 * measure.exe FILE ROUNDS
 *
 * Starts each candidate of FILE in turn, ROUNDS times (A B C A B C ...), and prints one line for each run:
 *
 *   CANDIDATE  before  after  whole  CPU  page faults  waits  processes  exit code
 *
 * separated by tabs; the first three in milliseconds:
 *
 *   before       from CreateProcess to the workload's first instruction; -1 where no workload ran
 *   after        from the workload's last instruction to the candidate's end; -1 likewise
 *   whole        from CreateProcess to the candidate's end
 *   CPU          user and kernel, milliseconds, of every process that the candidate started and of itself, the
 *                workload's excepted; without the wineserver's work
 *   page faults  minor ones, of the same processes
 *   waits        voluntary context switches, of the same processes; nearly all are requests to the wineserver
 *   processes    how many there were, the workload included
 *
 * Each line of FILE is one candidate: "absent", "present" or "-", a tab, and a command line (UTF-8). Before a run the two
 * routes are removed or added accordingly. The first round is not printed, because it fills caches.
 *
 * The CPU comes from Linux, because GetProcessTimes counts in hundredths of a second under Wine. This process becomes
 * the reaper of all processes that it starts (PR_SET_CHILD_SUBREAPER), so it gets each one's usage at its end.
 */
#include <winsock2.h>
#include <ws2ipdef.h>
#include <windows.h>
#include <iphlpapi.h>
#include <netioapi.h>
#include <stdio.h>
#include <stdlib.h>
#include "linux_syscall.h"
#include "measurement.h"

enum { LinuxWait4 = 61, LinuxPrctl = 157, PrSetChildSubreaper = 36, WaitNoHang = 1, MostCandidates = 64 };

/* struct rusage of Linux x86-64. */
typedef struct {
    int64_t user_seconds, user_microseconds, kernel_seconds, kernel_microseconds;
    int64_t greatest_resident, shared, data, stack, minor_faults, major_faults, swaps, blocks_in, blocks_out;
    int64_t sent, received, signals, voluntary_switches, involuntary_switches;
} Usage;

typedef struct {
    double cpu;
    int64_t faults, waits;
    int processes;
} Account;

typedef struct {
    char routes;
    wchar_t *command_line;
} Candidate;

static const ULONG prefixes[] = {0x02AAFEA9, 0xFEA9FEA9};
static MIB_IPFORWARD_ROW2 routes[2];
static wchar_t copy[32768];

static void fail(const char *what)
{
    fprintf(stderr, "measure: %s: Win32 error %lu\n", what, GetLastError());
    exit(1);
}

static void describe_routes(void)
{
    MIB_IPFORWARD_TABLE2 *table;
    if (GetIpForwardTable2(AF_INET, &table) != NO_ERROR) {
        fail("GetIpForwardTable2");
    }
    for (ULONG i = 0; i < table->NumEntries; i++) {
        if (table->Table[i].DestinationPrefix.PrefixLength == 0) {
            for (int j = 0; j < 2; j++) {
                InitializeIpForwardEntry(&routes[j]);
                routes[j].InterfaceIndex = table->Table[i].InterfaceIndex;
                routes[j].DestinationPrefix.Prefix.si_family = AF_INET;
                routes[j].DestinationPrefix.Prefix.Ipv4.sin_addr.s_addr = prefixes[j];
                routes[j].DestinationPrefix.PrefixLength = 32;
                routes[j].NextHop = table->Table[i].NextHop;
                routes[j].Metric = 256;
                routes[j].Protocol = MIB_IPPROTO_NETMGMT;
            }
        }
    }
    FreeMibTable(table);
}

static void prepare_routes(char state)
{
    for (int i = 0; i < 2 && state != '-'; i++) {
        DWORD error = state == 'a' ? DeleteIpForwardEntry2(&routes[i]) : CreateIpForwardEntry2(&routes[i]);
        if (error != NO_ERROR && error != ERROR_NOT_FOUND && error != ERROR_OBJECT_ALREADY_EXISTS) {
            SetLastError(error);
            fail("cannot prepare the routes");
        }
    }
}

/* Waits at most a second until the kernel has no child process left: a handle is signalled before the process ends. */
static Account settle(int64_t workload)
{
    Account account = {0};
    for (int attempt = 0; attempt < 1000; attempt++) {
        Usage usage;
        int status;
        intptr_t process = linux_syscall(LinuxWait4, -1, (intptr_t)&status, WaitNoHang, (intptr_t)&usage, 0, 0);
        if (process < 0) {
            break;
        }
        if (process == 0) {
            Sleep(1);
            continue;
        }
        account.processes++;
        if (process != workload) {
            account.cpu += (double)(usage.user_seconds + usage.kernel_seconds) * 1e3
                + (double)(usage.user_microseconds + usage.kernel_microseconds) / 1e3;
            account.faults += usage.minor_faults;
            account.waits += usage.voluntary_switches;
        }
    }
    return account;
}

static int read_candidates(const wchar_t *path, Candidate *candidates)
{
    static char text[1 << 20];
    FILE *file = _wfopen(path, L"rb");
    if (file == NULL) {
        fail("cannot read the candidates");
    }
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);

    int count = 0;
    for (char *line = strtok(text, "\r\n"); line != NULL && count < MostCandidates; line = strtok(NULL, "\r\n")) {
        char *tab = strchr(line, '\t');
        if (tab == NULL) {
            fail("a candidate without a tab");
        }
        int length = MultiByteToWideChar(CP_UTF8, 0, tab + 1, -1, NULL, 0);
        candidates[count].routes = line[0];
        candidates[count].command_line = malloc((size_t)length * sizeof(wchar_t));
        MultiByteToWideChar(CP_UTF8, 0, tab + 1, -1, candidates[count].command_line, length);
        if (length > (int)(sizeof copy / sizeof *copy)) {
            fail("a command line is too long");
        }
        count++;
    }
    return count;
}

int wmain(int argc, wchar_t **argv)
{
    static Candidate candidates[MostCandidates];
    if (argc != 3) {
        fputs("usage: measure.exe FILE ROUNDS\n", stderr);
        return 2;
    }
    int count = read_candidates(argv[1], candidates);
    int rounds = _wtoi(argv[2]);

    HANDLE mapping = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, sizeof(Measurement), MEASUREMENT_NAME);
    volatile Measurement *measurement = mapping != NULL ? MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, sizeof *measurement) : NULL;
    if (measurement == NULL) {
        fail("cannot make shared memory");
    }
    linux_syscall(LinuxPrctl, PrSetChildSubreaper, 1, 0, 0, 0, 0);
    describe_routes();

    /* The candidates' output is discarded. */
    SECURITY_ATTRIBUTES inherit = {.nLength = sizeof inherit, .bInheritHandle = TRUE};
    HANDLE nowhere = CreateFileW(L"NUL", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherit, OPEN_EXISTING, 0, NULL);
    LARGE_INTEGER frequency;
    QueryPerformanceFrequency(&frequency);
    double millisecond = (double)frequency.QuadPart / 1e3;

    for (int round = 0; round <= rounds; round++) {
        for (int i = 0; i < count; i++) {
            STARTUPINFOW startup = {
                .cb = sizeof startup, .dwFlags = STARTF_USESTDHANDLES, .hStdInput = nowhere, .hStdOutput = nowhere, .hStdError = nowhere};
            PROCESS_INFORMATION process;
            LARGE_INTEGER start, end;
            DWORD code = 0;

            prepare_routes(candidates[i].routes);
            wcscpy(copy, candidates[i].command_line);
            measurement->first_instruction.QuadPart = 0;
            measurement->linux_process = 0;
            /* On a busy machine Wine 8 sometimes fails to start a process: ERROR_INTERNAL_ERROR. */
            for (int attempt = 1;; attempt++) {
                QueryPerformanceCounter(&start);
                if (CreateProcessW(NULL, copy, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process)) {
                    break;
                }
                if (GetLastError() != ERROR_INTERNAL_ERROR || attempt == 5) {
                    fail("cannot start a candidate");
                }
                settle(0);
            }
            WaitForSingleObject(process.hProcess, INFINITE);
            QueryPerformanceCounter(&end);
            GetExitCodeProcess(process.hProcess, &code);
            CloseHandle(process.hProcess);
            CloseHandle(process.hThread);

            Account account = settle(measurement->linux_process);
            BOOL ran = measurement->first_instruction.QuadPart != 0;
            if (round > 0) {
                printf("%d\t%.4f\t%.4f\t%.4f\t%.3f\t%lld\t%lld\t%d\t%lu\n", i,
                       ran ? (double)(measurement->first_instruction.QuadPart - start.QuadPart) / millisecond : -1,
                       ran ? (double)(end.QuadPart - measurement->last_instruction.QuadPart) / millisecond : -1,
                       (double)(end.QuadPart - start.QuadPart) / millisecond,
                       account.cpu, (long long)account.faults, (long long)account.waits, account.processes, code);
            }
        }
        fflush(stdout);
    }
    return 0;
}
