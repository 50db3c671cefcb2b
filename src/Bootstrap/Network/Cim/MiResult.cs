using Bootstrap.Windows;

namespace Bootstrap.Network.Cim;

/// <summary>
/// MI_Result: status codes of CIM operations (DMTF)
/// (https://learn.microsoft.com/windows/win32/api/mi/ne-mi-mi_result).
/// </summary>
[Native("MI_Result")]
internal enum MiResult
{
    [Native("MI_RESULT_OK")] Ok = 0,
    [Native("MI_RESULT_FAILED")] Failed = 1,
    [Native("MI_RESULT_ACCESS_DENIED")] AccessDenied = 2,
    [Native("MI_RESULT_INVALID_NAMESPACE")] InvalidNamespace = 3,
    [Native("MI_RESULT_INVALID_PARAMETER")] InvalidParameter = 4,
    [Native("MI_RESULT_INVALID_CLASS")] InvalidClass = 5,
    [Native("MI_RESULT_NOT_FOUND")] NotFound = 6,
    [Native("MI_RESULT_NOT_SUPPORTED")] NotSupported = 7,
    [Native("MI_RESULT_CLASS_HAS_CHILDREN")] ClassHasChildren = 8,
    [Native("MI_RESULT_CLASS_HAS_INSTANCES")] ClassHasInstances = 9,
    [Native("MI_RESULT_INVALID_SUPERCLASS")] InvalidSuperClass = 10,
    [Native("MI_RESULT_ALREADY_EXISTS")] AlreadyExists = 11,
    [Native("MI_RESULT_NO_SUCH_PROPERTY")] NoSuchProperty = 12,
    [Native("MI_RESULT_TYPE_MISMATCH")] TypeMismatch = 13,
    [Native("MI_RESULT_QUERY_LANGUAGE_NOT_SUPPORTED")] QueryLanguageNotSupported = 14,
    [Native("MI_RESULT_INVALID_QUERY")] InvalidQuery = 15,
    [Native("MI_RESULT_METHOD_NOT_AVAILABLE")] MethodNotAvailable = 16,
    [Native("MI_RESULT_METHOD_NOT_FOUND")] MethodNotFound = 17,
    [Native("MI_RESULT_NAMESPACE_NOT_EMPTY")] NamespaceNotEmpty = 20,
    [Native("MI_RESULT_INVALID_ENUMERATION_CONTEXT")] InvalidEnumerationContext = 21,
    [Native("MI_RESULT_INVALID_OPERATION_TIMEOUT")] InvalidOperationTimeout = 22,
    [Native("MI_RESULT_PULL_HAS_BEEN_ABANDONED")] PullHasBeenAbandoned = 23,
    [Native("MI_RESULT_PULL_CANNOT_BE_ABANDONED")] PullCannotBeAbandoned = 24,
    [Native("MI_RESULT_FILTERED_ENUMERATION_NOT_SUPPORTED")] FilteredEnumerationNotSupported = 25,
    [Native("MI_RESULT_CONTINUATION_ON_ERROR_NOT_SUPPORTED")] ContinuationOnErrorNotSupported = 26,
    [Native("MI_RESULT_SERVER_LIMITS_EXCEEDED")] ServerLimitsExceeded = 27,
    [Native("MI_RESULT_SERVER_IS_SHUTTING_DOWN")] ServerIsShuttingDown = 28,
}
