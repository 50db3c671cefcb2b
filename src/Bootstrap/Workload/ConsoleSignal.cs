using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Bootstrap.Windows;

namespace Bootstrap.Workload;

/// <summary>Sends a console event to one process.</summary>
/// <remarks>
/// Creates a remote thread at kernel32!CtrlRoutine with the event as its argument, like the Windows console and the
/// container runtime's shim (hcsshim, internal/jobcontainers/process.go). This is not documented, and security products
/// may report CreateRemoteThread. The documented GenerateConsoleCtrlEvent sends only Ctrl-C and Ctrl-Break, fails in
/// containers (https://github.com/docker/for-win/issues/3173), and also reaches this process and its parents on the
/// same console.
/// </remarks>
[SupportedOSPlatform("windows")]
internal static class ConsoleSignal
{
    /// <summary>How long to wait for the end of a process that accepts no more threads.</summary>
    private static readonly TimeSpan EndOfAProcess = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Sends the event to the process, if it is in the job. Returns null, or why the process did not receive it.
    /// </summary>
    /// <param name="consoleEvent">The event.</param>
    /// <param name="processId">The process.</param>
    /// <param name="job">The job, or null if the caller has the process open.</param>
    public static string? Send(ConsoleEvent consoleEvent, uint processId, Job? job)
    {
        var opened = JobProcess.Open(processId, Kernel32.ProcessCreateRemoteThread, job);
        if (opened.Error is { } error)
        {
            return Problem(processId, "OpenProcess", error);
        }

        using var process = opened.Process;
        if (process is null || process.IsConsoleHost)
        {
            return null;
        }

        if (!Kernel32.IsWow64Process(process.Handle, out var is32Bit))
        {
            return Problem(processId, "IsWow64Process", Marshal.GetLastPInvokeError());
        }

        if (is32Bit)
        {
            // A 32-bit process has another kernel32.dll, at another address.
            return $"{process.Name} is a 32-bit program";
        }

        if (CtrlRoutine() is not (not 0 and var routine))
        {
            return "kernel32.dll has no CtrlRoutine";
        }

        using var thread = Kernel32.CreateRemoteThread(process.Handle, 0, 0, routine, (nint)consoleEvent, 0, out _);
        if (!thread.IsInvalid)
        {
            return null;
        }

        // A process that is ending accepts no thread: ERROR_ACCESS_DENIED.
        var refusal = Marshal.GetLastPInvokeError();
        return process.EndsWithin(EndOfAProcess) ? null : Problem(processId, "CreateRemoteThread", refusal);
    }

    /// <summary>The routine's address. kernel32.dll has the same address in all 64-bit processes.</summary>
    private static nint CtrlRoutine() =>
        NativeLibrary.TryLoad("kernel32.dll", typeof(Kernel32).Assembly, DllImportSearchPath.System32, out var kernel)
        && NativeLibrary.TryGetExport(kernel, "CtrlRoutine", out var routine)
            ? routine
            : 0;

    private static string Problem(uint processId, string call, int error) =>
        string.Create(CultureInfo.InvariantCulture, $"process {processId}: {call}: {Win32Error.Describe(error)}");
}
