using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Bootstrap.Windows;
using Microsoft.Win32.SafeHandles;

namespace Bootstrap.Workload;

/// <summary>
/// An open handle to a process of the workload's job. While it is open, Windows does not reuse the process id.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class JobProcess : IDisposable
{
    private JobProcess(uint id, SafeProcessHandle handle, string image)
    {
        Id = id;
        Handle = handle;
        Image = image;
    }

    public uint Id { get; }

    public SafeProcessHandle Handle { get; }

    /// <summary>The full path of its program (QueryFullProcessImageNameW); empty on failure.</summary>
    public string Image { get; }

    /// <summary>
    /// Whether it is conhost.exe, the console's host. It is not part of the workload and ends with its console; a stop
    /// event would make it close the programs of the console.
    /// </summary>
    public bool IsConsoleHost => Image.EndsWith(@"\conhost.exe", StringComparison.OrdinalIgnoreCase);

    /// <summary>"app.exe (1234)".</summary>
    public string Name =>
        string.Create(CultureInfo.InvariantCulture, $"{Image[(Image.LastIndexOf('\\') + 1)..]} ({Id})");

    /// <summary>Opens a process of the job (OpenProcess, IsProcessInJob).</summary>
    /// <param name="id">Its id.</param>
    /// <param name="access">The access rights, including a right to query.</param>
    /// <param name="job">The job, or null if the caller has the process open, so that its id is certain.</param>
    /// <returns>
    /// The process; or nothing if it has ended, also if its id now belongs to a process outside the job; or the Win32
    /// error.
    /// </returns>
    public static JobProcessResult Open(uint id, uint access, Job? job)
    {
        var handle = Kernel32.OpenProcess(access, inheritHandle: false, id);
        if (handle.IsInvalid)
        {
            var error = Marshal.GetLastPInvokeError();
            handle.Dispose();
            return new JobProcessResult(null, error == Win32Error.InvalidParameter ? null : error);
        }

        var isInJob = job is null ? true : job.Contains(handle);
        if (isInJob != true)
        {
            int? error = isInJob is null ? Marshal.GetLastPInvokeError() : null;
            handle.Dispose();
            return new JobProcessResult(null, error);
        }

#pragma warning disable CA2000 // The result owns it.
        return new JobProcessResult(new JobProcess(id, handle, ReadImage(handle)), null);
#pragma warning restore CA2000
    }

    /// <summary>Whether the process ends within this time; false also if the wait fails.</summary>
    public unsafe bool EndsWithin(TimeSpan time)
    {
        var handle = Handle.DangerousGetHandle();
        return Kernel32.WaitForMultipleObjects(1, &handle, waitAll: false, (uint)time.TotalMilliseconds) == 0;
    }

    public void Dispose() => Handle.Dispose();

    private static unsafe string ReadImage(SafeProcessHandle process)
    {
        var length = 1024u;
        var buffer = stackalloc char[(int)length];
        return Kernel32.QueryFullProcessImageNameW(process, 0, buffer, &length)
            ? new string(buffer, 0, (int)length)
            : string.Empty;
    }
}
