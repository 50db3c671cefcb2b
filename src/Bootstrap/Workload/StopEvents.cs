using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Bootstrap.Logging;
using Bootstrap.Windows;
using Serilog;

namespace Bootstrap.Workload;

/// <summary>
/// Console events, by which Windows tells a program to stop. Before the workload runs a stop ends us; once it runs,
/// each stop is kept until the main thread takes it, and the workload decides when the stop ends.
/// </summary>
/// <remarks>
/// Windows calls the handler on a thread that it makes. It ends the process when a handler returns, TRUE or FALSE, from
/// CLOSE, LOGOFF or SHUTDOWN (https://learn.microsoft.com/windows/console/handlerroutine): so those block, and the main
/// thread, which waits for the workload, ends the process with the workload's exit code. Ctrl-C and Ctrl-Break are
/// swallowed: the workload is on the same console and has them too. A handler is not inherited by the workload (only
/// the null handler would be), so its own behaviour is unchanged.
/// </remarks>
[SupportedOSPlatform("windows")]
internal static class StopEvents
{
    /// <summary>
    /// How long a stop waits for the main thread to come to a safe point before it ends the process itself. Windows
    /// allows five seconds in all.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly ManualResetEvent Requested = new(initialState: false);
    private static readonly Lock Gate = new();
    private static readonly Queue<ConsoleEvent> Stops = new(capacity: 4);
    private static ConsoleEvent _first;
    private static bool _isHandedOver;
    private static ILogger? _log;

    /// <summary>Starts to listen. To be called before anything that a stop should interrupt.</summary>
    public static unsafe void Listen(ILogger log)
    {
        _log = log;
        Kernel32.SetConsoleCtrlHandler(&OnEvent, add: true);
    }

    /// <summary>The handle of the event that is set while a stop is there to be taken.</summary>
    public static nint Handle => Requested.SafeWaitHandle.DangerousGetHandle();

    /// <summary>
    /// Sleeps until <paramref name="wake"/> is set; a stop ends the sleep with a failure that says so.
    /// </summary>
    /// <exception cref="BootstrapException">A stop was requested.</exception>
    public static void Sleep(TimeSpan span, WaitHandle wake)
    {
        WaitHandle.WaitAny([Requested, wake], span);
        ThrowIfRequested();
    }

    /// <summary>Sleeps; a stop ends the sleep with a failure that says so.</summary>
    /// <exception cref="BootstrapException">A stop was requested.</exception>
    public static void Sleep(TimeSpan span)
    {
        Requested.WaitOne(span);
        ThrowIfRequested();
    }

    /// <summary>A safe point: nothing is half done here, so a stop that was requested ends the run.</summary>
    /// <exception cref="BootstrapException">A stop was requested.</exception>
    public static void ThrowIfRequested()
    {
        if (Requested.WaitOne(0))
        {
            throw Stopped();
        }
    }

    /// <summary>
    /// The workload runs: from now on each stop is kept for <see cref="NextStop"/>. False when a stop came while the
    /// workload was being started: it has not been told, so the caller ends it.
    /// </summary>
    public static bool HandOver()
    {
        lock (Gate)
        {
            _isHandedOver = !Requested.WaitOne(0);
            return _isHandedOver;
        }
    }

    /// <summary>Takes the next stop that has come; null when there is none.</summary>
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

    /// <summary>Waits for a stop, not for long.</summary>
    public static WaitOutcome WaitForStop(TimeSpan bound) =>
        Requested.WaitOne(bound) ? WaitOutcome.Stopped : WaitOutcome.TimeOver;

    /// <summary>The failure that says that a stop came while the workload was being started.</summary>
    public static BootstrapException StoppedWhileStarting() => new(Messages.StoppedWhileStarting, [_first.Name()]);

    private static BootstrapException Stopped() => new(Messages.StoppedBeforeStart, [_first.Name()]);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int OnEvent(uint controlEvent)
    {
        var consoleEvent = (ConsoleEvent)controlEvent;
        if (!Keep(consoleEvent))
        {
            // The main thread ends the process at its next safe point, long before this returns. A call that hangs
            // must not hold the stop up.
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

    /// <summary>Keeps an event for the main thread; whether the workload runs.</summary>
    private static bool Keep(ConsoleEvent consoleEvent)
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
