namespace Bootstrap.Services;

/// <summary>The service control manager, and the registry value <c>Environment</c> of each service.</summary>
/// <remarks>Failures throw a <see cref="Logging.BootstrapException"/> with the native code.</remarks>
internal interface IServiceManager
{
    /// <summary>The status of a service. Throws if the service does not exist.</summary>
    ServiceStatus Status(string service);

    /// <summary>
    /// All services that depend on it, directly or indirectly, in the order in which they must be stopped.
    /// </summary>
    List<string> Dependents(string service);

    /// <summary>Whether Windows starts the service at boot; false if that cannot be read.</summary>
    bool StartsAutomatically(string service);

    /// <summary>The services that run in a process.</summary>
    List<string> InProcess(uint processId);

    /// <summary>Requests a stop and does not wait for it. Returns 0 or a Win32 error.</summary>
    int Stop(string service);

    /// <summary>Requests a start and does not wait until the service runs. Returns 0 or a Win32 error.</summary>
    int Start(string service);

    /// <summary>The text of a Win32 error.</summary>
    string Describe(int error);

    /// <summary>
    /// The data of the registry value, or null if it does not exist. Throws if its type is not REG_MULTI_SZ.
    /// </summary>
    byte[]? ReadEnvironment(string service);

    /// <summary>Writes the registry value as REG_MULTI_SZ; null deletes it.</summary>
    void WriteEnvironment(string service, byte[]? data);

    /// <summary>
    /// Whether the process started before the last change of the service's registry key, so that it may have an older
    /// environment; false if Windows does not return the times.
    /// </summary>
    bool IsOlderThanEnvironment(string service, uint processId);
}
