/*
 * The binary interface of the MI client library (mi.dll), x64.
 *
 * Source: the public header mi.h of the Windows SDK, described in "Management Infrastructure" on Microsoft Learn
 * (https://learn.microsoft.com/windows/win32/api/mi/). mingw-w64 has no mi.h. Names, order of members, flags and codes
 * are those of the header. Only the parts for a client that reads, invokes and deletes are declared in full.
 * Unsupported members share the type MI_Unsupported: in x64's calling convention the caller cleans up, so a function
 * without parameters fits any slot.
 */
#ifndef MI_ABI_H
#define MI_ABI_H

#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

_Static_assert(sizeof(wchar_t) == 2, "MI_Char is UTF-16");

typedef wchar_t MI_Char;
typedef uint8_t MI_Boolean;
typedef uint8_t MI_Uint8;
typedef uint16_t MI_Uint16;
typedef uint32_t MI_Uint32;
typedef int32_t MI_Sint32;
typedef uint64_t MI_Uint64;

typedef enum MI_Result {
    MI_RESULT_OK = 0,
    MI_RESULT_FAILED = 1,
    MI_RESULT_ACCESS_DENIED = 2,
    MI_RESULT_INVALID_NAMESPACE = 3,
    MI_RESULT_INVALID_PARAMETER = 4,
    MI_RESULT_INVALID_CLASS = 5,
    MI_RESULT_NOT_FOUND = 6,
    MI_RESULT_NOT_SUPPORTED = 7,
    MI_RESULT_ALREADY_EXISTS = 11,
    MI_RESULT_NO_SUCH_PROPERTY = 12,
    MI_RESULT_TYPE_MISMATCH = 13,
    MI_RESULT_QUERY_LANGUAGE_NOT_SUPPORTED = 14,
    MI_RESULT_INVALID_QUERY = 15,
    MI_RESULT_METHOD_NOT_AVAILABLE = 16,
    MI_RESULT_METHOD_NOT_FOUND = 17,
} MI_Result;

/* Types of values. An array type is the element's type combined with MI_ARRAY. */
typedef enum MI_Type {
    MI_BOOLEAN = 0,
    MI_UINT8 = 1,
    MI_SINT8 = 2,
    MI_UINT16 = 3,
    MI_SINT16 = 4,
    MI_UINT32 = 5,
    MI_SINT32 = 6,
    MI_UINT64 = 7,
    MI_SINT64 = 8,
    MI_REAL32 = 9,
    MI_REAL64 = 10,
    MI_CHAR16 = 11,
    MI_DATETIME = 12,
    MI_STRING = 13,
    MI_REFERENCE = 14,
    MI_INSTANCE = 15,
    MI_ARRAY = 16,
} MI_Type;

#define MI_FLAG_PROPERTY (1u << 2)
#define MI_FLAG_PARAMETER (1u << 3)
#define MI_FLAG_KEY (1u << 12)
#define MI_FLAG_IN (1u << 13)
#define MI_FLAG_OUT (1u << 14)
#define MI_FLAG_NULL (1u << 29)

typedef struct MI_Interval {
    MI_Uint32 days;
    MI_Uint32 hours;
    MI_Uint32 minutes;
    MI_Uint32 seconds;
    MI_Uint32 microseconds;
    MI_Uint32 __padding1;
    MI_Uint32 __padding2;
    MI_Uint32 __padding3;
} MI_Interval;

typedef struct MI_Timestamp {
    MI_Uint32 year;
    MI_Uint32 month;
    MI_Uint32 day;
    MI_Uint32 hour;
    MI_Uint32 minute;
    MI_Uint32 second;
    MI_Uint32 microseconds;
    MI_Sint32 utc;
} MI_Timestamp;

typedef struct MI_Datetime {
    MI_Uint32 isTimestamp;
    union {
        MI_Timestamp timestamp;
        MI_Interval interval;
    } u;
} MI_Datetime;

typedef struct MI_Instance MI_Instance;

typedef struct MI_Array {
    void *data;
    MI_Uint32 size;
} MI_Array;

typedef union MI_Value {
    MI_Boolean boolean;
    MI_Uint8 uint8;
    MI_Uint16 uint16;
    MI_Uint32 uint32;
    MI_Uint64 uint64;
    MI_Datetime datetime;
    MI_Char *string;
    MI_Instance *instance;
    MI_Array array;
} MI_Value;

/* --- instances ------------------------------------------------------------------------------------------------- */

typedef struct MI_InstanceFT MI_InstanceFT;
typedef struct MI_Class MI_Class;
typedef struct MI_ClassDecl MI_ClassDecl;

struct MI_Instance {
    const MI_InstanceFT *ft;
    const MI_ClassDecl *classDecl;
    const MI_Char *serverName;
    const MI_Char *nameSpace;
    ptrdiff_t reserved[4];
};

struct MI_InstanceFT {
    MI_Result (*Clone)(const MI_Instance *self, MI_Instance **newInstance);
    MI_Result (*Destruct)(MI_Instance *self);
    MI_Result (*Delete)(MI_Instance *self);
    MI_Result (*IsA)(const MI_Instance *self, const MI_ClassDecl *classDecl, MI_Boolean *flag);
    MI_Result (*GetClassName)(const MI_Instance *self, const MI_Char **className);
    MI_Result (*SetNameSpace)(MI_Instance *self, const MI_Char *nameSpace);
    MI_Result (*GetNameSpace)(const MI_Instance *self, const MI_Char **nameSpace);
    MI_Result (*GetElementCount)(const MI_Instance *self, MI_Uint32 *count);
    MI_Result (*AddElement)(MI_Instance *self, const MI_Char *name, const MI_Value *value, MI_Type type,
                            MI_Uint32 flags);
    MI_Result (*SetElement)(MI_Instance *self, const MI_Char *name, const MI_Value *value, MI_Type type,
                            MI_Uint32 flags);
    MI_Result (*SetElementAt)(MI_Instance *self, MI_Uint32 index, const MI_Value *value, MI_Type type,
                              MI_Uint32 flags);
    MI_Result (*GetElement)(const MI_Instance *self, const MI_Char *name, MI_Value *value, MI_Type *type,
                            MI_Uint32 *flags, MI_Uint32 *index);
    MI_Result (*GetElementAt)(const MI_Instance *self, MI_Uint32 index, const MI_Char **name, MI_Value *value,
                              MI_Type *type, MI_Uint32 *flags);
    MI_Result (*ClearElement)(MI_Instance *self, const MI_Char *name);
    MI_Result (*ClearElementAt)(MI_Instance *self, MI_Uint32 index);
    MI_Result (*GetServerName)(const MI_Instance *self, const MI_Char **name);
    MI_Result (*SetServerName)(MI_Instance *self, const MI_Char *name);
    MI_Result (*GetClass)(const MI_Instance *self, MI_Class **instanceClass);
};

/* --- operations ------------------------------------------------------------------------------------------------ */

typedef MI_Result (*MI_Unsupported)(void);

typedef struct MI_OperationFT MI_OperationFT;
typedef struct MI_SessionFT MI_SessionFT;
typedef struct MI_ApplicationFT MI_ApplicationFT;
typedef struct MI_OperationOptionsFT MI_OperationOptionsFT;
typedef struct MI_DestinationOptions MI_DestinationOptions;
typedef struct MI_SubscriptionDeliveryOptions MI_SubscriptionDeliveryOptions;

typedef struct MI_Operation {
    MI_Uint64 reserved1;
    ptrdiff_t reserved2;
    const MI_OperationFT *ft;
} MI_Operation;

typedef struct MI_Session {
    MI_Uint64 reserved1;
    ptrdiff_t reserved2;
    const MI_SessionFT *ft;
} MI_Session;

typedef struct MI_Application {
    MI_Uint64 reserved1;
    ptrdiff_t reserved2;
    const MI_ApplicationFT *ft;
} MI_Application;

typedef struct MI_OperationOptions {
    MI_Uint64 reserved1;
    ptrdiff_t reserved2;
    const MI_OperationOptionsFT *ft;
} MI_OperationOptions;

typedef enum MI_CancellationReason {
    MI_REASON_NONE = 0,
    MI_REASON_TIMEOUT = 1,
    MI_REASON_SHUTDOWN = 2,
} MI_CancellationReason;

struct MI_OperationFT {
    MI_Result (*Close)(MI_Operation *operation);
    MI_Result (*Cancel)(MI_Operation *operation, MI_CancellationReason reason);
    MI_Result (*GetSession)(MI_Operation *operation, MI_Session *session);
    MI_Result (*GetInstance)(MI_Operation *operation, const MI_Instance **instance, MI_Boolean *moreResults,
                             MI_Result *result, const MI_Char **errorMessage, const MI_Instance **completionDetails);
    MI_Result (*GetIndication)(MI_Operation *operation, const MI_Instance **instance, const MI_Char **bookmark,
                               const MI_Char **machineID, MI_Boolean *moreResults, MI_Result *result,
                               const MI_Char **errorMessage, const MI_Instance **completionDetails);
    MI_Result (*GetClass)(MI_Operation *operation, const MI_Class **classResult, MI_Boolean *moreResults,
                          MI_Result *result, const MI_Char **errorMessage, const MI_Instance **completionDetails);
};

/* A callback calls this after it has used its result. */
typedef MI_Result (*MI_ResultAcknowledgement)(MI_Operation *operation);

typedef struct MI_OperationCallbacks {
    void *callbackContext;
    MI_Unsupported promptUser;
    MI_Unsupported writeError;
    MI_Unsupported writeMessage;
    MI_Unsupported writeProgress;
    void (*instanceResult)(MI_Operation *operation, void *callbackContext, const MI_Instance *instance,
                           MI_Boolean moreResults, MI_Result resultCode, const MI_Char *errorString,
                           const MI_Instance *errorDetails, MI_ResultAcknowledgement resultAcknowledgement);
    void (*indicationResult)(MI_Operation *operation, void *callbackContext, const MI_Instance *instance,
                             const MI_Char *bookmark, const MI_Char *machineID, MI_Boolean moreResults,
                             MI_Result resultCode, const MI_Char *errorString, const MI_Instance *errorDetails,
                             MI_ResultAcknowledgement resultAcknowledgement);
    void (*classResult)(MI_Operation *operation, void *callbackContext, const MI_Class *classResult,
                        MI_Boolean moreResults, MI_Result resultCode, const MI_Char *errorString,
                        const MI_Instance *errorDetails, MI_ResultAcknowledgement resultAcknowledgement);
    MI_Unsupported streamedParameterResult;
} MI_OperationCallbacks;

struct MI_OperationOptionsFT {
    void (*Delete)(MI_OperationOptions *options);
    MI_Result (*SetString)(MI_OperationOptions *options, const MI_Char *optionName, const MI_Char *value,
                           MI_Uint32 flags);
    MI_Result (*SetNumber)(MI_OperationOptions *options, const MI_Char *optionName, MI_Uint32 value, MI_Uint32 flags);
    MI_Result (*SetCustomOption)(MI_OperationOptions *options, const MI_Char *optionName, MI_Type valueType,
                                 const MI_Value *value, MI_Boolean mustComply, MI_Uint32 flags);
    MI_Unsupported GetString;
    MI_Unsupported GetNumber;
    MI_Unsupported GetOptionCount;
    MI_Unsupported GetOptionAt;
    MI_Unsupported GetOption;
    MI_Unsupported GetEnabledChannels;
    MI_Result (*Clone)(const MI_OperationOptions *self, MI_OperationOptions *newOperationOptions);
    MI_Result (*SetInterval)(MI_OperationOptions *options, const MI_Char *optionName, const MI_Interval *value,
                             MI_Uint32 flags);
    MI_Result (*GetInterval)(const MI_OperationOptions *options, const MI_Char *optionName, MI_Interval *value,
                             MI_Uint32 *index, MI_Uint32 *flags);
};

/* --- sessions -------------------------------------------------------------------------------------------------- */

struct MI_SessionFT {
    MI_Result (*Close)(MI_Session *session, void *completionContext,
                       void (*completionCallback)(void *completionContext));
    MI_Result (*GetApplication)(MI_Session *session, MI_Application *application);
    void (*GetInstance)(MI_Session *session, MI_Uint32 flags, MI_OperationOptions *options,
                        const MI_Char *namespaceName, const MI_Instance *inboundInstance,
                        MI_OperationCallbacks *callbacks, MI_Operation *operation);
    void (*ModifyInstance)(MI_Session *session, MI_Uint32 flags, MI_OperationOptions *options,
                           const MI_Char *namespaceName, const MI_Instance *inboundInstance,
                           MI_OperationCallbacks *callbacks, MI_Operation *operation);
    void (*CreateInstance)(MI_Session *session, MI_Uint32 flags, MI_OperationOptions *options,
                           const MI_Char *namespaceName, const MI_Instance *inboundInstance,
                           MI_OperationCallbacks *callbacks, MI_Operation *operation);
    void (*DeleteInstance)(MI_Session *session, MI_Uint32 flags, MI_OperationOptions *options,
                           const MI_Char *namespaceName, const MI_Instance *inboundInstance,
                           MI_OperationCallbacks *callbacks, MI_Operation *operation);
    void (*Invoke)(MI_Session *session, MI_Uint32 flags, MI_OperationOptions *options, const MI_Char *namespaceName,
                   const MI_Char *className, const MI_Char *methodName, const MI_Instance *inboundInstance,
                   const MI_Instance *inboundProperties, MI_OperationCallbacks *callbacks, MI_Operation *operation);
    void (*EnumerateInstances)(MI_Session *session, MI_Uint32 flags, MI_OperationOptions *options,
                               const MI_Char *namespaceName, const MI_Char *className, MI_Boolean keysOnly,
                               MI_OperationCallbacks *callbacks, MI_Operation *operation);
    void (*QueryInstances)(MI_Session *session, MI_Uint32 flags, MI_OperationOptions *options,
                           const MI_Char *namespaceName, const MI_Char *queryDialect, const MI_Char *queryExpression,
                           MI_OperationCallbacks *callbacks, MI_Operation *operation);
    void (*AssociatorInstances)(MI_Session *session, MI_Uint32 flags, MI_OperationOptions *options,
                                const MI_Char *namespaceName, const MI_Instance *instanceKeys,
                                const MI_Char *assocClass, const MI_Char *resultClass, const MI_Char *role,
                                const MI_Char *resultRole, MI_Boolean keysOnly, MI_OperationCallbacks *callbacks,
                                MI_Operation *operation);
    void (*ReferenceInstances)(MI_Session *session, MI_Uint32 flags, MI_OperationOptions *options,
                               const MI_Char *namespaceName, const MI_Instance *instanceKeys,
                               const MI_Char *resultClass, const MI_Char *role, MI_Boolean keysOnly,
                               MI_OperationCallbacks *callbacks, MI_Operation *operation);
    void (*Subscribe)(MI_Session *session, MI_Uint32 flags, MI_OperationOptions *options,
                      const MI_Char *namespaceName, const MI_Char *queryDialect, const MI_Char *queryExpression,
                      const MI_SubscriptionDeliveryOptions *deliverOptions, MI_OperationCallbacks *callbacks,
                      MI_Operation *operation);
    void (*GetClass)(MI_Session *session, MI_Uint32 flags, MI_OperationOptions *options, const MI_Char *namespaceName,
                     const MI_Char *className, MI_OperationCallbacks *callbacks, MI_Operation *operation);
    void (*EnumerateClasses)(MI_Session *session, MI_Uint32 flags, MI_OperationOptions *options,
                             const MI_Char *namespaceName, const MI_Char *className, MI_Boolean classNamesOnly,
                             MI_OperationCallbacks *callbacks, MI_Operation *operation);
    void (*TestConnection)(MI_Session *session, MI_Uint32 flags, MI_OperationCallbacks *callbacks,
                           MI_Operation *operation);
};

typedef struct MI_SessionCallbacks MI_SessionCallbacks;

/* --- the application and the entry points ---------------------------------------------------------------------- */

struct MI_ApplicationFT {
    MI_Result (*Close)(MI_Application *application);
    MI_Result (*NewSession)(MI_Application *application, const MI_Char *protocol, const MI_Char *destination,
                            MI_DestinationOptions *options, MI_SessionCallbacks *callbacks,
                            MI_Instance **extendedError, MI_Session *session);
    MI_Unsupported NewHostedProvider;
    MI_Result (*NewInstance)(MI_Application *application, const MI_Char *className, const MI_ClassDecl *classRTTI,
                             MI_Instance **instance);
    MI_Unsupported NewDestinationOptions;
    MI_Result (*NewOperationOptions)(MI_Application *application, MI_Boolean customOptionsMustUnderstand,
                                     MI_OperationOptions *options);
    MI_Unsupported NewSubscriptionDeliveryOptions;
    MI_Unsupported NewSerializer;
    MI_Unsupported NewDeserializer;
    MI_Unsupported NewInstanceFromClass;
    MI_Unsupported NewClass;
};

typedef struct MI_DestinationOptionsFT {
    MI_Unsupported Delete;
    MI_Unsupported SetString;
    MI_Unsupported SetNumber;
    MI_Unsupported AddCredentials;
    MI_Unsupported GetString;
    MI_Unsupported GetNumber;
    MI_Unsupported GetOptionCount;
    MI_Unsupported GetOptionAt;
    MI_Unsupported GetOption;
    MI_Unsupported GetCredentialsCount;
    MI_Unsupported GetCredentialsAt;
    MI_Unsupported GetCredentialsPasswordAt;
    MI_Unsupported Clone;
    MI_Unsupported SetInterval;
    MI_Unsupported GetInterval;
} MI_DestinationOptionsFT;

typedef enum MI_ErrorCategory {
    MI_ERRORCATEGORY_NOT_SPECIFIED = 0,
} MI_ErrorCategory;

typedef struct MI_UtilitiesFT {
    MI_ErrorCategory (*MapErrorToMiErrorCategory)(const MI_Char *errorType, MI_Uint32 error);
    MI_Result (*CimErrorFromErrorCode)(MI_Uint32 error, const MI_Char *errorType, const MI_Char *errorMessage,
                                       MI_Instance **cimError);
} MI_UtilitiesFT;

typedef struct MI_HostedProviderFT MI_HostedProviderFT;
typedef struct MI_SerializerFT MI_SerializerFT;
typedef struct MI_DeserializerFT MI_DeserializerFT;
typedef struct MI_SubscriptionDeliveryOptionsFT MI_SubscriptionDeliveryOptionsFT;

typedef struct MI_ClientFT_V1 {
    const MI_ApplicationFT *applicationFT;
    const MI_SessionFT *sessionFT;
    const MI_OperationFT *operationFT;
    const MI_HostedProviderFT *hostedProviderFT;
    const MI_SerializerFT *serializerFT;
    const MI_DeserializerFT *deserializerFT;
    const MI_SubscriptionDeliveryOptionsFT *subscribeDeliveryOptionsFT;
    const MI_DestinationOptionsFT *destinationOptionsFT;
    const MI_OperationOptionsFT *operationOptionsFT;
    const MI_UtilitiesFT *utilitiesFT;
} MI_ClientFT_V1;

_Static_assert(sizeof(MI_Value) == 40, "MI_Value");
_Static_assert(sizeof(MI_Instance) == 64, "MI_Instance");
_Static_assert(sizeof(MI_InstanceFT) == 18 * 8, "MI_InstanceFT");
_Static_assert(sizeof(MI_OperationFT) == 6 * 8, "MI_OperationFT");
_Static_assert(sizeof(MI_OperationCallbacks) == 9 * 8, "MI_OperationCallbacks");
_Static_assert(sizeof(MI_OperationOptionsFT) == 13 * 8, "MI_OperationOptionsFT");
_Static_assert(sizeof(MI_SessionFT) == 15 * 8, "MI_SessionFT");
_Static_assert(sizeof(MI_ApplicationFT) == 11 * 8, "MI_ApplicationFT");
_Static_assert(sizeof(MI_ClientFT_V1) == 10 * 8, "MI_ClientFT_V1");

#endif
