namespace Bootstrap.Services;

/// <summary>The state of a service, with the values of SERVICE_STATUS.dwCurrentState (winsvc.h).</summary>
internal enum ServiceState
{
    Stopped = 1,
    StartPending = 2,
    StopPending = 3,
    Running = 4,
    ContinuePending = 5,
    PausePending = 6,
    Paused = 7,
}
