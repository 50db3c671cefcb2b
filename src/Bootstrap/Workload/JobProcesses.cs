namespace Bootstrap.Workload;

/// <summary>The processes of a job at one moment.</summary>
/// <param name="Ids">Their ids. Windows may reuse an id before it is used here.</param>
/// <param name="Problem">Why the ids are not known, with the Win32 error, or null.</param>
internal readonly record struct JobProcesses(IReadOnlyList<uint> Ids, string? Problem);
