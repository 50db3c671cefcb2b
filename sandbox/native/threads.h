/* Threads that keep the DLL loaded until they have ended. */
#ifndef THREADS_H
#define THREADS_H

#include <windows.h>

typedef void ThreadWork(void *context);

/* Runs `work` on a new thread. The caller closes the handle. */
HANDLE thread_start(ThreadWork *work, void *context, DWORD *threadId);

#endif
