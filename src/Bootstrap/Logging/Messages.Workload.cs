using Serilog.Events;

namespace Bootstrap.Logging;

/// <content>Messages of finding and starting the workload.</content>
internal static partial class Messages
{
    /// <summary>The program is not in the current folder, PATH, System32 or the Windows folder (127).</summary>
    /// <remarks>Correct the name or the image.</remarks>
    public static Message WorkloadNotFound => new(
        "workload-not-found",
        LogEventLevel.Error,
        "The workload '{Name:l}' was not found (Win32 error 2).",
        ExitCode.NotFound);

    /// <summary>The path has a space and no quotes, so Windows reads it as a program and arguments (127).</summary>
    /// <remarks>Quote the path, or use the exec form (JSON).</remarks>
    public static Message WorkloadNotQuoted => new(
        "workload-not-quoted",
        LogEventLevel.Error,
        "The workload '{Path:l}' was not found: its path contains a space and is not in quotes, so it was read as "
            + "'{Name:l}' (Win32 error 2).",
        ExitCode.NotFound);

    /// <summary>The program disappeared after the search, or something that it needs is missing (127).</summary>
    /// <remarks>Look up the Win32 code in the text.</remarks>
    public static Message WorkloadNotFoundAtStart => new(
        "workload-not-found-at-start",
        LogEventLevel.Error,
        "The workload '{Path:l}' was not found ({Cause:l}).",
        ExitCode.NotFound);

    /// <summary>The path names a folder (126).</summary>
    /// <remarks>Give the path of the program in it.</remarks>
    public static Message WorkloadIsFolder => new(
        "workload-is-folder",
        LogEventLevel.Error,
        "The workload '{Name:l}' cannot be executed: it is a folder (Win32 error 5).",
        ExitCode.CannotExecute,
        "Give the path of the program in it.");

    /// <summary>Windows did not start the program (126).</summary>
    /// <remarks>See the Win32 code in the text: 193 is not a Windows program, 5 is access denied.</remarks>
    public static Message WorkloadNotExecutable => new(
        "workload-not-executable",
        LogEventLevel.Error,
        "The workload '{Path:l}' cannot be executed ({Cause:l}).",
        ExitCode.CannotExecute);

    /// <summary>A Windows call that prepares the start failed (126).</summary>
    /// <remarks>See the Win32 code in the text. Usually the container is out of memory or handles.</remarks>
    public static Message WorkloadNotStarted => new(
        "workload-not-started",
        LogEventLevel.Error,
        "The workload cannot be started: {Call:l}: {Cause:l}.",
        ExitCode.CannotExecute);

    /// <summary>cmd.exe would run an argument of the <c>.bat</c> or <c>.cmd</c> file as a command (126).</summary>
    /// <remarks>Start an exe instead, or pass the argument another way.</remarks>
    public static Message BatchArgumentsRefused => new(
        "batch-arguments-refused",
        LogEventLevel.Error,
        "The workload '{Path:l}' cannot be executed: {Danger:l}, which cmd.exe would interpret instead of passing it "
            + "to the batch file.",
        ExitCode.CannotExecute,
        "If cmd.exe is to interpret it, use cmd /S /C \"...\". Otherwise remove it, put it in quotes where that helps, "
            + "or start an exe instead of the batch file.");

    /// <summary>The command line of a batch file is longer than cmd.exe reads (126).</summary>
    /// <remarks>Start an exe instead of the batch file.</remarks>
    public static Message BatchLineTooLong => new(
        "batch-line-too-long",
        LogEventLevel.Error,
        "The workload '{Path:l}' cannot be executed: cmd.exe reads {Longest} characters at most, and path and "
            + "arguments have {Length}.",
        ExitCode.CannotExecute,
        "Start an exe instead of the batch file.");

    /// <summary>
    /// Windows did not create a job object, or did not start the workload in it. The workload runs; the text says what
    /// is missing.
    /// </summary>
    /// <remarks>Please report it, with the image and the command that started the container.</remarks>
    public static Message WorkloadWithoutJob => Warning(
        "workload-without-job",
        "Windows did not start the workload in a job ({Cause:l}): it was started {Manner:l}");

    /// <summary>The workload ended, but Windows did not release its job: what it left running is killed.</summary>
    /// <remarks>Please report it. The text has the Win32 code.</remarks>
    public static Message WorkloadTreeEnds => Warning(
        "workload-tree-ends",
        "processes that the workload left running end with bootstrap: {Cause:l}");

    /// <summary>
    /// Windows could not load the workload's program, so it did not run: 0xC0000135, 0xC0000139 or 0xC000007B within
    /// 10 s. The exit code is returned unchanged.
    /// </summary>
    /// <remarks>The text says which kind of DLL to check.</remarks>
    public static Message WorkloadNotLoaded => Warning(
        "workload-not-loaded",
        "the workload ended at once with 0x{Code:X8}: {Reason:l}");

    /// <summary>Information: the workload ended with one of <c>--success-code</c>.</summary>
    /// <remarks>Nothing.</remarks>
    public static Message WorkloadSucceeded => Information(
        "workload-succeeded",
        "the workload ended with {Code} (0x{Hexadecimal:X8}), which is reported as 0 (--success-code)");

    /// <summary>A step before the start failed, and <c>--on-failure continue</c> is set.</summary>
    /// <remarks>See the warning before this one.</remarks>
    public static Message WorkloadRunAnyway => Warning(
        "workload-run-anyway",
        "the workload is started despite the failure ({Source:l} continue)");

    /// <summary>An internal error. Exit code 125 if the workload has not started.</summary>
    /// <remarks>Please report it, with the output of <c>--log-level debug</c> and a snapshot.</remarks>
    public static Message Defect => new(
        "defect",
        LogEventLevel.Fatal,
        "internal error, please report it: {Type:l}: {Message:l}");
}
