namespace Bootstrap.Workload;

/// <summary>The processes of a job at one moment.</summary>
/// <param name="Ids">Their ids. An id may belong to another process by the time it is used.</param>
/// <param name="Problem">Why they are not known, with the Win32 error, or null.</param>
internal sealed record JobProcesses(IReadOnlyList<uint> Ids, string? Problem);
