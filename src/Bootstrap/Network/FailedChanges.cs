namespace Bootstrap.Network;

/// <summary>Changes that failed, for later plans and for <c>--watch</c>.</summary>
internal sealed class FailedChanges
{
    /// <summary>Stale routes that could not be removed: the plan outranks them instead.</summary>
    public HashSet<RouteKey> Unremovable { get; } = [];

    /// <summary>Routes whose metric could not be lowered: the plan keeps them as they are.</summary>
    public HashSet<RouteKey> Unlowerable { get; } = [];

    /// <summary>Routes that could not be set up, each with the cause. It has been logged.</summary>
    public Dictionary<RouteKey, string> NotSetUp { get; } = [];
}
