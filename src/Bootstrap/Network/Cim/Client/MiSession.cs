using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Bootstrap.Windows;

namespace Bootstrap.Network.Cim;

/// <summary>
/// A session with the local WMI service, by Windows' own mi.dll. Calls are synchronous: each returns when WMI has
/// answered or the time is over, and throws <see cref="MiException"/> when it failed. One thread at a time.
/// </summary>
internal sealed unsafe class MiSession : IDisposable
{
    /// <summary>A dynamic instance needs a class name; WMI reads only the elements.</summary>
    private const string ParametersClass = "__Parameters";

    private readonly Handles* _handles = (Handles*)NativeMemory.AllocZeroed((nuint)sizeof(Handles));
    private Stage _stage;

    private MiSession()
    {
    }

    /// <summary>How far the session has been opened, so that a failure half-way is undone.</summary>
    private enum Stage
    {
        Closed,
        Application,
        Session,
        Options,
    }

    /// <summary>Opens a session. Nothing is asked of WMI yet.</summary>
    /// <param name="timeout">How long MI lets each call take, in whole seconds.</param>
    /// <exception cref="MiException">MI refused.</exception>
    /// <exception cref="Logging.BootstrapException">There is no mi.dll.</exception>
    [SupportedOSPlatform("windows")]
    public static MiSession Open(TimeSpan timeout) => Open(MiLibrary.Initialize(), timeout);

    /// <summary>The same with another MI_Application_InitializeV1, at <paramref name="initialize"/>.</summary>
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

    /// <summary>Passes each row of the answer to <paramref name="read"/>, which must not keep it.</summary>
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

    /// <summary>Calls a static method and returns its ReturnValue, 0 when it gives none.</summary>
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

    /// <summary>Deletes the object that a row stands for.</summary>
    /// <exception cref="MiException">It could not be deleted.</exception>
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
    /// Closes what has been opened; it may take as long as WMI does. An application must be closed, and only after its
    /// sessions (https://learn.microsoft.com/windows/win32/api/mi/nf-mi-mi_application_close).
    /// </summary>
    public void Dispose()
    {
        if (_stage >= Stage.Options)
        {
            _handles->Options.Functions->Delete(&_handles->Options);
        }

        // Where a session does not close, closing its application would wait for it without a bound.
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

    /// <summary>Reads all results and closes the operation, whatever comes of it.</summary>
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
            // After a failure half-way. MI does not close an operation whose last result has not been read
            // (https://learn.microsoft.com/windows/win32/api/mi/nf-mi-mi_operation_close).
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

    /// <summary>What GetInstance gives: the operation's, until the next call.</summary>
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
