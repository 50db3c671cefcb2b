namespace Bootstrap.Network;

/// <summary>Changes that failed and that another attempt would not help: a new plan does without them.</summary>
internal sealed class FailedChanges
{
    /// <summary>Stale routes that could not be removed: the plan outranks them instead.</summary>
    public HashSet<RouteKey> Unremovable { get; } = [];

    /// <summary>Routes whose metric could not be lowered: the plan keeps them as they are.</summary>
    public HashSet<RouteKey> Unlowerable { get; } = [];
}
