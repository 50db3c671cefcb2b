using Serilog.Events;

namespace Bootstrap.Logging;

/// <content>Messages of <c>--snapshot</c> and <c>--save-snapshot</c>.</content>
internal static partial class Messages
{
    /// <summary>The file is missing or cannot be opened. The text has the system's message.</summary>
    /// <remarks>Correct the path.</remarks>
    public static Message SnapshotNotRead => new(
        "snapshot-not-read",
        LogEventLevel.Error,
        "--snapshot '{File:l}' cannot be read: {Cause:l}",
        ExitCode.Usage,
        SeeHelp);

    /// <summary>The file is not JSON, is incomplete, or comes from a newer version. The text says where.</summary>
    /// <remarks>Record the snapshot again, or use a newer bootstrap.</remarks>
    public static Message SnapshotDamaged => new(
        "snapshot-damaged",
        LogEventLevel.Error,
        "--snapshot '{File:l}' {Problem:l}. It must be a file that bootstrap plan --save-snapshot wrote.",
        ExitCode.Usage,
        SeeHelp);

    /// <summary>The recorded network has no default route, or not the interface of <c>--interface</c>.</summary>
    /// <remarks>Follow the hint; it lists the adapters.</remarks>
    public static Message NoPlanFromSnapshot => SetupFailure(
        "no-plan-from-snapshot",
        "No plan can be made from '{File:l}': {Missing:l} is missing.");

    /// <summary>The file cannot be created. The text has the system's message.</summary>
    /// <remarks>Give a writable path.</remarks>
    public static Message SnapshotNotWritten => SetupFailure(
        "snapshot-not-written",
        "--save-snapshot '{File:l}' cannot be written: {Cause:l}");
}
