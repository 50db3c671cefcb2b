namespace Bootstrap.Workload;

/// <summary>What became of opening a process of the job.</summary>
/// <param name="Process">The process, or null.</param>
/// <param name="Error">The Win32 error, or null where there is none or the process has ended.</param>
internal sealed record JobProcessResult(JobProcess? Process, int? Error);
