namespace Bootstrap.Diagnosis;

/// <summary>
/// The bootstrap.exe that runs the workload of this container, and the options that it was given on its command line:
/// <c>docker exec</c> and HEALTHCHECK start <c>check</c> with the container's environment, and without ENTRYPOINT's
/// options.
/// </summary>
/// <param name="ProcessId">Its process id; null when none runs.</param>
/// <param name="Told">The options that decide what is planned, such as <c>--mode awsvpc</c>.</param>
/// <param name="Failure">Why its command line is not known; null when it is.</param>
internal sealed record RunningBootstrap(uint? ProcessId, IReadOnlyList<string> Told, string? Failure = null);
