using System.Globalization;

namespace Bootstrap.Services;

/// <summary>Properties of service states.</summary>
internal static class ServiceStates
{
    /// <summary>Whether the service has a process that keeps running with its current environment.</summary>
    public static bool IsActive(this ServiceState state) =>
        state is not (ServiceState.Stopped or ServiceState.StopPending);

    /// <summary>The state as in <c>sc query</c>, in lower case.</summary>
    public static string Name(this ServiceState state) => state switch
    {
        ServiceState.Stopped => "stopped",
        ServiceState.StartPending => "start pending",
        ServiceState.StopPending => "stop pending",
        ServiceState.Running => "running",
        ServiceState.ContinuePending => "continue pending",
        ServiceState.PausePending => "pause pending",
        ServiceState.Paused => "paused",
        _ => ((int)state).ToString(CultureInfo.InvariantCulture),
    };
}
