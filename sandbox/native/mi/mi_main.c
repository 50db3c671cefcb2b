/*
 * The entry points of the stand-in mi.dll: the function MI_Application_InitializeV1 and the data symbol mi_clientFT_V1,
 * through which the client reaches everything else.
 */
#include <string.h>
#include <windows.h>

#include "application.h"
#include "failure.h"
#include "faults.h"
#include "instance.h"
#include "operation.h"
#include "operation_options.h"
#include "session.h"
#include "trace.h"
#include "unsupported.h"

#define EXPORT __declspec(dllexport)

/* --- the application ------------------------------------------------------------------------------------------- */

void application_new(MI_Application *application)
{
    memset(application, 0, sizeof *application);
    application->reserved1 = 1;
    application->reserved2 = 1;
    application->ft = &applicationFunctions;
}

/* The fault of a call without an operation. Its hang cannot be ended early. */
static MI_Result injected_result(FaultPoint point, MI_Instance **extendedError)
{
    MI_Result result = faults_result(point);

    Sleep(faults_hang(point, NULL));
    if (extendedError != NULL) {
        *extendedError = NULL;
        if (result != MI_RESULT_OK && !faults_hide_details()) {
            Failure failure;
            failure_of_wmi(&failure, result);
            *extendedError = failure_instance(&failure);
        }
    }
    return result;
}

/*
 * "Sessions created under the target application [...] must close before this function will return." A session does not
 * store its application: a client of this library has only one.
 */
static MI_Result Application_Close(MI_Application *application)
{
    while (live_objects(LIVE_SESSION) > 0) {
        Sleep(10);
    }
    trace(L"Application.Close() = OK");
    memset(application, 0, sizeof *application);
    live_object_destroyed(LIVE_APPLICATION);
    trace_live_objects(L"application closed");
    return MI_RESULT_OK;
}

static MI_Result Application_NewSession(MI_Application *application, const MI_Char *protocol,
                                        const MI_Char *destination, MI_DestinationOptions *options,
                                        MI_SessionCallbacks *callbacks, MI_Instance **extendedError,
                                        MI_Session *session)
{
    MI_Result result = injected_result(FAULT_NEW_SESSION, extendedError);

    trace(L"Application.NewSession(protocol %ls, destination %ls) = %ls", protocol, destination,
          trace_result_name(result));
    memset(session, 0, sizeof *session);
    if (result == MI_RESULT_OK) {
        session_new(session);
    }
    return result;
}

static MI_Result Application_NewInstance(MI_Application *application, const MI_Char *className,
                                         const MI_ClassDecl *classRTTI, MI_Instance **instance)
{
    MI_Result result = faults_result(FAULT_NEW_INSTANCE);

    trace(L"Application.NewInstance(%ls) = %ls", className, trace_result_name(result));
    *instance = result == MI_RESULT_OK ? instance_new(className, NULL) : NULL;
    return result;
}

static MI_Result Application_NewOperationOptions(MI_Application *application, MI_Boolean customOptionsMustUnderstand,
                                                 MI_OperationOptions *options)
{
    MI_Result result = faults_result(FAULT_NEW_OPERATION_OPTIONS);

    trace(L"Application.NewOperationOptions() = %ls", trace_result_name(result));
    memset(options, 0, sizeof *options);
    if (result == MI_RESULT_OK) {
        operation_options_new(options);
    }
    return result;
}

const MI_ApplicationFT applicationFunctions = {
    .Close = Application_Close,
    .NewSession = Application_NewSession,
    .NewHostedProvider = unsupported_member,
    .NewInstance = Application_NewInstance,
    .NewDestinationOptions = unsupported_member,
    .NewOperationOptions = Application_NewOperationOptions,
    .NewSubscriptionDeliveryOptions = unsupported_member,
    .NewSerializer = unsupported_member,
    .NewDeserializer = unsupported_member,
    .NewInstanceFromClass = unsupported_member,
    .NewClass = unsupported_member,
};

/* --- utilities ------------------------------------------------------------------------------------------------- */

static MI_ErrorCategory Utilities_MapErrorToMiErrorCategory(const MI_Char *errorType, MI_Uint32 error)
{
    trace(L"Utilities.MapErrorToMiErrorCategory(%ls, %u) = 0", errorType, error);
    return MI_ERRORCATEGORY_NOT_SPECIFIED;
}

/* The client creates an error instance with this if an operation failed without one. */
static MI_Result Utilities_CimErrorFromErrorCode(MI_Uint32 error, const MI_Char *errorType,
                                                 const MI_Char *errorMessage, MI_Instance **cimError)
{
    Failure failure;

    trace(L"Utilities.CimErrorFromErrorCode(%u, %ls, %ls) = OK", error, errorType, errorMessage);
    failure_of_wmi(&failure, (MI_Result)error);
    if (errorMessage != NULL && errorMessage[0] != L'\0') {
        failure_set(&failure, (MI_Result)error, failure.messageId, L"%ls", errorMessage);
    }
    *cimError = failure_instance(&failure);
    instance_set_number(*cimError, L"error_Code", error);
    return MI_RESULT_OK;
}

static const MI_UtilitiesFT utilitiesFunctions = {
    .MapErrorToMiErrorCategory = Utilities_MapErrorToMiErrorCategory,
    .CimErrorFromErrorCode = Utilities_CimErrorFromErrorCode,
};

/* --- the DLL --------------------------------------------------------------------------------------------------- */

static const MI_DestinationOptionsFT destinationOptionsFunctions = {
    .Delete = unsupported_member,
    .SetString = unsupported_member,
    .SetNumber = unsupported_member,
    .AddCredentials = unsupported_member,
    .GetString = unsupported_member,
    .GetNumber = unsupported_member,
    .GetOptionCount = unsupported_member,
    .GetOptionAt = unsupported_member,
    .GetOption = unsupported_member,
    .GetCredentialsCount = unsupported_member,
    .GetCredentialsAt = unsupported_member,
    .GetCredentialsPasswordAt = unsupported_member,
    .Clone = unsupported_member,
    .SetInterval = unsupported_member,
    .GetInterval = unsupported_member,
};

static const MI_ClientFT_V1 clientFunctions = {
    .applicationFT = &applicationFunctions,
    .sessionFT = &sessionFunctions,
    .operationFT = &operationFunctions,
    .destinationOptionsFT = &destinationOptionsFunctions,
    .operationOptionsFT = &operationOptionsFunctions,
    .utilitiesFT = &utilitiesFunctions,
};

EXPORT const MI_ClientFT_V1 *mi_clientFT_V1 = &clientFunctions;

EXPORT MI_Result MI_Application_InitializeV1(MI_Uint32 flags, const MI_Char *appID, MI_Instance **extendedError,
                                             MI_Application *application)
{
    MI_Result result = injected_result(FAULT_INITIALIZE, extendedError);

    trace(L"MI_Application_InitializeV1(%u, %ls) = %ls", flags, appID, trace_result_name(result));
    memset(application, 0, sizeof *application);
    if (result == MI_RESULT_OK) {
        application_new(application);
        live_object_created(LIVE_APPLICATION);
    }
    return result;
}

BOOL WINAPI DllMain(HINSTANCE library, DWORD reason, void *reserved)
{
    if (reason == DLL_PROCESS_ATTACH) {
        faults_load();
        trace(L"mi.dll loaded");
    } else if (reason == DLL_PROCESS_DETACH) {
        trace_live_objects(reserved == NULL ? L"mi.dll unloaded" : L"process ends");
    }
    return TRUE;
}
