#include "operation.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "checked_memory.h"
#include "operation_options.h"
#include "rtnetlink.h"
#include "threads.h"
#include "trace.h"

struct Operation {
    /* The client's handle, every call in progress and the delivering thread hold one reference each. */
    volatile LONG references;

    OperationKind kind;
    OperationRequest request;
    MI_Session session;
    DWORD hang;    /* milliseconds */
    DWORD timeout; /* milliseconds or INFINITE */

    HANDLE cancelled; /* set by Cancel and Close, never reset */
    CRITICAL_SECTION lock;

    /* the state, under the lock */
    bool isStarted;
    bool isFinished;
    InstanceList results;
    size_t position;
    bool hasFailed;
    Failure failure;
    MI_Instance *details;

    /* asynchronous delivery */
    MI_OperationCallbacks callbacks;
    MI_Operation callbackHandle; /* for callbacks, because the client may close its handle while they run */
    HANDLE acknowledged;
    HANDLE thread;
    DWORD threadId;
};

/* One result. The operation owns the data it points to. */
typedef struct Delivery {
    const MI_Instance *instance;
    MI_Boolean moreResults;
    MI_Result result;
    const wchar_t *message;
    const MI_Instance *details;
} Delivery;

/* --- life ------------------------------------------------------------------------------------------------------ */

static void copy_request(OperationRequest *copy, const OperationRequest *request)
{
    copy->namespaceName = memory_copy_text(request->namespaceName);
    copy->className = memory_copy_text(request->className);
    copy->methodName = memory_copy_text(request->methodName);
    copy->dialect = memory_copy_text(request->dialect);
    copy->query = memory_copy_text(request->query);
    copy->instance = instance_clone(request->instance);
    copy->parameters = instance_clone(request->parameters);
    copy->keysOnly = request->keysOnly;
}

static void free_request(OperationRequest *copy)
{
    free((wchar_t *)copy->namespaceName);
    free((wchar_t *)copy->className);
    free((wchar_t *)copy->methodName);
    free((wchar_t *)copy->dialect);
    free((wchar_t *)copy->query);
    instance_delete((MI_Instance *)copy->instance);
    instance_delete((MI_Instance *)copy->parameters);
}

static void release(Operation *operation)
{
    if (InterlockedDecrement(&operation->references) > 0) {
        return;
    }
    free_request(&operation->request);
    instance_list_free(&operation->results);
    instance_delete(operation->details);
    DeleteCriticalSection(&operation->lock);
    CloseHandle(operation->cancelled);
    CloseHandle(operation->acknowledged);
    if (operation->thread != NULL) {
        CloseHandle(operation->thread);
    }
    memset(operation, 0xDD, sizeof *operation);
    free(operation);
    live_object_destroyed(LIVE_OPERATION);
}

static Operation *operation_of(const MI_Operation *handle)
{
    return (Operation *)handle->reserved2;
}

/* --- results --------------------------------------------------------------------------------------------------- */

static bool is_cancelled(const Operation *operation)
{
    return WaitForSingleObject(operation->cancelled, 0) == WAIT_OBJECT_0;
}

static void fail(Operation *operation)
{
    operation->hasFailed = true;
    if (!faults_hide_details()) {
        operation->details = failure_instance(&operation->failure);
    }
}

static void fail_cancelled(Operation *operation)
{
    failure_set(&operation->failure, MI_RESULT_FAILED, L"HRESULT 0x80041032", L"Call cancelled ");
    fail(operation);
}

/* Waits for the injected time. False and the failure if cancelled or timed out before. */
static bool hang(Operation *operation)
{
    DWORD limit = operation->hang < operation->timeout ? operation->hang : operation->timeout;

    if (WaitForSingleObject(operation->cancelled, limit) == WAIT_OBJECT_0) {
        fail_cancelled(operation);
        return false;
    }
    if (limit < operation->hang) {
        failure_set(&operation->failure, MI_RESULT_FAILED, L"HRESULT 0x40004", L"Timed out ");
        fail(operation);
        return false;
    }
    return true;
}

/* Access denied: a change fails with Windows' error 5, any other operation with WMI's error. */
static void inject(Operation *operation, MI_Result result)
{
    bool changes = operation->kind.faultPoint == FAULT_INVOKE || operation->kind.faultPoint == FAULT_DELETE_INSTANCE;

    if (changes && result == MI_RESULT_ACCESS_DENIED) {
        failure_of_kernel(&operation->failure, LINUX_EPERM);
    } else {
        failure_of_wmi(&operation->failure, result);
    }
    fail(operation);
}

static void work(Operation *operation)
{
    MI_Result injected = faults_result(operation->kind.faultPoint);

    if (!hang(operation)) {
        return;
    }
    if (injected != MI_RESULT_OK) {
        inject(operation, injected);
    } else if (!operation->kind.work(&operation->request, &operation->results, &operation->failure)) {
        fail(operation);
    }
}

/* The next result, under the lock. After the last one every call fails. */
static void next_result(Operation *operation, Delivery *delivery)
{
    memset(delivery, 0, sizeof *delivery);
    if (operation->isFinished) {
        delivery->result = MI_RESULT_FAILED;
        return;
    }
    if (!operation->isStarted) {
        operation->isStarted = true;
        work(operation);
    }
    if (!operation->hasFailed && is_cancelled(operation)) {
        fail_cancelled(operation);
    }
    if (!operation->hasFailed && operation->kind.shape == OPERATION_ROWS && operation->position == 1 &&
        faults_result(FAULT_ROW) != MI_RESULT_OK) {
        failure_of_wmi(&operation->failure, faults_result(FAULT_ROW));
        fail(operation);
    }

    if (operation->hasFailed) {
        operation->isFinished = true;
        delivery->result = operation->failure.result;
        delivery->message = faults_hide_details() ? NULL : operation->failure.message;
        delivery->details = operation->details;
        return;
    }
    if (operation->position < operation->results.count) {
        delivery->instance = operation->results.items[operation->position++];
        delivery->moreResults = operation->kind.shape != OPERATION_SINGLE;
    }
    operation->isFinished = !delivery->moreResults;
}

/* Fetches the next result for the caller of one of the three getters. */
static void fetch(Operation *operation, const wchar_t *getter, Delivery *delivery)
{
    InterlockedIncrement(&operation->references);
    EnterCriticalSection(&operation->lock);
    next_result(operation, delivery);
    LeaveCriticalSection(&operation->lock);

    trace(L"%ls(%ls) = %ls%ls%ls%ls", getter, operation->kind.name, trace_result_name(delivery->result),
          delivery->instance == NULL ? L"" : L", instance", delivery->moreResults ? L", more" : L"",
          delivery->message == NULL ? L"" : L", with a message");
    release(operation);
}

/* --- asynchronous delivery ------------------------------------------------------------------------------------- */

static MI_Result acknowledge(MI_Operation *handle)
{
    trace(L"the callback acknowledges (%ls)", operation_of(handle)->kind.name);
    SetEvent(operation_of(handle)->acknowledged);
    return MI_RESULT_OK;
}

static bool has_callback(const Operation *operation)
{
    switch (operation->kind.shape) {
    case OPERATION_CLASSES:
        return operation->callbacks.classResult != NULL;
    case OPERATION_INDICATIONS:
        return operation->callbacks.indicationResult != NULL;
    default:
        return operation->callbacks.instanceResult != NULL;
    }
}

static void call_back(Operation *operation, const Delivery *delivery)
{
    const MI_OperationCallbacks *callbacks = &operation->callbacks;
    MI_Operation *handle = &operation->callbackHandle;

    switch (operation->kind.shape) {
    case OPERATION_CLASSES:
        callbacks->classResult(handle, callbacks->callbackContext, NULL, delivery->moreResults, delivery->result,
                               delivery->message, delivery->details, acknowledge);
        break;
    case OPERATION_INDICATIONS:
        callbacks->indicationResult(handle, callbacks->callbackContext, NULL, NULL, NULL, delivery->moreResults,
                                    delivery->result, delivery->message, delivery->details, acknowledge);
        break;
    default:
        callbacks->instanceResult(handle, callbacks->callbackContext, delivery->instance, delivery->moreResults,
                                  delivery->result, delivery->message, delivery->details, acknowledge);
        break;
    }
}

/* The operation's thread: passes every result to a callback, always including the last one. */
static void deliver(void *context)
{
    Operation *operation = context;
    Delivery delivery;

    do {
        ResetEvent(operation->acknowledged);
        fetch(operation, L"next result for the callback", &delivery);
        call_back(operation, &delivery);
        if (delivery.moreResults) {
            HANDLE either[] = { operation->acknowledged, operation->cancelled };
            WaitForMultipleObjects(2, either, FALSE, INFINITE);
        }
    } while (delivery.moreResults);
    release(operation);
}

/* --- the functions for the client ------------------------------------------------------------------------------ */

void operation_start(const OperationKind *kind, const OperationRequest *request, const wchar_t *hangClass,
                     const MI_Session *session, const MI_OperationOptions *options,
                     const MI_OperationCallbacks *callbacks, MI_Operation *handle)
{
    Operation *operation = memory_new(sizeof *operation);

    live_object_created(LIVE_OPERATION);
    operation->references = 1;
    operation->kind = *kind;
    operation->session = *session;
    operation->hang = faults_hang(kind->faultPoint, hangClass);
    operation->timeout = operation_options_timeout(options);
    operation->cancelled = CreateEventW(NULL, TRUE, FALSE, NULL);
    operation->acknowledged = CreateEventW(NULL, TRUE, FALSE, NULL);
    InitializeCriticalSection(&operation->lock);
    copy_request(&operation->request, request);

    memset(handle, 0, sizeof *handle);
    handle->reserved1 = 1;
    handle->reserved2 = (ptrdiff_t)operation;
    handle->ft = &operationFunctions;
    operation->callbackHandle = *handle;

    if (callbacks != NULL) {
        operation->callbacks = *callbacks;
    }
    if (has_callback(operation)) {
        /* One reference for the thread, and one until its handle is stored, because the client may close at once. */
        InterlockedAdd(&operation->references, 2);
        operation->thread = thread_start(deliver, operation, &operation->threadId);
        release(operation);
    }
}

static bool is_finished(Operation *operation)
{
    EnterCriticalSection(&operation->lock);
    bool isFinished = operation->isFinished;
    LeaveCriticalSection(&operation->lock);
    return isFinished;
}

static MI_Result Operation_Close(MI_Operation *handle)
{
    Operation *operation = operation_of(handle);

    /* "if the client does not retrieve all results, then this call will fail" (MI_Operation_Close) */
    if (operation->thread == NULL && !is_finished(operation)) {
        trace(L"Operation.Close(%ls) = FAILED", operation->kind.name);
        return MI_RESULT_FAILED;
    }
    trace(L"Operation.Close(%ls) = OK", operation->kind.name);
    memset(handle, 0, sizeof *handle);
    SetEvent(operation->cancelled);
    /* The last callback ends before Close returns, unless that callback calls Close. */
    if (operation->thread != NULL && operation->threadId != GetCurrentThreadId()) {
        WaitForSingleObject(operation->thread, INFINITE);
    }
    release(operation);
    return MI_RESULT_OK;
}

static MI_Result Operation_Cancel(MI_Operation *handle, MI_CancellationReason reason)
{
    Operation *operation = operation_of(handle);

    trace(L"Operation.Cancel(%ls, reason %d) = OK", operation->kind.name, (int)reason);
    SetEvent(operation->cancelled);
    return MI_RESULT_OK;
}

static MI_Result Operation_GetSession(MI_Operation *handle, MI_Session *session)
{
    trace(L"Operation.GetSession(%ls) = OK", operation_of(handle)->kind.name);
    *session = operation_of(handle)->session;
    return MI_RESULT_OK;
}

/* For a getter of the wrong kind for this operation, or if the results go to callbacks. */
static bool getter_fits(const Operation *operation, OperationShape shape)
{
    bool wanted = operation->kind.shape == shape ||
                  (shape == OPERATION_ROWS && operation->kind.shape == OPERATION_SINGLE);

    return wanted && operation->thread == NULL;
}

/* All out pointers except the instance may be NULL. */
static void give_delivery(const Delivery *delivery, MI_Boolean *moreResults, MI_Result *result,
                          const MI_Char **errorMessage, const MI_Instance **completionDetails)
{
    if (moreResults != NULL) {
        *moreResults = delivery->moreResults;
    }
    if (result != NULL) {
        *result = delivery->result;
    }
    if (errorMessage != NULL) {
        *errorMessage = delivery->message;
    }
    if (completionDetails != NULL) {
        *completionDetails = delivery->details;
    }
}

static MI_Result Operation_GetInstance(MI_Operation *handle, const MI_Instance **instance, MI_Boolean *moreResults,
                                       MI_Result *result, const MI_Char **errorMessage,
                                       const MI_Instance **completionDetails)
{
    Delivery delivery;

    if (!getter_fits(operation_of(handle), OPERATION_ROWS)) {
        return MI_RESULT_INVALID_PARAMETER;
    }
    fetch(operation_of(handle), L"Operation.GetInstance", &delivery);
    *instance = delivery.instance;
    give_delivery(&delivery, moreResults, result, errorMessage, completionDetails);
    return MI_RESULT_OK;
}

static MI_Result Operation_GetIndication(MI_Operation *handle, const MI_Instance **instance,
                                         const MI_Char **bookmark, const MI_Char **machineID,
                                         MI_Boolean *moreResults, MI_Result *result, const MI_Char **errorMessage,
                                         const MI_Instance **completionDetails)
{
    Delivery delivery;

    if (!getter_fits(operation_of(handle), OPERATION_INDICATIONS)) {
        return MI_RESULT_INVALID_PARAMETER;
    }
    fetch(operation_of(handle), L"Operation.GetIndication", &delivery);
    *instance = NULL;
    give_delivery(&delivery, moreResults, result, errorMessage, completionDetails);
    return MI_RESULT_OK;
}

static MI_Result Operation_GetClass(MI_Operation *handle, const MI_Class **classResult, MI_Boolean *moreResults,
                                    MI_Result *result, const MI_Char **errorMessage,
                                    const MI_Instance **completionDetails)
{
    Delivery delivery;

    if (!getter_fits(operation_of(handle), OPERATION_CLASSES)) {
        return MI_RESULT_INVALID_PARAMETER;
    }
    fetch(operation_of(handle), L"Operation.GetClass", &delivery);
    *classResult = NULL;
    give_delivery(&delivery, moreResults, result, errorMessage, completionDetails);
    return MI_RESULT_OK;
}

const MI_OperationFT operationFunctions = {
    .Close = Operation_Close,
    .Cancel = Operation_Cancel,
    .GetSession = Operation_GetSession,
    .GetInstance = Operation_GetInstance,
    .GetIndication = Operation_GetIndication,
    .GetClass = Operation_GetClass,
};
