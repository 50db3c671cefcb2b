using System.Runtime.InteropServices;
using Bootstrap.Network.Cim;

namespace Bootstrap.Tests.Network.Cim;

/// <summary>
/// An mi.dll in memory: counts its live objects, and makes any one call fail. It answers a query with two rows and a
/// method with ReturnValue 0. One test at a time: native code calls static functions.
/// </summary>
internal static unsafe class FakeMi
{
    private static readonly Dictionary<string, object?> Row = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Number"] = 5u,
        ["Text"] = "text",
        ["Null"] = null,
        ["ReturnValue"] = 0u,
    };

    private static readonly Mi.ApplicationFunctions* ApplicationFunctions = Allocate<Mi.ApplicationFunctions>();
    private static readonly Mi.SessionFunctions* SessionFunctions = Allocate<Mi.SessionFunctions>();
    private static readonly Mi.OperationFunctions* OperationFunctions = Allocate<Mi.OperationFunctions>();
    private static readonly Mi.OperationOptionsFunctions* OptionsFunctions = Allocate<Mi.OperationOptionsFunctions>();
    private static readonly Mi.InstanceFunctions* InstanceFunctions = Allocate<Mi.InstanceFunctions>();
    private static readonly Mi.Instance* TheRow = Allocate<Mi.Instance>();
    private static readonly char* RowText = (char*)Marshal.StringToHGlobalUni("text");
    private static readonly char* FailureText = (char*)Marshal.StringToHGlobalUni("refused");

    private static int _callToFail;
    private static int _call;
    private static int _rowsLeft;

    static FakeMi()
    {
        ApplicationFunctions->Close = &CloseApplication;
        ApplicationFunctions->NewSession = &NewSession;
        ApplicationFunctions->NewInstance = &NewInstance;
        ApplicationFunctions->NewOperationOptions = &NewOperationOptions;
        SessionFunctions->Close = &CloseSession;
        SessionFunctions->DeleteInstance = &DeleteInstance;
        SessionFunctions->Invoke = &Invoke;
        SessionFunctions->QueryInstances = &QueryInstances;
        OperationFunctions->Close = &CloseOperation;
        OperationFunctions->Cancel = &Cancel;
        OperationFunctions->GetInstance = &GetInstance;
        OptionsFunctions->Delete = &DeleteOptions;
        OptionsFunctions->SetInterval = &SetInterval;
        InstanceFunctions->Delete = &DeleteThisInstance;
        InstanceFunctions->AddElement = &AddElement;
        InstanceFunctions->GetElement = &GetElement;
    }

    /// <summary>The objects that were created and not deleted.</summary>
    public static int Live { get; private set; }

    /// <summary>Calls in a wrong order, such as closing an operation with unread results.</summary>
    public static List<string> Mistakes { get; } = [];

    public static nint Initialize =>
        (nint)(delegate* unmanaged<uint, char*, Mi.Instance**, Mi.Application*, MiResult>)&InitializeApplication;

    /// <summary>Resets the state. The call with this number, from 1, will fail; 0: none.</summary>
    public static void Reset(int callToFail = 0)
    {
        (_call, _callToFail, _rowsLeft, Live) = (0, callToFail, 0, 0);
        Mistakes.Clear();
    }

    /// <summary>The number of calls so far that can fail.</summary>
    public static int Calls => _call;

    private static T* Allocate<T>()
        where T : unmanaged => (T*)NativeMemory.AllocZeroed((nuint)sizeof(T));

    private static bool Fails() => ++_call == _callToFail;

    private static Mi.Instance* CreateInstance()
    {
        Live++;
        var instance = Allocate<Mi.Instance>();
        instance->Functions = InstanceFunctions;
        return instance;
    }

    private static MiResult Made(bool made, Mi.Instance** error)
    {
        if (!made && error != null)
        {
            *error = CreateInstance();
        }

        Live += made ? 1 : 0;
        return made ? MiResult.Ok : MiResult.Failed;
    }

    [UnmanagedCallersOnly]
    private static MiResult InitializeApplication(
        uint flags, char* id, Mi.Instance** error, Mi.Application* application
    )
    {
        application->Functions = ApplicationFunctions;
        return Made(!Fails(), error);
    }

    [UnmanagedCallersOnly]
    private static MiResult CloseApplication(Mi.Application* application)
    {
        if (Live != 1)
        {
            Mistakes.Add($"application closed while {Live - 1} objects live");
        }

        Live--;
        return MiResult.Ok;
    }

    [UnmanagedCallersOnly]
    private static MiResult NewSession(
        Mi.Application* application, char* protocol, char* destination, void* options, void* callbacks,
        Mi.Instance** error, Mi.Session* session
    )
    {
        // As in the real DLL, the function table may exist without a session.
        session->Functions = SessionFunctions;
        return Made(!Fails(), error);
    }

    [UnmanagedCallersOnly]
    private static MiResult NewInstance(
        Mi.Application* application, char* className, void* declaration, Mi.Instance** instance
    )
    {
        if (Fails())
        {
            return MiResult.ServerLimitsExceeded;
        }

        *instance = CreateInstance();
        return MiResult.Ok;
    }

    [UnmanagedCallersOnly]
    private static MiResult NewOperationOptions(
        Mi.Application* application, byte mustUnderstand, Mi.OperationOptions* options
    )
    {
        options->Functions = OptionsFunctions;
        return Made(!Fails(), error: null);
    }

    [UnmanagedCallersOnly]
    private static MiResult CloseSession(Mi.Session* session, void* context, void* callback)
    {
        Live--;
        return MiResult.Ok;
    }

    private static void Begin(Mi.Operation* operation, int rows)
    {
        Live++;
        _rowsLeft = rows;
        operation->Functions = OperationFunctions;
    }

    [UnmanagedCallersOnly]
    private static void DeleteInstance(
        Mi.Session* session, uint flags, Mi.OperationOptions* options, char* space, Mi.Instance* row, void* callbacks,
        Mi.Operation* operation
    ) => Begin(operation, 0);

    [UnmanagedCallersOnly]
    private static void Invoke(
        Mi.Session* session, uint flags, Mi.OperationOptions* options, char* space, char* name, char* method,
        Mi.Instance* instance, Mi.Instance* parameters, void* callbacks, Mi.Operation* operation
    ) => Begin(operation, 1);

    [UnmanagedCallersOnly]
    private static void QueryInstances(
        Mi.Session* session, uint flags, Mi.OperationOptions* options, char* space, char* dialect, char* query,
        void* callbacks, Mi.Operation* operation
    ) => Begin(operation, 2);

    [UnmanagedCallersOnly]
    private static MiResult CloseOperation(Mi.Operation* operation)
    {
        if (_rowsLeft > 0)
        {
            Mistakes.Add("operation closed before its last result was read");
        }

        Live--;
        return MiResult.Ok;
    }

    [UnmanagedCallersOnly]
    private static MiResult Cancel(Mi.Operation* operation, int reason) => MiResult.Ok;

    [UnmanagedCallersOnly]
    private static MiResult GetInstance(
        Mi.Operation* operation, Mi.Instance** instance, byte* more, MiResult* result, char** message,
        Mi.Instance** details
    )
    {
        *instance = null;
        *more = 0;
        *message = null;
        *details = null;
        if (Fails())
        {
            _rowsLeft = 0;
            *result = MiResult.Failed;
            *message = FailureText;
            return MiResult.Ok;
        }

        // The row is the operation's: it is not counted.
        TheRow->Functions = InstanceFunctions;
        _rowsLeft = Math.Max(0, _rowsLeft - 1);
        *instance = TheRow;
        *more = (byte)(_rowsLeft > 0 ? 1 : 0);
        *result = MiResult.Ok;
        return MiResult.Ok;
    }

    [UnmanagedCallersOnly]
    private static void DeleteOptions(Mi.OperationOptions* options) => Live--;

    [UnmanagedCallersOnly]
    private static MiResult SetInterval(Mi.OperationOptions* options, char* name, Mi.Interval* value, uint flags) =>
        Fails() ? MiResult.InvalidParameter : MiResult.Ok;

    [UnmanagedCallersOnly]
    private static MiResult DeleteThisInstance(Mi.Instance* instance)
    {
        Live--;
        NativeMemory.Free(instance);
        return MiResult.Ok;
    }

    [UnmanagedCallersOnly]
    private static MiResult AddElement(Mi.Instance* instance, char* name, Mi.Value* value, MiType type, uint flags) =>
        Fails() ? MiResult.InvalidParameter : MiResult.Ok;

    [UnmanagedCallersOnly]
    private static MiResult GetElement(
        Mi.Instance* instance, char* name, Mi.Value* value, MiType* type, uint* flags, uint* index
    )
    {
        if (!Row.TryGetValue(new string(name), out var found))
        {
            return MiResult.NoSuchProperty;
        }

        *flags = found is null ? Mi.FlagNull : 0;
        (*value, *type) = found switch
        {
            uint number => (new Mi.Value { UInt32 = number }, MiType.UInt32),
            _ => (new Mi.Value { String = RowText }, MiType.String),
        };
        return MiResult.Ok;
    }
}
