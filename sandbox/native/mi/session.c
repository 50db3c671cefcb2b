#include "session.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "application.h"
#include "cim_classes.h"
#include "checked_memory.h"
#include "net_route.h"
#include "operation.h"
#include "threads.h"
#include "trace.h"
#include "wql.h"

void session_new(MI_Session *session)
{
    /* A session has no state: every operation reads the kernel's tables. */
    memset(session, 0, sizeof *session);
    session->reserved1 = 1;
    session->reserved2 = 1;
    session->ft = &sessionFunctions;
    live_object_created(LIVE_SESSION);
}

/* --- closing --------------------------------------------------------------------------------------------------- */

typedef struct Completion {
    void (*callback)(void *context);
    void *context;
} Completion;

static void complete(void *parameter)
{
    Completion completion = *(Completion *)parameter;

    free(parameter);
    trace(L"Session.Close calls its completion callback");
    completion.callback(completion.context);
}

static MI_Result Session_Close(MI_Session *session, void *completionContext,
                               void (*completionCallback)(void *completionContext))
{
    trace(L"Session.Close(%ls) = OK", completionCallback == NULL ? L"no callback" : L"callback");
    memset(session, 0, sizeof *session);
    live_object_destroyed(LIVE_SESSION);

    if (completionCallback != NULL) {
        /* From another thread, like the real DLL. */
        Completion *completion = memory_new(sizeof *completion);
        completion->callback = completionCallback;
        completion->context = completionContext;
        CloseHandle(thread_start(complete, completion, NULL));
    }
    return MI_RESULT_OK;
}

static MI_Result Session_GetApplication(MI_Session *session, MI_Application *application)
{
    trace(L"Session.GetApplication() = OK");
    application_new(application);
    return MI_RESULT_OK;
}

/* --- the work of operations ------------------------------------------------------------------------------------ */

/* root\StandardCimv2, with either slash. */
static bool check_namespace(const OperationRequest *request, Failure *failure)
{
    if (request->namespaceName != NULL && (_wcsicmp(request->namespaceName, CIM_NAMESPACE) == 0 ||
                                           _wcsicmp(request->namespaceName, L"root/StandardCimv2") == 0)) {
        return true;
    }
    return failure_of_wmi(failure, MI_RESULT_INVALID_NAMESPACE);
}

/* The class with this name; NULL and the failure if there is none. */
static const CimClass *find_class(const wchar_t *name, Failure *failure)
{
    const CimClass *cimClass = cim_class_find(name);

    if (cimClass == NULL) {
        failure_of_wmi(failure, MI_RESULT_INVALID_CLASS);
    }
    return cimClass;
}

/* Reduces the rows to those that match the query. */
static void select_rows(const WqlQuery *query, InstanceList *rows, InstanceList *results)
{
    for (size_t i = 0; i < rows->count; i++) {
        if (wql_matches(query, rows->items[i])) {
            instance_list_add(results, wql_project(query, rows->items[i]));
        } else {
            instance_delete(rows->items[i]);
        }
    }
    /* Every row was moved or deleted. */
    rows->count = 0;
    instance_list_free(rows);
}

static bool run_query(const WqlQuery *query, InstanceList *results, Failure *failure)
{
    const CimClass *cimClass = find_class(wql_class_name(query), failure);
    InstanceList rows = { 0 };

    if (cimClass == NULL) {
        return false;
    }
    if (!wql_fits_class(query, cimClass)) {
        return failure_of_wmi(failure, MI_RESULT_INVALID_QUERY);
    }
    if (!cim_class_instances(cimClass, &rows, failure)) {
        return false;
    }
    select_rows(query, &rows, results);
    return true;
}

static bool query_instances(const OperationRequest *request, InstanceList *results, Failure *failure)
{
    if (!check_namespace(request, failure)) {
        return false;
    }
    if (request->dialect == NULL || _wcsicmp(request->dialect, L"WQL") != 0) {
        return failure_of_wmi(failure, MI_RESULT_QUERY_LANGUAGE_NOT_SUPPORTED);
    }

    WqlQuery *query = wql_parse(request->query);
    bool done;

    if (query == NULL) {
        return failure_of_wmi(failure, MI_RESULT_INVALID_QUERY);
    }
    done = run_query(query, results, failure);
    wql_free(query);
    return done;
}

static bool is_key(const Element *element, const void *context)
{
    return (element->flags & MI_FLAG_KEY) != 0;
}

static bool enumerate_instances(const OperationRequest *request, InstanceList *results, Failure *failure)
{
    if (!check_namespace(request, failure)) {
        return false;
    }

    const CimClass *cimClass = find_class(request->className, failure);

    if (cimClass == NULL || !cim_class_instances(cimClass, results, failure)) {
        return false;
    }
    for (size_t i = 0; request->keysOnly && i < results->count; i++) {
        results->items[i] = instance_filter(results->items[i], is_key, NULL);
    }
    return true;
}

/* The class of an operation's instance. */
static const CimClass *inbound_class(const OperationRequest *request, Failure *failure)
{
    if (!check_namespace(request, failure)) {
        return NULL;
    }
    if (request->instance == NULL) {
        failure_of_wmi(failure, MI_RESULT_INVALID_PARAMETER);
        return NULL;
    }

    const CimClass *cimClass = find_class(instance_class_name(request->instance), failure);

    if (cimClass != NULL && !cim_class_has_keys(cimClass, request->instance)) {
        failure_of_wmi(failure, MI_RESULT_INVALID_PARAMETER);
        return NULL;
    }
    return cimClass;
}

static bool get_instance(const OperationRequest *request, InstanceList *results, Failure *failure)
{
    const CimClass *cimClass = inbound_class(request, failure);
    InstanceList rows = { 0 };

    if (cimClass == NULL || !cim_class_instances(cimClass, &rows, failure)) {
        return false;
    }

    ptrdiff_t place = cim_class_find_by_key(cimClass, &rows, request->instance);

    if (place >= 0) {
        instance_list_add(results, instance_clone(rows.items[place]));
    }
    instance_list_free(&rows);
    return place >= 0 ? true : failure_of_wmi(failure, MI_RESULT_NOT_FOUND);
}

static bool is_net_route(const CimClass *cimClass)
{
    return cimClass == cim_class_find(L"MSFT_NetRoute");
}

static bool delete_instance(const OperationRequest *request, InstanceList *results, Failure *failure)
{
    const CimClass *cimClass = inbound_class(request, failure);

    if (cimClass == NULL) {
        return false;
    }
    if (!is_net_route(cimClass)) {
        return failure_of_wmi(failure, MI_RESULT_NOT_SUPPORTED);
    }
    return net_route_delete(request->instance, failure);
}

static bool invoke(const OperationRequest *request, InstanceList *results, Failure *failure)
{
    if (!check_namespace(request, failure)) {
        return false;
    }

    const CimClass *cimClass = find_class(request->className, failure);
    MI_Instance *output = NULL;

    if (cimClass == NULL) {
        return false;
    }
    if (!is_net_route(cimClass) || request->methodName == NULL || _wcsicmp(request->methodName, L"Create") != 0) {
        return failure_of_wmi(failure, MI_RESULT_METHOD_NOT_FOUND);
    }
    if (!net_route_create(request->parameters, &output, failure)) {
        return false;
    }
    instance_list_add(results, output);
    return true;
}

static bool do_nothing(const OperationRequest *request, InstanceList *results, Failure *failure)
{
    return true;
}

static bool refuse(const OperationRequest *request, InstanceList *results, Failure *failure)
{
    return failure_of_wmi(failure, MI_RESULT_NOT_SUPPORTED);
}

/* --- the functions for the client ------------------------------------------------------------------------------ */

static const wchar_t *class_of(const MI_Instance *instance)
{
    return instance == NULL ? NULL : instance_class_name(instance);
}

static void Session_GetInstance(MI_Session *session, MI_Uint32 flags, MI_OperationOptions *options,
                                const MI_Char *namespaceName, const MI_Instance *inboundInstance,
                                MI_OperationCallbacks *callbacks, MI_Operation *operation)
{
    static const OperationKind kind = { L"GetInstance", OPERATION_SINGLE, FAULT_GET_INSTANCE, get_instance };
    OperationRequest request = { .namespaceName = namespaceName, .instance = inboundInstance };

    trace(L"Session.GetInstance(flags 0x%x, %ls, %ls)", flags, namespaceName, class_of(inboundInstance));
    operation_start(&kind, &request, class_of(inboundInstance), session, options, callbacks, operation);
}

static void Session_DeleteInstance(MI_Session *session, MI_Uint32 flags, MI_OperationOptions *options,
                                   const MI_Char *namespaceName, const MI_Instance *inboundInstance,
                                   MI_OperationCallbacks *callbacks, MI_Operation *operation)
{
    static const OperationKind kind = { L"DeleteInstance", OPERATION_SINGLE, FAULT_DELETE_INSTANCE,
                                        delete_instance };
    OperationRequest request = { .namespaceName = namespaceName, .instance = inboundInstance };

    trace(L"Session.DeleteInstance(flags 0x%x, %ls, %ls, %ls)", flags, namespaceName, class_of(inboundInstance),
          inboundInstance == NULL ? NULL : instance_text(inboundInstance, L"InstanceID"));
    operation_start(&kind, &request, class_of(inboundInstance), session, options, callbacks, operation);
}

static void Session_Invoke(MI_Session *session, MI_Uint32 flags, MI_OperationOptions *options,
                           const MI_Char *namespaceName, const MI_Char *className, const MI_Char *methodName,
                           const MI_Instance *inboundInstance, const MI_Instance *inboundProperties,
                           MI_OperationCallbacks *callbacks, MI_Operation *operation)
{
    static const OperationKind kind = { L"Invoke", OPERATION_SINGLE, FAULT_INVOKE, invoke };
    OperationRequest request = {
        .namespaceName = namespaceName,
        .className = className,
        .methodName = methodName,
        .instance = inboundInstance,
        .parameters = inboundProperties,
    };

    trace(L"Session.Invoke(flags 0x%x, %ls, %ls, %ls)", flags, namespaceName, className, methodName);
    operation_start(&kind, &request, className, session, options, callbacks, operation);
}

static void Session_EnumerateInstances(MI_Session *session, MI_Uint32 flags, MI_OperationOptions *options,
                                       const MI_Char *namespaceName, const MI_Char *className, MI_Boolean keysOnly,
                                       MI_OperationCallbacks *callbacks, MI_Operation *operation)
{
    static const OperationKind kind = { L"EnumerateInstances", OPERATION_ROWS, FAULT_ENUMERATE_INSTANCES,
                                        enumerate_instances };
    OperationRequest request = { .namespaceName = namespaceName, .className = className, .keysOnly = keysOnly };

    trace(L"Session.EnumerateInstances(flags 0x%x, %ls, %ls)", flags, namespaceName, className);
    operation_start(&kind, &request, className, session, options, callbacks, operation);
}

static void Session_QueryInstances(MI_Session *session, MI_Uint32 flags, MI_OperationOptions *options,
                                   const MI_Char *namespaceName, const MI_Char *queryDialect,
                                   const MI_Char *queryExpression, MI_OperationCallbacks *callbacks,
                                   MI_Operation *operation)
{
    static const OperationKind kind = { L"QueryInstances", OPERATION_ROWS, FAULT_QUERY_INSTANCES, query_instances };
    OperationRequest request = {
        .namespaceName = namespaceName,
        .dialect = queryDialect,
        .query = queryExpression,
    };
    WqlQuery *query = wql_parse(queryExpression);

    trace(L"Session.QueryInstances(flags 0x%x, %ls, %ls, %ls)", flags, namespaceName, queryDialect, queryExpression);
    operation_start(&kind, &request, query == NULL ? NULL : wql_class_name(query), session, options, callbacks,
                    operation);
    wql_free(query);
}

/* An unsupported operation: it starts, and its only result is NOT_SUPPORTED. */
static void start_refused(const wchar_t *name, OperationShape shape, MI_Session *session,
                          MI_OperationOptions *options, MI_OperationCallbacks *callbacks, MI_Operation *operation)
{
    OperationKind kind = { name, shape, FAULT_NONE, refuse };
    OperationRequest request = { 0 };

    trace(L"Session.%ls()", name);
    operation_start(&kind, &request, NULL, session, options, callbacks, operation);
}

static void Session_ModifyInstance(MI_Session *session, MI_Uint32 flags, MI_OperationOptions *options,
                                   const MI_Char *namespaceName, const MI_Instance *inboundInstance,
                                   MI_OperationCallbacks *callbacks, MI_Operation *operation)
{
    start_refused(L"ModifyInstance", OPERATION_SINGLE, session, options, callbacks, operation);
}

static void Session_CreateInstance(MI_Session *session, MI_Uint32 flags, MI_OperationOptions *options,
                                   const MI_Char *namespaceName, const MI_Instance *inboundInstance,
                                   MI_OperationCallbacks *callbacks, MI_Operation *operation)
{
    start_refused(L"CreateInstance", OPERATION_SINGLE, session, options, callbacks, operation);
}

static void Session_AssociatorInstances(MI_Session *session, MI_Uint32 flags, MI_OperationOptions *options,
                                        const MI_Char *namespaceName, const MI_Instance *instanceKeys,
                                        const MI_Char *assocClass, const MI_Char *resultClass, const MI_Char *role,
                                        const MI_Char *resultRole, MI_Boolean keysOnly,
                                        MI_OperationCallbacks *callbacks, MI_Operation *operation)
{
    start_refused(L"AssociatorInstances", OPERATION_ROWS, session, options, callbacks, operation);
}

static void Session_ReferenceInstances(MI_Session *session, MI_Uint32 flags, MI_OperationOptions *options,
                                       const MI_Char *namespaceName, const MI_Instance *instanceKeys,
                                       const MI_Char *resultClass, const MI_Char *role, MI_Boolean keysOnly,
                                       MI_OperationCallbacks *callbacks, MI_Operation *operation)
{
    start_refused(L"ReferenceInstances", OPERATION_ROWS, session, options, callbacks, operation);
}

static void Session_Subscribe(MI_Session *session, MI_Uint32 flags, MI_OperationOptions *options,
                              const MI_Char *namespaceName, const MI_Char *queryDialect,
                              const MI_Char *queryExpression, const MI_SubscriptionDeliveryOptions *deliverOptions,
                              MI_OperationCallbacks *callbacks, MI_Operation *operation)
{
    start_refused(L"Subscribe", OPERATION_INDICATIONS, session, options, callbacks, operation);
}

static void Session_GetClass(MI_Session *session, MI_Uint32 flags, MI_OperationOptions *options,
                             const MI_Char *namespaceName, const MI_Char *className,
                             MI_OperationCallbacks *callbacks, MI_Operation *operation)
{
    start_refused(L"GetClass", OPERATION_CLASSES, session, options, callbacks, operation);
}

static void Session_EnumerateClasses(MI_Session *session, MI_Uint32 flags, MI_OperationOptions *options,
                                     const MI_Char *namespaceName, const MI_Char *className,
                                     MI_Boolean classNamesOnly, MI_OperationCallbacks *callbacks,
                                     MI_Operation *operation)
{
    start_refused(L"EnumerateClasses", OPERATION_CLASSES, session, options, callbacks, operation);
}

static void Session_TestConnection(MI_Session *session, MI_Uint32 flags, MI_OperationCallbacks *callbacks,
                                   MI_Operation *operation)
{
    static const OperationKind kind = { L"TestConnection", OPERATION_SINGLE, FAULT_NONE, do_nothing };
    OperationRequest request = { 0 };

    trace(L"Session.TestConnection()");
    operation_start(&kind, &request, NULL, session, NULL, callbacks, operation);
}

const MI_SessionFT sessionFunctions = {
    .Close = Session_Close,
    .GetApplication = Session_GetApplication,
    .GetInstance = Session_GetInstance,
    .ModifyInstance = Session_ModifyInstance,
    .CreateInstance = Session_CreateInstance,
    .DeleteInstance = Session_DeleteInstance,
    .Invoke = Session_Invoke,
    .EnumerateInstances = Session_EnumerateInstances,
    .QueryInstances = Session_QueryInstances,
    .AssociatorInstances = Session_AssociatorInstances,
    .ReferenceInstances = Session_ReferenceInstances,
    .Subscribe = Session_Subscribe,
    .GetClass = Session_GetClass,
    .EnumerateClasses = Session_EnumerateClasses,
    .TestConnection = Session_TestConnection,
};
