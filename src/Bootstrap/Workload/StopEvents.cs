using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Bootstrap.Logging;
using Bootstrap.Windows;
using Serilog;

namespace Bootstrap.Workload;

/// <summary>
/// Receives console events, with which Windows stops a program. Before the workload runs, a stop ends bootstrap. While
/// it runs, stops are queued for the main thread, and the workload decides how long a stop takes.
/// </summary>
/// <remarks>
/// Windows calls the handler on a new thread, and ends the process when a handler returns, TRUE or FALSE, from CLOSE,
/// LOGOFF or SHUTDOWN (https://learn.microsoft.com/windows/console/handlerroutine). The handler therefore blocks, and
/// the main thread, which waits for the workload, ends the process with the workload's exit code. Ctrl-C and Ctrl-Break
/// are ignored: the workload is on the same console and receives them too. The workload does not inherit the handler
/// (it would inherit only a null handler), so its behaviour is unchanged.
/// </remarks>
[SupportedOSPlatform("windows")]
internal static class StopEvents
{
    /// <summary>
    /// How long a stop waits for the main thread to reach a safe point, before the handler ends the process. Windows
    /// allows five seconds in total.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly ManualResetEvent Requested = new(initialState: false);
    private static readonly Lock Gate = new();
    private static readonly Queue<ConsoleEvent> Stops = new(capacity: 4);
    private static ConsoleEvent _first;
    private static bool _isHandedOver;
    private static ILogger? _log;

    /// <summary>Installs the handler. Call it before anything that a stop must interrupt.</summary>
    public static unsafe void Listen(ILogger log)
    {
        _log = log;
        Kernel32.SetConsoleCtrlHandler(&OnEvent, add: true);
    }

    /// <summary>The handle of the event that is set while a stop is queued.</summary>
    public static nint Handle => Requested.SafeWaitHandle.DangerousGetHandle();

    /// <summary>
    /// Sleeps until <paramref name="wake"/> is set. A stop ends the sleep with an exception.
    /// </summary>
    /// <exception cref="BootstrapException">A stop was requested.</exception>
    public static void Sleep(TimeSpan span, WaitHandle wake)
    {
        WaitHandle.WaitAny([Requested, wake], span);
        ThrowIfRequested();
    }

    /// <summary>Sleeps. A stop ends the sleep with an exception.</summary>
    /// <exception cref="BootstrapException">A stop was requested.</exception>
    public static void Sleep(TimeSpan span)
    {
        Requested.WaitOne(span);
        ThrowIfRequested();
    }

    /// <summary>A safe point, where no change is incomplete: a requested stop ends the run here.</summary>
    /// <exception cref="BootstrapException">A stop was requested.</exception>
    public static void ThrowIfRequested()
    {
        if (Requested.WaitOne(0))
        {
            throw Stopped();
        }
    }

    /// <summary>
    /// The workload runs: from now on stops are queued for <see cref="NextStop"/>. Returns false if a stop came while
    /// the workload was starting: it did not receive the stop, so the caller must end it.
    /// </summary>
    public static bool HandOver()
    {
        lock (Gate)
        {
            _isHandedOver = !Requested.WaitOne(0);
            return _isHandedOver;
        }
    }

    /// <summary>Takes the next stop from the queue; null if the queue is empty.</summary>
    public static ConsoleEvent? NextStop()
    {
        lock (Gate)
        {
            if (Stops.TryDequeue(out var stop))
            {
                return stop;
            }

            Requested.Reset();
            return null;
        }
    }

    /// <summary>Waits for a stop.</summary>
    public static WaitOutcome WaitForStop(TimeSpan bound) =>
        Requested.WaitOne(bound) ? WaitOutcome.Stopped : WaitOutcome.TimeOver;

    /// <summary>The failure for a stop that came while the workload was starting.</summary>
    public static BootstrapException StoppedWhileStarting() => new(Messages.StoppedWhileStarting, [_first.Name()]);

    private static BootstrapException Stopped() => new(Messages.StoppedBeforeStart, [_first.Name()]);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int OnEvent(uint controlEvent)
    {
        var consoleEvent = (ConsoleEvent)controlEvent;
        if (!RecordOrQueue(consoleEvent))
        {
            // Normally the main thread ends the process at its next safe point during this sleep. A call that hangs
            // must not delay the stop.
            Thread.Sleep(Patience);
            _log?.Say(Messages.StoppedInACall, Stopped().Message);
            CurrentProcess.End(unchecked((uint)ExitCode.Stopped));
        }

        if (consoleEvent.EndsTheProcess())
        {
            Thread.Sleep(Timeout.Infinite);
        }

        return 1;
    }

    /// <summary>
    /// Records the first event before the workload runs; queues later stops for the main thread. Returns whether the
    /// workload runs.
    /// </summary>
    private static bool RecordOrQueue(ConsoleEvent consoleEvent)
    {
        lock (Gate)
        {
            if (!_isHandedOver)
            {
                _first = Requested.WaitOne(0) ? _first : consoleEvent;
                Requested.Set();
            }
            else if (consoleEvent.EndsTheProcess())
            {
                Stops.Enqueue(consoleEvent);
                Requested.Set();
            }

            return _isHandedOver;
        }
    }
}
