using Serilog.Events;

namespace Bootstrap.Logging;

/// <content>Messages on snapshots: what <c>--snapshot</c> reads and <c>--save-snapshot</c> writes.</content>
internal static partial class Messages
{
    /// <summary>The file is missing or cannot be opened; the system's own words follow.</summary>
    /// <remarks>Correct the path.</remarks>
    public static Message SnapshotNotRead => new(
        "snapshot-not-read",
        LogEventLevel.Error,
        "--snapshot '{File:l}' cannot be read: {Cause:l}",
        ExitCode.Usage,
        SeeHelp);

    /// <summary>The file is no JSON, lacks something, or was written by a newer version; the line says where.</summary>
    /// <remarks>Record it again, or use a newer bootstrap.</remarks>
    public static Message SnapshotDamaged => new(
        "snapshot-damaged",
        LogEventLevel.Error,
        "--snapshot '{File:l}' {Problem:l}. It takes a file that bootstrap plan --save-snapshot wrote.",
        ExitCode.Usage,
        SeeHelp);

    /// <summary>What was recorded has no way out.</summary>
    /// <remarks>The hint lists the adapters.</remarks>
    public static Message NoPlanFromSnapshot => new(
        "no-plan-from-snapshot",
        LogEventLevel.Error,
        "No plan can be made from '{File:l}': {Missing:l} is missing.",
        ExitCode.NetworkFailed);

    /// <summary>The file cannot be created; the system's own words follow.</summary>
    /// <remarks>Give a path that can be written to.</remarks>
    public static Message SnapshotNotWritten => new(
        "snapshot-not-written",
        LogEventLevel.Error,
        "--save-snapshot '{File:l}' cannot be written: {Cause:l}",
        ExitCode.NetworkFailed);
}
