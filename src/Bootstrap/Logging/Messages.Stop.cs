using Serilog.Events;

namespace Bootstrap.Logging;

/// <content>Messages of stops. Their names begin with <c>stop</c>.</content>
internal static partial class Messages
{
    /// <summary>The stop came before the workload started. Exit code 0xC000013A.</summary>
    /// <remarks>Nothing.</remarks>
    public static Message StoppedBeforeStart => new(
        "stopped-before-start",
        LogEventLevel.Error,
        "Stopped by {Stop:l} before the workload was started.",
        ExitCode.Stopped);

    /// <summary>
    /// The stop came while Windows created the workload's process, too early to pass it on. Exit code 0xC000013A.
    /// </summary>
    /// <remarks>Nothing: the process had only just started.</remarks>
    public static Message StoppedWhileStarting => new(
        "stopped-while-starting",
        LogEventLevel.Error,
        "Stopped by {Stop:l} while the workload was starting: it ends with bootstrap.",
        ExitCode.Stopped);

    /// <summary>The stop came before the workload started, while a call to Windows hung.</summary>
    /// <remarks>If it happens again, check WMI, or use <c>--backend iphelper</c>.</remarks>
    public static Message StoppedInACall => new(
        "stopped-in-a-call",
        LogEventLevel.Error,
        "{Failure:l} A call to Windows had not returned.");

    /// <summary>The workload was still running <c>--stop-timeout</c> after the stop.</summary>
    /// <remarks>Make the workload end sooner, or raise the time-out.</remarks>
    public static Message StopTimedOut => Warning(
        "stop-timed-out",
        "the workload has not ended {Seconds} s after the stop: it is ended now (--stop-timeout)");

    /// <summary><c>--stop-timeout</c> is over, but Windows did not end the workload.</summary>
    /// <remarks>Nothing: the container runtime ends the container. The text has the Win32 code.</remarks>
    public static Message StopTerminationFailed => Warning(
        "stop-termination-failed",
        "the workload could not be ended: {Problem:l}");

    /// <summary>
    /// The workload's first process ended after a stop, but other processes of its tree still run. bootstrap does not
    /// end them: the container runtime does.
    /// </summary>
    /// <remarks>Make them end at the stop, or set <c>--stop-timeout</c>.</remarks>
    public static Message StopTreeLeft => Warning(
        "stop-tree-left",
        "{Seconds} s after the workload's first process ended at the stop, these processes still run; the container "
            + "runtime ends them: {Processes:l}");

    /// <summary>A stop could not be passed on to one of the workload's processes, such as a 32-bit one.</summary>
    /// <remarks>The text names the process.</remarks>
    public static Message StopNotForwarded => Warning(
        "stop-not-forwarded",
        "the stop could not be passed on to every process: {Problem:l}");

    /// <summary>An internal error while a stop was handled. The workload is not affected.</summary>
    /// <remarks>Please report it with the lines that follow.</remarks>
    public static Message StopFailed => Warning(
        "stop-failed",
        "internal error while handling the stop: {Type:l}: {Message:l}");

    /// <summary>
    /// Information: a stop came while the workload ran, and <c>--forward-stop none</c> is set.
    /// </summary>
    /// <remarks>If the workload gets no stop event and is killed, remove that option.</remarks>
    public static Message StopKept => Information(
        "stop-kept",
        "{Stop:l} was received and not passed on to the workload (--forward-stop none)");

    /// <summary>
    /// Information: the stop was passed on to each process of the workload (<c>--forward-stop</c>).
    /// </summary>
    /// <remarks>Nothing.</remarks>
    public static Message StopForwarded => Information(
        "stop-forwarded",
        "{Stop:l} was received and passed on to the workload as {Forward:l}");
}
