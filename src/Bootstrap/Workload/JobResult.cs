namespace Bootstrap.Workload;

/// <summary>The created job, or why there is none.</summary>
/// <param name="Job">The job, or null.</param>
/// <param name="Problem">The call that failed and its Win32 error, or null.</param>
internal readonly record struct JobResult(Job? Job, string? Problem);
