/*
 * wrapper-with-thread.exe COMMAND LINE
 *
 * Measures the cost of one more idle thread: Wine clears 960 KB of each new thread's stack.
 */
#include "wrap.h"

static DWORD WINAPI nothing(void *parameter)
{
    (void)parameter;
    return 0;
}

void start(void)
{
    HANDLE thread = CreateThread(NULL, 0, nothing, NULL, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    ExitProcess(wrap());
}
