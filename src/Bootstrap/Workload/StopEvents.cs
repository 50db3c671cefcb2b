using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Bootstrap.Logging;
using Bootstrap.Windows;
using Serilog;

namespace Bootstrap.Workload;

/// <summary>
/// Console events, by which Windows tells a program to stop. Before the workload runs a stop ends us; once it runs, the
/// workload decides when a stop ends, and we never go before it.
/// </summary>
/// <remarks>
/// Windows calls the handler on a thread of its own. It ends the process when a handler returns, TRUE or FALSE, from
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
    private static readonly Lock Handover = new();
    private static ConsoleEvent _first;
    private static bool _hasStopped;
    private static Action<ConsoleEvent, bool>? _onStop;
    private static ILogger? _log;

    /// <summary>Starts to listen. To be called before anything that a stop should interrupt.</summary>
    public static unsafe void Listen(ILogger log)
    {
        _log = log;
        Kernel32.SetConsoleCtrlHandler(&Handle, add: true);
    }

    /// <summary>Sleeps until <paramref name="wake"/> is set; a stop ends the sleep with a failure that says so.</summary>
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
    /// The workload runs: from now on stops are its own. <paramref name="onStop"/> is called for each of them, on
    /// Windows' thread, with whether it is the first real stop, and must return soon.
    /// </summary>
    /// <exception cref="BootstrapException">
    /// A stop was requested while the workload was being started. Nobody has told the workload: it has to be ended.
    /// </exception>
    public static void HandOver(Action<ConsoleEvent, bool> onStop)
    {
        lock (Handover)
        {
            if (Requested.WaitOne(0))
            {
                throw new BootstrapException(Messages.StoppedWhileStarting, [_first.Name()]);
            }

            _onStop = onStop;
        }
    }

    private static BootstrapException Stopped() =>
        new(Messages.StoppedBeforeStart, [_first.Name()]);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int Handle(uint controlEvent)
    {
        var consoleEvent = (ConsoleEvent)controlEvent;
        Action<ConsoleEvent, bool>? onStop;
        var isFirst = false;
        lock (Handover)
        {
            onStop = _onStop;
            if (onStop is null && !Requested.WaitOne(0))
            {
                _first = consoleEvent;
                Requested.Set();
            }

            if (onStop is not null && consoleEvent.EndsTheProcess())
            {
                isFirst = !_hasStopped;
                _hasStopped = true;
            }
        }

        if (onStop is null)
        {
            // The main thread ends the process at its next safe point, long before this returns. A call that hangs
            // must not hold the stop up.
            Thread.Sleep(Patience);
            _log?.Say(Messages.StoppedInACall, Stopped().Message);
            Kernel32.TerminateSelf(unchecked((uint)ExitCode.Stopped));
            return 1;
        }

#pragma warning disable CA1031 // Windows' thread: an exception here would end the process, and the workload with it.
        try
        {
            onStop(consoleEvent, isFirst);
        }
        catch (Exception defect)
        {
            _log?.Defect(Messages.StopFailed, defect);
        }
#pragma warning restore CA1031

        if (consoleEvent.EndsTheProcess())
        {
            Thread.Sleep(Timeout.Infinite);
        }

        return 1;
    }
}
