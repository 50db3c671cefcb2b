#include "failure.h"

#include <stdarg.h>
#include <stdio.h>

#include "instance.h"
#include "rtnetlink.h"

/*
 * MessageID of an error of Windows is "Windows System Error N". PowerShell's FullyQualifiedErrorId is this text, a
 * comma and the cmdlet's name ("Windows System Error 5,New-NetRoute"). MessageID of an error of WMI itself is the
 * HRESULT (WBEM_E_...).
 */

bool failure_set(Failure *failure, MI_Result result, const wchar_t *messageId, const wchar_t *format, ...)
{
    va_list arguments;

    failure->result = result;
    wcsncpy(failure->messageId, messageId, sizeof failure->messageId / sizeof(wchar_t) - 1);
    failure->messageId[sizeof failure->messageId / sizeof(wchar_t) - 1] = L'\0';

    va_start(arguments, format);
    _vsnwprintf(failure->message, sizeof failure->message / sizeof(wchar_t) - 1, format, arguments);
    va_end(arguments);
    failure->message[sizeof failure->message / sizeof(wchar_t) - 1] = L'\0';
    return false;
}

/* WMI's texts for its own errors. */
static const struct {
    MI_Result result;
    const wchar_t *messageId;
    const wchar_t *message;
} wmiErrors[] = {
    { MI_RESULT_ACCESS_DENIED, L"HRESULT 0x80041003", L"Access denied " },
    { MI_RESULT_INVALID_NAMESPACE, L"HRESULT 0x8004100e", L"Invalid namespace " },
    { MI_RESULT_INVALID_PARAMETER, L"HRESULT 0x80041008", L"Invalid parameter " },
    { MI_RESULT_INVALID_CLASS, L"HRESULT 0x80041010", L"Invalid class " },
    { MI_RESULT_NOT_FOUND, L"HRESULT 0x80041002", L"Not found " },
    { MI_RESULT_NOT_SUPPORTED, L"HRESULT 0x8004100c", L"Not supported " },
    { MI_RESULT_QUERY_LANGUAGE_NOT_SUPPORTED, L"HRESULT 0x80041018", L"Invalid query type " },
    { MI_RESULT_INVALID_QUERY, L"HRESULT 0x80041017", L"Invalid query " },
    { MI_RESULT_METHOD_NOT_FOUND, L"HRESULT 0x80041055", L"Invalid method " },
    { MI_RESULT_FAILED, L"HRESULT 0x80041001", L"Generic failure " },
};

bool failure_of_wmi(Failure *failure, MI_Result result)
{
    wchar_t messageId[32];

    for (size_t i = 0; i < sizeof wmiErrors / sizeof wmiErrors[0]; i++) {
        if (wmiErrors[i].result == result) {
            return failure_set(failure, result, wmiErrors[i].messageId, L"%ls", wmiErrors[i].message);
        }
    }
    _snwprintf(messageId, sizeof messageId / sizeof(wchar_t), L"MI RESULT %d", (int)result);
    return failure_set(failure, result, messageId, L"MI result %d", (int)result);
}

bool failure_of_kernel(Failure *failure, int linuxErrno)
{
    switch (linuxErrno) {
    case LINUX_EPERM:
        return failure_set(failure, MI_RESULT_ACCESS_DENIED, L"Windows System Error 5", L"Access is denied.");
    case LINUX_EEXIST:
        return failure_set(failure, MI_RESULT_ALREADY_EXISTS, L"Windows System Error 87",
                           L"Instance MSFT_NetRoute already exists");
    case LINUX_ENODEV:
    case LINUX_ENETUNREACH:
    case LINUX_EHOSTUNREACH:
        return failure_set(failure, MI_RESULT_FAILED, L"Windows System Error 1168", L"Element not found.");
    case LINUX_ESRCH:
        return failure_of_wmi(failure, MI_RESULT_NOT_FOUND);
    default:
        return failure_set(failure, MI_RESULT_FAILED, L"Windows System Error 31",
                           L"The Linux kernel refused: errno %d", linuxErrno);
    }
}

static void add_text(MI_Instance *instance, const wchar_t *name, const wchar_t *text)
{
    MI_Value value = { .string = (wchar_t *)text };

    instance_add(instance, name, MI_STRING, MI_FLAG_PROPERTY, text == NULL ? NULL : &value);
}

static void add_uint16(MI_Instance *instance, const wchar_t *name, MI_Uint16 number)
{
    MI_Value value = { .uint16 = number };

    instance_add(instance, name, MI_UINT16, MI_FLAG_PROPERTY, &value);
}

static void add_uint32(MI_Instance *instance, const wchar_t *name, MI_Uint32 number)
{
    MI_Value value = { .uint32 = number };

    instance_add(instance, name, MI_UINT32, MI_FLAG_PROPERTY, &value);
}

MI_Instance *failure_instance(const Failure *failure)
{
    MI_Instance *instance = instance_new(L"MSFT_WmiError", L"root\\StandardCimv2");
    unsigned int hresult = 0;

    /* windows_exporter (internal/mi/operation.go) reports error_Code 0x40004 in the details of a timeout. */
    bool isHresult = swscanf(failure->messageId, L"HRESULT 0x%x", &hresult) == 1;

    add_uint32(instance, L"CIMStatusCode", (MI_Uint32)failure->result);
    add_text(instance, L"CIMStatusCodeDescription", NULL);
    add_text(instance, L"ErrorSource", NULL);
    add_uint16(instance, L"ErrorType", 0);
    add_text(instance, L"Message", failure->message);
    add_text(instance, L"MessageID", failure->messageId);
    add_text(instance, L"OwningEntity", NULL);
    add_uint16(instance, L"PerceivedSeverity", 5);
    add_uint16(instance, L"ProbableCause", 0);
    add_uint16(instance, L"error_Category", 0);
    add_uint32(instance, L"error_Code", isHresult ? hresult : (MI_Uint32)failure->result);
    add_text(instance, L"error_Type", isHresult ? L"HRESULT" : L"MI");
    add_text(instance, L"error_WindowsErrorMessage", failure->message);
    return instance;
}
