/*
 * MI_Operation: one request, from the session's call that starts it to Operation.Close.
 *
 * The work is one function, which adds instances to the operation or makes it fail. It runs once, when the first result
 * is requested, after an injected hang. So a request that was cancelled or timed out has done nothing. Results are
 * delivered
 *
 *   - synchronously, by Operation.GetInstance, on the caller's thread;
 *   - asynchronously, if the caller gave a result callback, by a thread of the operation, each result only after the
 *     previous one was acknowledged.
 *
 * The handle (MI_Operation) is in the client's memory. The operation is freed when the client has closed it and no
 * thread uses it.
 */
#ifndef OPERATION_H
#define OPERATION_H

#include "failure.h"
#include "faults.h"
#include "instance.h"

typedef struct Operation Operation;

/* The client's request. Every member may be NULL; the operation keeps copies. */
typedef struct OperationRequest {
    const wchar_t *namespaceName;
    const wchar_t *className;
    const wchar_t *methodName;
    const wchar_t *dialect;
    const wchar_t *query;
    const MI_Instance *instance;
    const MI_Instance *parameters;
    bool keysOnly;
} OperationRequest;

typedef enum OperationShape {
    OPERATION_ROWS,     /* rows, then an empty last result: queries, enumerations */
    OPERATION_SINGLE,   /* one result, which is the last: GetInstance, DeleteInstance, Invoke */
    OPERATION_CLASSES,  /* results come by Operation.GetClass */
    OPERATION_INDICATIONS, /* results come by Operation.GetIndication */
} OperationShape;

typedef struct OperationKind {
    const wchar_t *name;
    OperationShape shape;
    FaultPoint faultPoint;
    bool (*work)(const OperationRequest *request, InstanceList *results, Failure *failure);
} OperationKind;

/*
 * Starts an operation and fills the client's handle. `hangClass` is the class for [hang-class], or NULL. `options` and
 * `callbacks` may be NULL.
 */
void operation_start(const OperationKind *kind, const OperationRequest *request, const wchar_t *hangClass,
                     const MI_Session *session, const MI_OperationOptions *options,
                     const MI_OperationCallbacks *callbacks, MI_Operation *handle);

extern const MI_OperationFT operationFunctions;

#endif
