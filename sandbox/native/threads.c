#include "threads.h"

#include <stdlib.h>

#include "checked_memory.h"

typedef struct ThreadStart {
    ThreadWork *work;
    void *context;
    HMODULE library;
} ThreadStart;

static DWORD WINAPI run(void *parameter)
{
    ThreadStart start = *(ThreadStart *)parameter;

    free(parameter);
    start.work(start.context);
    FreeLibraryAndExitThread(start.library, 0);
}

HANDLE thread_start(ThreadWork *work, void *context, DWORD *threadId)
{
    ThreadStart *start = memory_new(sizeof *start);

    start->work = work;
    start->context = context;
    /* The thread holds a reference to the DLL. Otherwise it would return into an unloaded DLL after FreeLibrary. */
    GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (const wchar_t *)run, &start->library);
    return memory_checked(CreateThread(NULL, 0, run, start, 0, threadId));
}
