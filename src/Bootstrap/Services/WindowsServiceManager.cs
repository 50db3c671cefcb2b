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
            !AdvApi32.QueryServiceStatusEx(
                handle.Value, AdvApi32.StatusProcessInfo, &status, (uint)sizeof(AdvApi32.ServiceStatusProcess), &needed
            )
        )
        {
            throw Failure("query", service, Marshal.GetLastPInvokeError());
        }

        return new ServiceStatus(service, (ServiceState)status.State)
        {
            ProcessId = status.ProcessId,
            CheckPoint = status.CheckPoint,
            WaitHint = TimeSpan.FromMilliseconds(status.WaitHint),
            ExitCode = status.ExitCode,
            ServiceExitCode = status.ServiceExitCode,
        };
    }

    public List<ServiceStatus> Dependents(string service)
    {
        using var handle = Open(service, AdvApi32.ServiceEnumerateDependents);
        var buffer = Array.Empty<byte>();
        uint needed = 0, count;
        while (true)
        {
            fixed (byte* rows = buffer)
            {
                if (
                    AdvApi32.EnumDependentServicesW(
                        handle.Value, AdvApi32.ServiceStateAll, rows, (uint)buffer.Length, &needed, &count
                    )
                )
                {
                    var dependents = new List<ServiceStatus>();
                    for (var row = (AdvApi32.EnumServiceStatus*)rows; count-- > 0; row++)
                    {
                        dependents.Add(
                            new ServiceStatus(new string(row->Name), (ServiceState)row->Status.State)
                            {
                                ExitCode = row->Status.ExitCode,
                            }
                        );
                    }

                    return dependents;
                }
            }

            buffer = Larger(buffer, needed, "enumerate what depends on", service);
        }
    }

    public bool StartsAutomatically(string service)
    {
        using var handle = Open(service, AdvApi32.ServiceQueryConfig);
        var buffer = Array.Empty<byte>();
        uint needed = 0;
        while (true)
        {
            fixed (byte* configuration = buffer)
            {
                if (AdvApi32.QueryServiceConfigW(handle.Value, configuration, (uint)buffer.Length, &needed))
                {
                    return ((AdvApi32.QueryServiceConfig*)configuration)->StartType == AdvApi32.ServiceAutoStart;
                }
            }

            buffer = Larger(buffer, needed, "query", service);
        }
    }

    public List<string> InProcess(uint processId)
    {
        const string all = "(all)";
        using var manager = OpenManager(AdvApi32.ManagerConnect | AdvApi32.ManagerEnumerateService, all);
        var buffer = Array.Empty<byte>();
        uint needed = 0, count;
        while (true)
        {
            fixed (byte* rows = buffer)
            {
                var resume = 0u;
                if (
                    AdvApi32.EnumServicesStatusExW(
                        manager.Value, AdvApi32.EnumProcessInfo, AdvApi32.ServicePrograms, AdvApi32.ServiceActive, rows,
                        (uint)buffer.Length, &needed, &count, &resume, 0
                    )
                )
                {
                    var names = new List<string>();
                    for (var row = (AdvApi32.EnumServiceStatusProcess*)rows; count-- > 0; row++)
                    {
                        if (row->Status.ProcessId == processId)
                        {
                            names.Add(new string(row->Name));
                        }
                    }

                    return names;
                }
            }

            // This function returns the number of missing bytes, not the needed size.
            buffer = Larger(buffer, needed + (uint)buffer.Length, "enumerate", all);
        }
    }

    public int Stop(string service) => Control("stop", service, AdvApi32.ServiceStop, static handle =>
    {
        AdvApi32.ServiceStatus status;
        return AdvApi32.ControlService(handle, AdvApi32.ServiceControlStop, &status);
    });

    public int Start(string service) => Control(
        "start", service, AdvApi32.ServiceStart, static handle => AdvApi32.StartServiceW(handle, 0, 0)
    );

    public RegistryData? ReadEnvironment(string service)
    {
        const string what = "read the environment of";
        using var key = OpenKey(service, AdvApi32.KeyQueryValue, what);
        var buffer = new byte[4096];
        while (true)
        {
            uint type;
            var length = (uint)buffer.Length;
            int error;
            fixed (char* name = Value)
            fixed (byte* data = buffer)
            {
                error = AdvApi32.RegQueryValueExW(key.Value, name, 0, &type, data, &length);
            }

            switch (error)
            {
                case AdvApi32.ErrorSuccess:
                    return new RegistryData(type, buffer[..(int)length]);

                case AdvApi32.ErrorFileNotFound:
                    return null;

                case AdvApi32.ErrorMoreData:
                    buffer = new byte[length];
                    break;

                default:
                    throw Failure(what, service, error);
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

    private static RegistryKeyHandle OpenKey(string service, uint access, string what)
    {
        nint key;
        int error;
        fixed (char* path = $@"SYSTEM\CurrentControlSet\Services\{service}")
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
        _manager ??= OpenManager(AdvApi32.ManagerConnect, service);
        fixed (char* name = service)
        {
            return AdvApi32.OpenServiceW(_manager.Value, name, access) is not 0 and var handle
                ? new ServiceHandle(handle)
                : throw Failure("open", service, Marshal.GetLastPInvokeError());
        }
    }

    private static ServiceHandle OpenManager(uint access, string service)
    {
        const string what = "ask the service control manager for";
        nint manager = 0;
        try
        {
            var error = Bounded("open", service, () =>
            {
                manager = AdvApi32.OpenSCManagerW(0, 0, access);
                return manager == 0 ? Marshal.GetLastPInvokeError() : 0;
            });
            return error == 0 ? new ServiceHandle(manager) : throw Failure(what, service, error);
        }
        catch (TypeLoadException missing) // DllNotFoundException: this call loads advapi32.dll.
        {
            throw new BootstrapException(
                Messages.ServiceFailed, [what, service, missing.Message.TrimEnd('.')], innerException: missing
            );
        }
    }

    /// <summary>Makes a call that may hang; the thread that makes it closes the handle after it.</summary>
    private int Control(string what, string service, uint access, Func<nint, bool> call)
    {
#pragma warning disable CA2000
        var handle = Open(service, access);
#pragma warning restore CA2000
        return Bounded(what, service, () =>
        {
            using (handle)
            {
                return call(handle.Value) ? 0 : Marshal.GetLastPInvokeError();
            }
        });
    }

    private static int Bounded(string what, string service, Func<int> call)
    {
        var task = Background.Start(call);
        return task.EndsWithin(CallBound)
            ? task.GetAwaiter().GetResult()
            : throw ServiceFailures.NoAnswer(what, service, CallBound);
    }

    /// <summary>A larger buffer, after a call that needs it.</summary>
    private static byte[] Larger(byte[] buffer, uint needed, string what, string service)
    {
        var error = Marshal.GetLastPInvokeError();
        return error is AdvApi32.ErrorMoreData or AdvApi32.ErrorInsufficientBuffer && needed > buffer.Length
            ? new byte[needed]
            : throw Failure(what, service, error);
    }

    private static BootstrapException Failure(string what, string service, int error) =>
        ServiceFailures.Call(what, service, error, Win32Error.Describe(error));
}
