using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Bootstrap.Logging;
using Bootstrap.Threading;
using Bootstrap.Windows;

namespace Bootstrap.Services;

/// <summary>The service control manager and the registry of Windows.</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe class WindowsServiceManager : IServiceManager, IDisposable
{
    private const string Value = "Environment";

    /// <summary>
    /// The time limit of calls that may block: the service control manager waits 30 s for a service's handler
    /// (https://learn.microsoft.com/windows/win32/services/service-control-handler-function), and 30 s for a process
    /// that starts.
    /// </summary>
    private static readonly TimeSpan CallBound = TimeSpan.FromSeconds(60);

    private ServiceHandle? _manager;

    public ServiceStatus Status(string service)
    {
        using var handle = Open(service, AdvApi32.ServiceQueryStatus);
        AdvApi32.ServiceStatusProcess status;
        uint needed;
        if (
            AdvApi32.QueryServiceStatusEx(
                handle.Value, AdvApi32.StatusProcessInfo, &status, (uint)sizeof(AdvApi32.ServiceStatusProcess), &needed
            ) == 0
        )
        {
            throw Failure("query", service, Marshal.GetLastSystemError());
        }

        return new ServiceStatus((ServiceState)status.State)
        {
            ProcessId = status.ProcessId,
            CheckPoint = status.CheckPoint,
            WaitHint = TimeSpan.FromMilliseconds(status.WaitHint),
            ExitCode = status.ExitCode,
            ServiceExitCode = status.ServiceExitCode,
        };
    }

    public List<string> Dependents(string service)
    {
        using var handle = Open(service, AdvApi32.ServiceEnumerateDependents);
        var names = new List<string>();
        fixed (byte* rows = new byte[AdvApi32.LongestDependents])
        {
            uint needed, count;
            if (
                AdvApi32.EnumDependentServicesW(
                    handle.Value, AdvApi32.ServiceStateAll, rows, AdvApi32.LongestDependents, &needed, &count
                ) == 0
            )
            {
                throw Failure("enumerate what depends on", service, Marshal.GetLastSystemError());
            }

            for (var row = (AdvApi32.EnumServiceStatus*)rows; count-- > 0; row++)
            {
                names.Add(new string(row->Name));
            }
        }

        return names;
    }

    public bool StartsAutomatically(string service) =>
        KernelBase.Number(KeyOf(service), "Start") == AdvApi32.ServiceAutoStart;

    public List<string> InProcess(uint processId)
    {
        const string all = "(all)";
        using var manager = OpenManager(all, AdvApi32.ManagerConnect | AdvApi32.ManagerEnumerateService);
        var names = new List<string>();
        fixed (byte* rows = new byte[AdvApi32.LongestServices])
        {
            uint needed, count, resume = 0;
            if (
                AdvApi32.EnumServicesStatusExW(
                    manager.Value, AdvApi32.EnumProcessInfo, AdvApi32.ServicePrograms, AdvApi32.ServiceActive, rows,
                    AdvApi32.LongestServices, &needed, &count, &resume, 0
                ) == 0
            )
            {
                throw Failure("enumerate", all, Marshal.GetLastSystemError());
            }

            for (var row = (AdvApi32.EnumServiceStatusProcess*)rows; count-- > 0; row++)
            {
                if (row->Status.ProcessId == processId)
                {
                    names.Add(new string(row->Name));
                }
            }
        }

        return names;
    }

    public int Stop(string service) => Control("stop", service, AdvApi32.ServiceStop);

    public int Start(string service) => Control("start", service, AdvApi32.ServiceStart);

    public string Describe(int error) => Win32Error.Describe(error);

    public byte[]? ReadEnvironment(string service)
    {
        const string what = "read the environment of";
        using var key = OpenKey(service, AdvApi32.KeyQueryValue, what);
        var length = 4096u;
        while (true)
        {
            var buffer = new byte[length];
            uint type;
            int error;
            fixed (char* name = Value)
            fixed (byte* data = buffer)
            {
                error = AdvApi32.RegQueryValueExW(key.Value, name, 0, &type, data, &length);
            }

            if (error != AdvApi32.ErrorMoreData)
            {
                return error switch
                {
                    AdvApi32.ErrorSuccess when type == AdvApi32.RegMultiSz => buffer[..(int)length],
                    AdvApi32.ErrorSuccess => throw ServiceFailures.WrongType(service, type),
                    AdvApi32.ErrorFileNotFound => null,
                    _ => throw Failure(what, service, error),
                };
            }
        }
    }

    public void WriteEnvironment(string service, byte[]? data)
    {
        const string what = "change the environment of";
        using var key = OpenKey(service, AdvApi32.KeySetValue, what);
        int error;
        fixed (char* name = Value)
        fixed (byte* start = data)
        {
            error = data is null
                ? AdvApi32.RegDeleteValueW(key.Value, name)
                : AdvApi32.RegSetValueExW(key.Value, name, 0, AdvApi32.RegMultiSz, start, (uint)data.Length);
        }

        if (error != AdvApi32.ErrorSuccess)
        {
            throw Failure(what, service, error);
        }
    }

    public bool IsOlderThanEnvironment(string service, uint processId)
    {
        using var key = OpenKey(service, AdvApi32.KeyQueryValue, "query");
        using var process = Kernel32.OpenProcess(
            Kernel32.ProcessQueryLimitedInformation, inheritHandle: false, processId
        );
        long lastWrite,
            created, exited, kernel, user;
        return !process.IsInvalid
            && Kernel32.GetProcessTimes(process, &created, &exited, &kernel, &user)
            && AdvApi32.RegQueryInfoKeyW(key.Value, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, &lastWrite) == AdvApi32.ErrorSuccess
            && created < lastWrite;
    }

    public void Dispose() => _manager?.Dispose();

    private static string KeyOf(string service) => $@"SYSTEM\CurrentControlSet\Services\{service}";

    private static RegistryKeyHandle OpenKey(string service, uint access, string what)
    {
        nint key;
        int error;
        fixed (char* path = KeyOf(service))
        {
            error = AdvApi32.RegOpenKeyExW(AdvApi32.LocalMachine, path, 0, access, &key);
        }

        return error switch
        {
            AdvApi32.ErrorSuccess => new RegistryKeyHandle(key),
            AdvApi32.ErrorFileNotFound => throw ServiceFailures.NotFound(service, error),
            _ => throw Failure(what, service, error),
        };
    }

    private ServiceHandle Open(string service, uint access)
    {
        _manager ??= OpenManager(service, AdvApi32.ManagerConnect);
        fixed (char* name = service)
        {
            return AdvApi32.OpenServiceW(_manager.Value, name, access) is not 0 and var handle
                ? new ServiceHandle(handle)
                : throw Failure("open", service, Marshal.GetLastSystemError());
        }
    }

    private static ServiceHandle OpenManager(string service, uint access)
    {
        const string what = "ask the service control manager for";
        nint manager = 0;
        try
        {
            var error = Bounded("open", service, () =>
            {
                manager = AdvApi32.OpenSCManagerW(0, 0, access);
                return manager == 0 ? (uint)Marshal.GetLastSystemError() : null;
            });
            return error is null ? new ServiceHandle(manager) : throw Failure(what, service, (int)error);
        }
        catch (TypeLoadException missing) // DllNotFoundException: this call loads advapi32.dll.
        {
            throw new BootstrapException(
                Messages.ServiceFailed, [what, service, missing.Message.TrimEnd('.')], innerException: missing
            );
        }
    }

    /// <summary>
    /// Stops or starts. The call may hang; the thread that makes it closes the handle after it. Returns 0 or the error.
    /// </summary>
    private int Control(string what, string service, uint access)
    {
#pragma warning disable CA2000
        var handle = Open(service, access);
#pragma warning restore CA2000
        var error = Bounded(what, service, () =>
        {
            using (handle)
            {
                AdvApi32.ServiceStatus status;
                var isDone = access == AdvApi32.ServiceStop
                    ? AdvApi32.ControlService(handle.Value, AdvApi32.ServiceControlStop, &status)
                    : AdvApi32.StartServiceW(handle.Value, 0, 0);
                return isDone == 0 ? (uint)Marshal.GetLastSystemError() : null;
            }
        });
        return (int)error.GetValueOrDefault();
    }

    /// <summary>Makes a call that returns a Win32 error or null. A number without null would need more code.</summary>
    private static uint? Bounded(string what, string service, Func<uint?> call)
    {
        var task = Background.Start(call);
        return task.EndsWithin(CallBound)
            ? task.GetAwaiter().GetResult()
            : throw ServiceFailures.NoAnswer(what, service, CallBound);
    }

    private static BootstrapException Failure(string what, string service, int error) =>
        ServiceFailures.Call(what, service, error, Win32Error.Describe(error));
}
