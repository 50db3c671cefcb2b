using Bootstrap.Ecs;

namespace Bootstrap.Network;

/// <summary>How long the network is waited for, and whether the workload starts without it.</summary>
/// <param name="Timeout">How long to wait for a default route, and to try again to add a required route.</param>
/// <param name="IsRequired">Without a network the workload is not started.</param>
internal sealed record NetworkPatience(TimeSpan Timeout, bool IsRequired)
{
    /// <summary>The agent allows itself three minutes to attach the network of a task.</summary>
    private static readonly TimeSpan InTask = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Elsewhere = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A task without credentials variables, of which no route was asked for by name, needs no network of ours: it is
    /// not kept from starting for longer than 30 s, whatever <c>--network-timeout</c> says.
    /// </summary>
    /// <param name="told"><c>--network-timeout</c>, or null when it is not given.</param>
    /// <param name="environment">What the task's variables say.</param>
    /// <param name="options">What the user overrides.</param>
    public static NetworkPatience Of(TimeSpan? told, TaskEnvironment environment, PlanOptions options)
    {
        var isRequired = environment.AsksForCredentials || !options.HasDefaultPrefixes;
        var timeout = told ?? (environment.IsTask ? InTask : Elsewhere);
        return new NetworkPatience(isRequired || timeout < Elsewhere ? timeout : Elsewhere, isRequired);
    }
}
