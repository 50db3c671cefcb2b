namespace Bootstrap.Workload;

/// <summary>The result of opening a process of the job.</summary>
/// <param name="Process">The process, or null.</param>
/// <param name="Error">The Win32 error; null without one, or if the process has ended.</param>
internal readonly record struct JobProcessResult(JobProcess? Process, int? Error);
