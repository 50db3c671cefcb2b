using Bootstrap.Ecs;

namespace Bootstrap.Network;

/// <summary>How long to wait for the network, and whether the workload starts without it.</summary>
/// <param name="Timeout">The longest wait for a default route, and for adding a required route.</param>
/// <param name="IsRequired">The workload does not start without the network.</param>
internal readonly record struct NetworkPatience(TimeSpan Timeout, bool IsRequired)
{
    /// <summary>The agent attaches the network of a task within three minutes.</summary>
    private static readonly TimeSpan InTask = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Elsewhere = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A task without credentials variables and without a route by name does not need the network: its start is delayed
    /// by 30 s at most, also with a longer <c>--network-timeout</c>.
    /// </summary>
    /// <param name="networkTimeout"><c>--network-timeout</c>, or null if it is not set.</param>
    /// <param name="environment">The task's variables.</param>
    /// <param name="options">The plan options.</param>
    public static NetworkPatience Of(TimeSpan? networkTimeout, TaskEnvironment environment, PlanOptions options)
    {
        var isRequired = environment.AsksForCredentials || !options.HasDefaultPrefixes;
        var timeout = networkTimeout ?? (environment.IsTask ? InTask : Elsewhere);
        return new NetworkPatience(isRequired || timeout < Elsewhere ? timeout : Elsewhere, isRequired);
    }
}
