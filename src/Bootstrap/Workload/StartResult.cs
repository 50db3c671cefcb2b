using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bootstrap.Workload;

/// <summary>The result of starting a process.</summary>
/// <param name="Process">The process, or null.</param>
/// <param name="ProcessId">Its id.</param>
/// <param name="Call">The call that failed.</param>
/// <param name="Error">Its Win32 error.</param>
internal readonly record struct StartResult(SafeProcessHandle? Process, uint ProcessId, string Call, int Error)
{
    /// <summary>A call that has just failed, with the calling thread's last error.</summary>
    public static StartResult Failed(string call) => new(null, 0, call, Marshal.GetLastPInvokeError());
}
