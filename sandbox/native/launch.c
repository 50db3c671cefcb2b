/*
 * launch.exe [OPTION VALUE]... -- COMMAND LINE
 *
 * Plays the container runtime (on Windows the shim of containerd or Docker). Starts the first process of the pretend
 * container with exactly the given command line and with launch.exe's stdin, stdout and stderr, waits for it, and
 * reports all 32 bits of its exit code. Wine itself reports only the low 8 bits.
 *
 *   --attempts-file FILE      gets a line before each attempt to start the process
 *   --exit-code-file FILE     gets "0xC000013A", or "error N" with the Win32 code when the process could not be started
 *   --process-id-file FILE    gets the Windows process id of the started process, decimal
 *   --command-line-file FILE  takes the command line from FILE (UTF-16LE, no terminator) instead of from "--"
 *   --environment-file FILE   starts with Windows' environment from the registry, as a container does, plus
 *                             the NAME=VALUE entries of FILE (UTF-16LE, each ended by a NUL); without this option
 *                             the process inherits launch's environment
 *
 * The command line after "--" is taken verbatim from launch.exe's command line, without unquoting or quoting.
 * Exit status: the low 8 bits of the process's exit code; 2 bad usage; 127 when it could not be started.
 */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>
#include <userenv.h>

enum { ExitUsage = 2, ExitNotStarted = 127 };

/*
 * Wine 8 fails to start about one process in thousands with 1359, which it uses for nothing else. The new process has
 * then ended before it ran any code of the program (STATUS_INTERNAL_ERROR of NtCreateUserProcess), so another attempt
 * is safe.
 */
enum { StartAttempts = 5, StartPause = 100 };

typedef struct {
    const wchar_t *attempts_file;
    const wchar_t *exit_code_file;
    const wchar_t *process_id_file;
    const wchar_t *command_line_file;
    const wchar_t *environment_file;
} Options;

static void fail(const char *what, const wchar_t *subject)
{
    fprintf(stderr, "launch: %s: %ls (Win32 error %lu)\n", what, subject, GetLastError());
}

/* Appends a line to a file, which the sandbox reads after launch.exe has ended. */
static BOOL write_line(const wchar_t *path, const char *line)
{
    if (path == NULL) {
        return TRUE;
    }

    FILE *file = _wfopen(path, L"ab");
    if (file == NULL) {
        fail("cannot write", path);
        return FALSE;
    }

    fprintf(file, "%s\n", line);
    fclose(file);
    return TRUE;
}

/* Reads a file of UTF-16LE text and appends two NULs, so that it can be used as a string and as a list. */
static wchar_t *read_utf16(const wchar_t *path)
{
    FILE *file = _wfopen(path, L"rb");
    if (file == NULL) {
        fail("cannot read", path);
        return NULL;
    }

    /* CreateProcess takes at most 32767 characters; a test's environment is not larger either. */
    enum { Limit = 1 << 20 };
    wchar_t *text = calloc(Limit + 2, sizeof *text);
    if (text != NULL) {
        size_t length = fread(text, sizeof *text, Limit, file);
        text[length] = L'\0';
    }

    fclose(file);
    return text;
}

/*
 * Finds the text after the first argument that is exactly "--". The sandbox writes our options without escaped quotes,
 * so a scan that handles "quoted text" is enough.
 */
static wchar_t *tail_after_separator(wchar_t *line)
{
    BOOL quoted = FALSE;
    wchar_t *start = line;
    for (wchar_t *at = line;; at++) {
        if (*at == L'"') {
            quoted = !quoted;
        } else if (*at == L'\0' || (!quoted && (*at == L' ' || *at == L'\t'))) {
            BOOL separator = (at - start == 2 && wcsncmp(start, L"--", 2) == 0)
                || (at - start == 4 && wcsncmp(start, L"\"--\"", 4) == 0);
            if (*at == L'\0') {
                return separator ? at : NULL;
            }
            if (separator) {
                return at + 1;
            }
            start = at + 1;
        }
    }
}

static BOOL parse(int argc, wchar_t **argv, Options *options)
{
    for (int i = 1; i < argc; i++) {
        if (wcscmp(argv[i], L"--") == 0) {
            return options->command_line_file == NULL;
        }

        const wchar_t **value =
            wcscmp(argv[i], L"--attempts-file") == 0 ? &options->attempts_file
            : wcscmp(argv[i], L"--exit-code-file") == 0 ? &options->exit_code_file
            : wcscmp(argv[i], L"--process-id-file") == 0 ? &options->process_id_file
            : wcscmp(argv[i], L"--command-line-file") == 0 ? &options->command_line_file
            : wcscmp(argv[i], L"--environment-file") == 0 ? &options->environment_file
            : NULL;
        if (value == NULL || i + 1 == argc) {
            return FALSE;
        }
        *value = argv[++i];
    }

    return options->command_line_file != NULL;
}

/*
 * The environment of a container's first process: the registry's variables, then the given ones. CreateProcess takes
 * one block, so we change our own environment and let the process inherit it.
 */
static BOOL use_environment(const wchar_t *path)
{
    wchar_t *given = read_utf16(path);
    if (given == NULL) {
        return FALSE;
    }

    HANDLE token;
    void *block = NULL;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY | TOKEN_DUPLICATE, &token)
        || !CreateEnvironmentBlock(&block, token, FALSE)
        || !SetEnvironmentStringsW(block)) {
        fail("cannot make the environment of", path);
        return FALSE;
    }

    for (wchar_t *entry = given; *entry != L'\0'; entry += wcslen(entry) + 1) {
        wchar_t *name = entry;
        wchar_t *equals = wcschr(entry, L'=');
        size_t whole = wcslen(entry);
        if (equals == NULL) {
            SetLastError(ERROR_INVALID_DATA);
            fail("no '=' in an entry of", path);
            return FALSE;
        }
        *equals = L'\0';
        SetEnvironmentVariableW(name, equals + 1);
        *equals = L'=';
        entry += whole - wcslen(entry);
    }

    return TRUE;
}

/*
 * CreateProcess may write to the command line, whose content is undefined after a failure. So each attempt copies it.
 */
static BOOL start(const Options *options, const wchar_t *command_line, STARTUPINFOW *startup, PROCESS_INFORMATION *process)
{
    for (int attempt = 1;; attempt++) {
        if (!write_line(options->attempts_file, "attempt")) {
            return FALSE;
        }

        wchar_t *copy = _wcsdup(command_line);
        BOOL started = copy != NULL && CreateProcessW(NULL, copy, NULL, NULL, TRUE, 0, NULL, NULL, startup, process);
        DWORD error = GetLastError();

        free(copy);
        if (started || error != ERROR_INTERNAL_ERROR || attempt == StartAttempts) {
            SetLastError(error);
            return started;
        }
        Sleep(StartPause);
    }
}

/* Ctrl-C and Ctrl-Break reach every process of the console. The started process handles them; we keep waiting. */
static BOOL WINAPI keep_waiting(DWORD event)
{
    return event == CTRL_C_EVENT || event == CTRL_BREAK_EVENT;
}

int wmain(int argc, wchar_t **argv)
{
    Options options = {0};
    if (!parse(argc, argv, &options)) {
        fputs("usage: launch.exe [--attempts-file F] [--exit-code-file F] [--process-id-file F] [--environment-file F] "
              "(--command-line-file F | -- COMMAND LINE)\n", stderr);
        return ExitUsage;
    }

    wchar_t *command_line = options.command_line_file != NULL
        ? read_utf16(options.command_line_file)
        : tail_after_separator(GetCommandLineW());
    if (command_line == NULL || *command_line == L'\0') {
        fputs("launch: no command line\n", stderr);
        return ExitUsage;
    }

    if (options.environment_file != NULL && !use_environment(options.environment_file)) {
        return ExitNotStarted;
    }

    SetConsoleCtrlHandler(keep_waiting, TRUE);

    STARTUPINFOW startup = {.cb = sizeof startup, .dwFlags = STARTF_USESTDHANDLES};
    startup.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
    startup.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
    startup.hStdError = GetStdHandle(STD_ERROR_HANDLE);

    char text[64];
    PROCESS_INFORMATION process;
    if (!start(&options, command_line, &startup, &process)) {
        DWORD error = GetLastError();
        fail("cannot start", command_line);
        snprintf(text, sizeof text, "error %lu", error);
        write_line(options.exit_code_file, text);
        return ExitNotStarted;
    }

    snprintf(text, sizeof text, "%lu", process.dwProcessId);
    write_line(options.process_id_file, text);
    CloseHandle(process.hThread);

    /* Wait for the process before reading its code: 259 (STILL_ACTIVE) is also a valid exit code. */
    DWORD code = 0;
    WaitForSingleObject(process.hProcess, INFINITE);
    if (!GetExitCodeProcess(process.hProcess, &code)) {
        fail("cannot read the exit code of", command_line);
        return ExitNotStarted;
    }

    snprintf(text, sizeof text, "0x%08lX", code);
    write_line(options.exit_code_file, text);
    ExitProcess(code & 0xFF);
}
