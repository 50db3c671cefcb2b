namespace Bootstrap.Services;

/// <summary>The status of a service (SERVICE_STATUS_PROCESS, winsvc.h).</summary>
/// <param name="state">Its state.</param>
internal sealed class ServiceStatus(ServiceState state)
{
    public ServiceState State => state;

    /// <summary>Its process id, or 0.</summary>
    public uint ProcessId { get; init; }

    /// <summary>A number that the service increments to show the progress of a pending start or stop.</summary>
    public uint CheckPoint { get; init; }

    /// <summary>How long the next step takes, as the service estimates it.</summary>
    public TimeSpan WaitHint { get; init; }

    /// <summary>
    /// The Win32 error with which it stopped; 1077 (ERROR_SERVICE_NEVER_STARTED) if it was not started since boot.
    /// </summary>
    public uint ExitCode { get; init; }

    /// <summary>The service-specific error, if <see cref="ExitCode"/> is 1066.</summary>
    public uint ServiceExitCode { get; init; }
}
