#include "operation_options.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "checked_memory.h"
#include "faults.h"
#include "trace.h"
#include "unsupported.h"

#define TIMEOUT_OPTION L"__MI_OPERATIONOPTIONS_TIMEOUT"

typedef struct OptionValues {
    MI_Interval timeout; /* all zero for none */
} OptionValues;

static OptionValues *values_of(const MI_OperationOptions *options)
{
    return (OptionValues *)options->reserved2;
}

void operation_options_new(MI_OperationOptions *options)
{
    memset(options, 0, sizeof *options);
    options->reserved1 = 1;
    options->reserved2 = (ptrdiff_t)memory_new(sizeof(OptionValues));
    options->ft = &operationOptionsFunctions;
    live_object_created(LIVE_OPTIONS);
}

static MI_Uint64 to_milliseconds(const MI_Interval *interval)
{
    MI_Uint64 seconds = ((interval->days * 24ULL + interval->hours) * 60 + interval->minutes) * 60 + interval->seconds;

    /* Round half a millisecond up: 0 would mean no timeout. */
    return seconds * 1000 + (interval->microseconds + 999) / 1000;
}

unsigned long operation_options_timeout(const MI_OperationOptions *options)
{
    if (options == NULL || options->reserved2 == 0) {
        return INFINITE;
    }

    MI_Uint64 milliseconds = to_milliseconds(&values_of(options)->timeout);

    return milliseconds == 0 || milliseconds >= INFINITE ? INFINITE : (unsigned long)milliseconds;
}

static void Options_Delete(MI_OperationOptions *options)
{
    trace(L"OperationOptions.Delete()");
    free(values_of(options));
    memset(options, 0, sizeof *options);
    live_object_destroyed(LIVE_OPTIONS);
}

static MI_Result Options_SetString(MI_OperationOptions *options, const MI_Char *optionName, const MI_Char *value,
                                   MI_Uint32 flags)
{
    trace(L"OperationOptions.SetString(%ls, %ls) = OK, ignored", optionName, value);
    return MI_RESULT_OK;
}

static MI_Result Options_SetNumber(MI_OperationOptions *options, const MI_Char *optionName, MI_Uint32 value,
                                   MI_Uint32 flags)
{
    trace(L"OperationOptions.SetNumber(%ls, %u) = OK, ignored", optionName, value);
    return MI_RESULT_OK;
}

static MI_Result Options_SetCustomOption(MI_OperationOptions *options, const MI_Char *optionName, MI_Type valueType,
                                         const MI_Value *value, MI_Boolean mustComply, MI_Uint32 flags)
{
    MI_Result result = mustComply ? MI_RESULT_NOT_SUPPORTED : MI_RESULT_OK;

    trace(L"OperationOptions.SetCustomOption(%ls) = %ls", optionName, trace_result_name(result));
    return result;
}

static MI_Result Options_Clone(const MI_OperationOptions *self, MI_OperationOptions *newOperationOptions)
{
    operation_options_new(newOperationOptions);
    *values_of(newOperationOptions) = *values_of(self);
    trace(L"OperationOptions.Clone() = OK");
    return MI_RESULT_OK;
}

static MI_Result Options_SetInterval(MI_OperationOptions *options, const MI_Char *optionName,
                                     const MI_Interval *value, MI_Uint32 flags)
{
    bool isTimeout = _wcsicmp(optionName, TIMEOUT_OPTION) == 0;
    MI_Result result = faults_result(FAULT_SET_INTERVAL);

    trace(L"OperationOptions.SetInterval(%ls, %I64u ms, flags 0x%x) = %ls%ls", optionName, to_milliseconds(value), flags,
          trace_result_name(result), isTimeout ? L"" : L", ignored");
    if (isTimeout && result == MI_RESULT_OK) {
        values_of(options)->timeout = *value;
    }
    return result;
}

static MI_Result Options_GetInterval(const MI_OperationOptions *options, const MI_Char *optionName,
                                     MI_Interval *value, MI_Uint32 *index, MI_Uint32 *flags)
{
    MI_Result result = _wcsicmp(optionName, TIMEOUT_OPTION) == 0 ? MI_RESULT_OK : MI_RESULT_NOT_FOUND;

    trace(L"OperationOptions.GetInterval(%ls) = %ls", optionName, trace_result_name(result));
    if (result == MI_RESULT_OK) {
        *value = values_of(options)->timeout;
        if (index != NULL) {
            *index = 0;
        }
        if (flags != NULL) {
            *flags = 0;
        }
    }
    return result;
}

const MI_OperationOptionsFT operationOptionsFunctions = {
    .Delete = Options_Delete,
    .SetString = Options_SetString,
    .SetNumber = Options_SetNumber,
    .SetCustomOption = Options_SetCustomOption,
    .GetString = unsupported_member,
    .GetNumber = unsupported_member,
    .GetOptionCount = unsupported_member,
    .GetOptionAt = unsupported_member,
    .GetOption = unsupported_member,
    .GetEnabledChannels = unsupported_member,
    .Clone = Options_Clone,
    .SetInterval = Options_SetInterval,
    .GetInterval = Options_GetInterval,
};
