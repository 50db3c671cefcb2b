namespace Bootstrap.Services;

/// <summary>What a service's state means.</summary>
internal static class ServiceStates
{
    /// <summary>Whether it has a process whose environment is older than this moment, and will keep it.</summary>
    public static bool IsActive(this ServiceState state) =>
        state is not (ServiceState.Stopped or ServiceState.StopPending);

    /// <summary>The state as <c>sc query</c> spells it, in lower case.</summary>
    public static string Name(this ServiceState state) => state switch
    {
        ServiceState.Stopped => "stopped",
        ServiceState.StartPending => "start pending",
        ServiceState.StopPending => "stop pending",
        ServiceState.Running => "running",
        ServiceState.ContinuePending => "continue pending",
        ServiceState.PausePending => "pause pending",
        ServiceState.Paused => "paused",
        _ => $"{(int)state}",
    };
}
