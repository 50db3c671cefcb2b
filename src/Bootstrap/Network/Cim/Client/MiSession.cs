using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Bootstrap.Windows;

namespace Bootstrap.Network.Cim;

/// <summary>
/// A session with the local WMI service, by mi.dll. Calls are synchronous, limited in time, and throw
/// <see cref="MiException"/> on failure. Not thread-safe.
/// </summary>
internal sealed unsafe class MiSession : IDisposable
{
    /// <summary>A dynamic instance needs any class name: WMI reads only the elements.</summary>
    private const string ParametersClass = "__Parameters";

    private readonly Handles* _handles = (Handles*)NativeMemory.AllocZeroed((nuint)sizeof(Handles));
    private Stage _stage;

    private MiSession()
    {
    }

    /// <summary>How far the session is opened, so that Dispose closes only what is open.</summary>
    private enum Stage
    {
        Closed,
        Application,
        Session,
        Options,
    }

    /// <summary>Opens a session. This does not contact WMI yet.</summary>
    /// <param name="timeout">MI's time limit of each call, in whole seconds.</param>
    /// <exception cref="MiException">MI failed.</exception>
    /// <exception cref="Logging.BootstrapException">mi.dll cannot be loaded.</exception>
    [SupportedOSPlatform("windows")]
    public static MiSession Open(TimeSpan timeout) => Open(MiLibrary.Initialize(), timeout);

    /// <summary>For tests: <paramref name="initialize"/> is the address of MI_Application_InitializeV1.</summary>
    internal static MiSession Open(nint initialize, TimeSpan timeout)
    {
        var session = new MiSession();
        try
        {
            session.Open(
                (delegate* unmanaged<uint, char*, Mi.Instance**, Mi.Application*, MiResult>)initialize, timeout
            );
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Passes each row of the result to <paramref name="read"/>, which must not keep it.</summary>
    /// <exception cref="MiException">The query failed.</exception>
    public void Query(string wmiNamespace, string query, Action<MiInstance> read)
    {
        Mi.Operation operation = default;
        fixed (char* space = wmiNamespace, dialect = "WQL", text = query)
        {
            _handles->Session.Functions->QueryInstances(
                &_handles->Session, 0, &_handles->Options, space, dialect, text, null, &operation
            );
            ReadAll(&operation, read);
        }
    }

    /// <summary>Calls a static method and returns its ReturnValue, 0 if it has none.</summary>
    /// <exception cref="MiException">The method could not be called.</exception>
    public uint Invoke(
        string wmiNamespace, string className, string method,
        params ReadOnlySpan<(string Name, object Value)> parameters
    )
    {
        Mi.Instance* instance;
        fixed (char* name = ParametersClass)
        {
            MiFailure.ThrowIfFailed(
                _handles->Application.Functions->NewInstance(&_handles->Application, name, null, &instance)
            );
        }

        try
        {
            foreach (var (name, value) in parameters)
            {
                new MiInstance(instance).Add(name, value);
            }

            Mi.Operation operation = default;
            uint? code = null;
            fixed (char* space = wmiNamespace, name = className, call = method)
            {
                _handles->Session.Functions->Invoke(
                    &_handles->Session, 0, &_handles->Options, space, name, call, null, instance, null, &operation
                );
                ReadAll(&operation, result => code = CimRows.Number(result.Value("ReturnValue")));
            }

            return code ?? 0;
        }
        finally
        {
            instance->Functions->Delete(instance);
        }
    }

    /// <summary>Deletes the object of a row.</summary>
    /// <exception cref="MiException">The object could not be deleted.</exception>
    public void Delete(string wmiNamespace, MiInstance row)
    {
        Mi.Operation operation = default;
        fixed (char* space = wmiNamespace)
        {
            _handles->Session.Functions->DeleteInstance(
                &_handles->Session, 0, &_handles->Options, space, row.Native, null, &operation
            );
            ReadAll(&operation, static _ => { });
        }
    }

    /// <summary>
    /// Closes what is open; this may block like any WMI call. An application must be closed after its sessions
    /// (https://learn.microsoft.com/windows/win32/api/mi/nf-mi-mi_application_close).
    /// </summary>
    public void Dispose()
    {
        if (_stage >= Stage.Options)
        {
            _handles->Options.Functions->Delete(&_handles->Options);
        }

        // If a session cannot be closed, closing its application would wait for it without a limit.
        if (_stage < Stage.Session || _handles->Session.Functions->Close(&_handles->Session, null, null) == MiResult.Ok)
        {
            if (_stage >= Stage.Application)
            {
                _handles->Application.Functions->Close(&_handles->Application);
            }
        }

        _stage = Stage.Closed;
        NativeMemory.Free(_handles);
    }

    private void Open(
        [Native(Mi.EntryPoint)] delegate* unmanaged<uint, char*, Mi.Instance**, Mi.Application*, MiResult> initialize,
        TimeSpan timeout
    )
    {
        Mi.Instance* error = null;
        var result = initialize(0, null, &error, &_handles->Application);
        MiFailure.ThrowIfFailedAndDelete(result, error);
        _stage = Stage.Application;

        error = null;
        result = _handles->Application.Functions->NewSession(
            &_handles->Application, null, null, null, null, &error, &_handles->Session
        );
        MiFailure.ThrowIfFailedAndDelete(result, error);
        _stage = Stage.Session;

        MiFailure.ThrowIfFailed(
            _handles->Application.Functions->NewOperationOptions(&_handles->Application, 0, &_handles->Options)
        );
        _stage = Stage.Options;

        var interval = new Mi.Interval { Seconds = (uint)timeout.TotalSeconds };
        fixed (char* name = Mi.TimeoutOption)
        {
            MiFailure.ThrowIfFailed(_handles->Options.Functions->SetInterval(&_handles->Options, name, &interval, 0));
        }
    }

    /// <summary>Reads all results and closes the operation, also after a failure.</summary>
    private static void ReadAll(Mi.Operation* operation, Action<MiInstance> read)
    {
        if (operation->Functions == null)
        {
            throw new MiException(MiResult.Failed, "MI began no operation", messageId: null, errorCode: null);
        }

        var hasMore = true;
        try
        {
            while (hasMore)
            {
                var answer = ReadNext(operation);
                hasMore = answer.HasMore;
                MiFailure.ThrowIfFailed(answer.Result, answer.Message, answer.Details);
                if (answer.Instance != null)
                {
                    read(new MiInstance(answer.Instance));
                }
            }
        }
        finally
        {
            // After a failure, read the remaining results: MI does not close an operation before its last result was
            // read (https://learn.microsoft.com/windows/win32/api/mi/nf-mi-mi_operation_close).
            if (hasMore)
            {
                operation->Functions->Cancel(operation, Mi.ReasonNone);
                while (ReadNext(operation).HasMore)
                {
                }
            }

            operation->Functions->Close(operation);
        }
    }

    private static Answer ReadNext(Mi.Operation* operation)
    {
        Answer answer = default;
        var called = operation->Functions->GetInstance(
            operation, &answer.Instance, &answer.More, &answer.Result, &answer.Message, &answer.Details
        );
        return called == MiResult.Ok ? answer : new Answer { Result = called };
    }

    private struct Handles
    {
        public Mi.Application Application;
        public Mi.Session Session;
        public Mi.OperationOptions Options;
    }

    /// <summary>The results of GetInstance, valid until the next call.</summary>
    private struct Answer
    {
        public Mi.Instance* Instance;
        public byte More;
        public MiResult Result;
        public char* Message;
        public Mi.Instance* Details;

        public readonly bool HasMore => More != 0;
    }
}
