/*
 * compare-exit-codes.exe BOOTSTRAP EXIT-CODE
 *
 * Runs "BOOTSTRAP --mode awsvpc --log-level error -- EXIT-CODE n" for all low codes (0 to 255), for common codes of
 * Windows programs, and for both neighbours of every power of two. Compares all 32 bits of the result with n. Prints
 * the first difference and exits with 1, or with 0 without a difference.
 */
#include <stdio.h>
#include <windows.h>

static BOOL same_once(const wchar_t *bootstrap, const wchar_t *exit_code, DWORD expected)
{
    wchar_t line[2048];
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION process;
    swprintf(line, 2048, L"bootstrap --mode awsvpc --log-level error -- \"%ls\" 0x%lx", exit_code, expected);
    if (!CreateProcessW(bootstrap, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process)) {
        printf("CreateProcess: Win32 error %lu\n", GetLastError());
        return FALSE;
    }
    WaitForSingleObject(process.hProcess, INFINITE);
    DWORD actual = 0;
    GetExitCodeProcess(process.hProcess, &actual);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
    if (actual != expected) {
        printf("0x%08lx came back as 0x%08lx\n", expected, actual);
    }
    return actual == expected;
}

/* Wine 8 fails to start about one process in thousands (1359), so retry: a real difference is repeatable. */
static BOOL same(const wchar_t *bootstrap, const wchar_t *exit_code, DWORD expected)
{
    return same_once(bootstrap, exit_code, expected) || same_once(bootstrap, exit_code, expected)
        || same_once(bootstrap, exit_code, expected);
}

int wmain(int argc, wchar_t **argv)
{
    static const DWORD known[] = {
        0x7FFFFFFF, 0x80000000, 0x80000003, 0x80070002, 0xC0000005, 0xC000013A, 0xC0000142, 0xC00000FD, 0xC0000374,
        0xC0000409, 0xE0434352, 0xE06D7363, 0xFFFFFFFE, 0xFFFFFFFF,
    };
    if (argc != 3) {
        fprintf(stderr, "usage: compare-exit-codes.exe BOOTSTRAP EXIT-CODE\n");
        return 2;
    }
    int count = 0;
    for (DWORD code = 0; code < 256; code++, count++) {
        if (!same(argv[1], argv[2], code)) {
            return 1;
        }
    }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++, count++) {
        if (!same(argv[1], argv[2], known[i])) {
            return 1;
        }
    }
    for (int bit = 8; bit < 32; bit++) {
        for (int offset = -1; offset <= 1; offset++, count++) {
            if (!same(argv[1], argv[2], (1u << bit) + (DWORD)offset)) {
                return 1;
            }
        }
    }
    printf("%d exit codes, no difference\n", count);
    return 0;
}
