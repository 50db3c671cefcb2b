namespace Bootstrap.Services;

/// <summary>What the service control manager says of a service (SERVICE_STATUS_PROCESS, winsvc.h).</summary>
/// <param name="State">Its state.</param>
/// <param name="ProcessId">Its process, or 0.</param>
/// <param name="CheckPoint">A number that the service raises to show that a pending start or stop goes on.</param>
/// <param name="WaitHint">How long the service says that its next step takes.</param>
/// <param name="ExitCode">
/// The Win32 error with which it has stopped; 1077 (ERROR_SERVICE_NEVER_STARTED) when it was not started since the boot.
/// </param>
/// <param name="ServiceExitCode">Its own code, when <paramref name="ExitCode"/> is 1066.</param>
internal sealed record ServiceStatus(
    ServiceState State,
    uint ProcessId = 0,
    uint CheckPoint = 0,
    TimeSpan WaitHint = default,
    uint ExitCode = 0,
    uint ServiceExitCode = 0);
