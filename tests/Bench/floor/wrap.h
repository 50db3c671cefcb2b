/*
 * A minimal entry point of a container: the workload runs in a job that ends with this process, whose exit code is the
 * workload's. The workload's command line is the text after this program's name, verbatim.
 */
#ifndef WRAP_H
#define WRAP_H

#include <windows.h>

static wchar_t *skip_own_name(wchar_t *line)
{
    BOOL quoted = FALSE;
    for (; *line != L'\0' && (quoted || *line != L' '); line++) {
        quoted ^= *line == L'"';
    }
    while (*line == L' ') {
        line++;
    }
    return line;
}

/* Exit code 125: the job or its limit failed; 127: the workload could not be started. */
static DWORD wrap(void)
{
    HANDLE job = CreateJobObjectW(NULL, NULL);
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits;
    STARTUPINFOW startup;
    PROCESS_INFORMATION process;
    DWORD code = 127;

    /* No memset: there is no C runtime here. */
    SecureZeroMemory(&limits, sizeof limits);
    SecureZeroMemory(&startup, sizeof startup);
    limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
    startup.cb = sizeof startup;
    if (job == NULL || !SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits)) {
        return 125;
    }

    /* Suspended until it is in the job, so that its child processes are in the job, too. */
    if (!CreateProcessW(NULL, skip_own_name(GetCommandLineW()), NULL, NULL, TRUE, CREATE_SUSPENDED, NULL, NULL, &startup, &process)) {
        return 127;
    }
    if (!AssignProcessToJobObject(job, process.hProcess)) {
        TerminateProcess(process.hProcess, 125);
        return 125;
    }
    ResumeThread(process.hThread);
    WaitForSingleObject(process.hProcess, INFINITE);
    GetExitCodeProcess(process.hProcess, &code);
    return code;
}

#endif
