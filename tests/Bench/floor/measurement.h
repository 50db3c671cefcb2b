/* The shared memory by which workload.exe reports to measure.exe. */
#ifndef MEASUREMENT_H
#define MEASUREMENT_H

#include <windows.h>

#define MEASUREMENT_NAME L"Local\\bootstrap-bench"

typedef struct {
    LARGE_INTEGER first_instruction;
    LARGE_INTEGER last_instruction;
    LONGLONG linux_process;
} Measurement;

#endif
