namespace Bootstrap.Services;

/// <summary>The service control manager, and the registry value <c>Environment</c> of each service.</summary>
/// <remarks>Every failure is a <see cref="Logging.BootstrapException"/> with the native code.</remarks>
internal interface IServiceManager
{
    /// <summary>What a service does; fails when there is no such service.</summary>
    ServiceStatus Status(string service);

    /// <summary>
    /// All services that depend on it, directly or not, in the order in which they have to be stopped; without their
    /// processes.
    /// </summary>
    List<ServiceStatus> Dependents(string service);

    /// <summary>Whether Windows starts it at the boot.</summary>
    bool StartsAutomatically(string service);

    /// <summary>The services that run in a process.</summary>
    List<string> InProcess(uint processId);

    /// <summary>Tells it to stop; does not wait for it. Returns 0 or a Win32 error.</summary>
    int Stop(string service);

    /// <summary>Starts it; does not wait until it runs. Returns 0 or a Win32 error.</summary>
    int Start(string service);

    /// <summary>The registry value, or null when there is none.</summary>
    RegistryData? ReadEnvironment(string service);

    /// <summary>Writes the registry value as REG_MULTI_SZ; null deletes it.</summary>
    void WriteEnvironment(string service, byte[]? data);

    /// <summary>
    /// Whether the process was started before the service's registry key was last changed, so that it may have an older
    /// environment; false when Windows does not tell.
    /// </summary>
    bool IsOlderThanEnvironment(string service, uint processId);
}
