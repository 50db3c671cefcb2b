using Serilog.Events;

namespace Bootstrap.Logging;

/// <content>Messages on stops. The name of each begins with <c>stop</c>.</content>
internal static partial class Messages
{
    /// <summary>The container was told to stop while bootstrap waited. Exit code 0xC000013A.</summary>
    /// <remarks>Nothing: nothing is half done.</remarks>
    public static Message StoppedBeforeStart => new(
        "stopped-before-start",
        LogEventLevel.Error,
        "Stopped by {Stop:l} before the workload was started.",
        ExitCode.Stopped);

    /// <summary>
    /// The stop came while Windows made the workload's process, which nobody could tell of it. Exit code 0xC000013A.
    /// </summary>
    /// <remarks>Nothing: the process has hardly begun.</remarks>
    public static Message StoppedWhileStarting => new(
        "stopped-while-starting",
        LogEventLevel.Error,
        "Stopped by {Stop:l} while the workload was being started: it ends with us.",
        ExitCode.Stopped);

    /// <summary>The same, while a call to Windows hung.</summary>
    /// <remarks>If it happens again, look at WMI, or use <c>--backend iphelper</c>.</remarks>
    public static Message StoppedInACall => new(
        "stopped-in-a-call",
        LogEventLevel.Error,
        "{Failure:l} A call to Windows had not returned.");

    /// <summary><c>--stop-timeout</c> is over.</summary>
    /// <remarks>Let the workload end sooner, or raise the time.</remarks>
    public static Message StopTimedOut => new(
        "stop-timed-out",
        LogEventLevel.Warning,
        "the workload has not ended {Seconds} s after the stop: it is ended now (--stop-timeout)");

    /// <summary><c>--stop-timeout</c> is over, and Windows did not end the workload.</summary>
    /// <remarks>The line has the Win32 code. The container runtime ends the container.</remarks>
    public static Message StopTerminationFailed => new(
        "stop-termination-failed",
        LogEventLevel.Warning,
        "the workload could not be ended: {Problem:l}");

    /// <summary>
    /// The workload's first process ended after a stop, and others of its tree go on. They are not killed: the
    /// container runtime tells them to stop.
    /// </summary>
    /// <remarks>Let them end at the stop, or set <c>--stop-timeout</c>.</remarks>
    public static Message StopTreeLeft => new(
        "stop-tree-left",
        LogEventLevel.Warning,
        "{Seconds} s after the workload's first process ended at the stop, these still run and are left to the "
            + "container: {Processes:l}");

    /// <summary>One of the workload's processes could not be told, such as a 32-bit one.</summary>
    /// <remarks>The line names it.</remarks>
    public static Message StopNotForwarded => new(
        "stop-not-forwarded",
        LogEventLevel.Warning,
        "the stop could not be passed on to all: {Problem:l}");

    /// <summary>A defect in dealing with a stop; the workload is not touched.</summary>
    /// <remarks>Please report it with the lines behind it.</remarks>
    public static Message StopFailed => new(
        "stop-failed",
        LogEventLevel.Warning,
        "the stop could not be dealt with: {Type:l}: {Message:l}");

    /// <summary>
    /// Information: bootstrap was told to stop while the workload ran, and <c>--forward-stop none</c> is set.
    /// </summary>
    /// <remarks>If the workload is never told and is killed, leave that option out.</remarks>
    public static Message StopKept => new(
        "stop-kept",
        LogEventLevel.Information,
        "{Stop:l} came and is not passed on to the workload (--forward-stop none)");

    /// <summary>Information: each process of the workload was told of the stop (<c>--forward-stop</c>).</summary>
    /// <remarks>Nothing.</remarks>
    public static Message StopForwarded => new(
        "stop-forwarded",
        LogEventLevel.Information,
        "{Stop:l} came and was passed on to the workload as {Forward:l}");
}
