namespace Bootstrap.Diagnosis;

/// <summary>
/// The bootstrap.exe process that runs the workload of this container, and the options on its command line.
/// <c>docker exec</c> and HEALTHCHECK start <c>check</c> with the container's environment, but without the options in
/// ENTRYPOINT.
/// </summary>
/// <param name="ProcessId">Its process id; null if none runs.</param>
/// <param name="Options">The options that affect the plan, such as <c>--mode awsvpc</c>.</param>
/// <param name="Failure">Why its command line cannot be read, or null.</param>
internal sealed record RunningBootstrap(uint? ProcessId, IReadOnlyList<string> Options, string? Failure = null);
