namespace Bootstrap.Services;

/// <summary>What the service control manager says of a service (SERVICE_STATUS_PROCESS, winsvc.h).</summary>
/// <param name="name">The service.</param>
/// <param name="state">Its state.</param>
internal sealed class ServiceStatus(string name, ServiceState state)
{
    public string Name => name;

    public ServiceState State => state;

    /// <summary>Its process, or 0.</summary>
    public uint ProcessId { get; init; }

    /// <summary>A number that the service raises to show that a pending start or stop goes on.</summary>
    public uint CheckPoint { get; init; }

    /// <summary>How long the service says that its next step takes.</summary>
    public TimeSpan WaitHint { get; init; }

    /// <summary>
    /// The Win32 error with which it has stopped; 1077 (ERROR_SERVICE_NEVER_STARTED) when it was not started since the
    /// boot.
    /// </summary>
    public uint ExitCode { get; init; }

    /// <summary>Its own code, when <see cref="ExitCode"/> is 1066.</summary>
    public uint ServiceExitCode { get; init; }
}
