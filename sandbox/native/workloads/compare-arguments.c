/*
 * compare-arguments.exe BOOTSTRAP ECHO COUNT SEED
 *
 * Starts ECHO (which prints its raw command line) with COUNT generated command lines, each directly and by "BOOTSTRAP
 * --mode awsvpc --log-level error --". Both outputs must have the same bytes. Prints the first difference and exits
 * with 1, or with 0 without a difference. One program makes all starts, because starting thousands of programs from
 * outside would take far longer.
 *
 * SEED makes a run repeatable. The generator prefers difficult input: quotes, backslashes before quotes, spaces, empty
 * arguments, special characters of shells and parsers, other scripts, unpaired surrogates, and some very long
 * arguments.
 */
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

enum { LongestLine = 32000, OutputSize = 2 * (LongestLine + 1024) };

static unsigned long long state;

/* xorshift64*: small, and sufficient to pick characters. */
static unsigned next_random(unsigned bound)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (unsigned)((state * 2685821657736338717ULL) >> 33) % bound;
}

static size_t append_argument(wchar_t *line, size_t length, size_t limit)
{
    static const wchar_t *const pieces[] = {
        L"\"", L"\"", L"\"\"", L"\\", L"\\\\", L"\\\"", L"\\\\\"", L" ", L"  ", L"\t", L"a", L"b", L"C:\\x y\\",
        L"%PATH%", L"^", L"&", L"|", L"<", L">", L"!x!", L"@file", L"/?", L"[x]", L"--", L"--help", L"--mode", L"-",
        L"=", L":", L",", L";", L"'", L"`", L"$(x)", L"*", L"?", L"\x00e4", L"\x65e5\x672c", L"\xd83d\xde42",
        L"\xd800", L"\xdc00", L"\xfeff", L"\x202e", L"\x01", L"\x7f",
    };
    unsigned count = next_random(100) == 0 ? 2000 : next_random(9);
    for (unsigned i = 0; i < count && length + 16 < limit; i++) {
        const wchar_t *piece = pieces[next_random(sizeof pieces / sizeof *pieces)];
        wcscpy(line + length, piece);
        length += wcslen(piece);
    }
    return length;
}

static void generate(wchar_t *tail)
{
    size_t length = 0;
    unsigned arguments = next_random(6);
    size_t limit = next_random(200) == 0 ? LongestLine : 2000;
    for (unsigned i = 0; i < arguments; i++) {
        tail[length++] = L' ';
        length = append_argument(tail, length, limit);
    }
    tail[length] = 0;
}

/* Runs a command line and collects its stdout. Returns the number of bytes, or -1. */
static int run(const wchar_t *program, const wchar_t *line, char *output)
{
    static wchar_t copy[LongestLine + 2048];
    SECURITY_ATTRIBUTES inheritable = {sizeof inheritable, NULL, TRUE};
    HANDLE read_end, write_end;
    if (!CreatePipe(&read_end, &write_end, &inheritable, OutputSize)) {
        return -1;
    }
    SetHandleInformation(read_end, HANDLE_FLAG_INHERIT, 0);
    STARTUPINFOW startup = {.cb = sizeof startup, .dwFlags = STARTF_USESTDHANDLES};
    startup.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
    startup.hStdOutput = write_end;
    startup.hStdError = GetStdHandle(STD_ERROR_HANDLE);
    PROCESS_INFORMATION process;
    wcscpy(copy, line);
    if (!CreateProcessW(program, copy, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process)) {
        fprintf(stderr, "compare-arguments: CreateProcess: Win32 error %lu\n", GetLastError());
        return -1;
    }
    CloseHandle(write_end);
    int length = 0;
    DWORD got = 0;
    while (length < OutputSize && ReadFile(read_end, output + length, OutputSize - length, &got, NULL) && got > 0) {
        length += (int)got;
    }
    CloseHandle(read_end);
    WaitForSingleObject(process.hProcess, INFINITE);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
    return length;
}

int wmain(int argc, wchar_t **argv)
{
    static wchar_t tail[LongestLine + 64], direct[LongestLine + 512], behind[LongestLine + 1024];
    static char expected[OutputSize], actual[OutputSize];
    if (argc != 5) {
        fprintf(stderr, "usage: compare-arguments.exe BOOTSTRAP ECHO COUNT SEED\n");
        return 2;
    }
    int count = _wtoi(argv[3]);
    state = _wcstoui64(argv[4], NULL, 10) * 0x9E3779B97F4A7C15ULL + 1;
    for (int i = 0; i < count; i++) {
        generate(tail);
        swprintf(direct, sizeof direct / sizeof *direct, L"\"%ls\"", argv[2]);
        wcscat(direct, tail);
        swprintf(behind, sizeof behind / sizeof *behind, L"bootstrap --mode awsvpc --log-level error -- ");
        wcscat(behind, direct);
        int expected_length = 0, actual_length = 0;
        BOOL same = FALSE;
        /* Wine 8 fails to start about one process in thousands (1359), so retry: a real difference is repeatable. */
        for (int attempt = 0; attempt < 3 && !same; attempt++) {
            expected_length = run(argv[2], direct, expected);
            actual_length = run(argv[1], behind, actual);
            same = expected_length > 0 && expected_length == actual_length && memcmp(expected, actual, (size_t)expected_length) == 0;
        }
        if (!same) {
            printf("number %d differs: %d bytes directly, %d behind bootstrap:", i, expected_length, actual_length);
            for (const wchar_t *c = tail; *c != 0; c++) {
                printf(" %04x", *c);
            }
            printf("\n");
            return 1;
        }
    }
    printf("%d command lines, no difference\n", count);
    return 0;
}
