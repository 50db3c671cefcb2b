using Serilog.Events;

namespace Bootstrap.Logging;

/// <content>Messages on finding and starting the workload.</content>
internal static partial class Messages
{
    /// <summary>Neither the current folder nor PATH has it (127).</summary>
    /// <remarks>The hint says where it was looked for.</remarks>
    public static Message WorkloadNotFound => new(
        "workload-not-found",
        LogEventLevel.Error,
        "The workload '{Name:l}' was not found (Win32 error 2).",
        ExitCode.NotFound);

    /// <summary>A path with a space stands without quotes: it is read as a program and its arguments (127).</summary>
    /// <remarks>Quote the path, or use the exec form (JSON).</remarks>
    public static Message WorkloadNotQuoted => new(
        "workload-not-quoted",
        LogEventLevel.Error,
        "The workload '{Path:l}' was not found: its path contains a space and is not in quotes, so it was read as "
            + "'{Name:l}' (Win32 error 2).",
        ExitCode.NotFound);

    /// <summary>It was there a moment ago, or something that it needs is not (127).</summary>
    /// <remarks>The Win32 code stands in the line.</remarks>
    public static Message WorkloadNotFoundAtStart => new(
        "workload-not-found-at-start",
        LogEventLevel.Error,
        "The workload '{Path:l}' was not found ({Cause:l}).",
        ExitCode.NotFound);

    /// <summary>The path is a folder's (126).</summary>
    /// <remarks>Name the program in it.</remarks>
    public static Message WorkloadIsFolder => new(
        "workload-is-folder",
        LogEventLevel.Error,
        "The workload '{Name:l}' cannot be executed: it is a folder (Win32 error 5).",
        ExitCode.CannotExecute,
        "Name the program in it.");

    /// <summary>Windows refused to start it (126): 193 is no Windows program, 5 is access denied.</summary>
    /// <remarks>The Win32 code stands in the line.</remarks>
    public static Message WorkloadNotExecutable => new(
        "workload-not-executable",
        LogEventLevel.Error,
        "The workload '{Path:l}' cannot be executed ({Cause:l}).",
        ExitCode.CannotExecute);

    /// <summary>A Windows call that prepares the start failed (126).</summary>
    /// <remarks>The Win32 code stands in the line; mostly the container is out of memory or handles.</remarks>
    public static Message WorkloadNotStarted => new(
        "workload-not-started",
        LogEventLevel.Error,
        "The workload cannot be started: {Call:l}: {Cause:l}.",
        ExitCode.CannotExecute);

    /// <summary>An argument to a <c>.bat</c> or <c>.cmd</c> would be read by cmd.exe as a command (126).</summary>
    /// <remarks>Start a program instead, or pass it another way.</remarks>
    public static Message BatchArgumentsRefused => new(
        "batch-arguments-refused",
        LogEventLevel.Error,
        "The workload '{Path:l}' cannot be executed: {Danger:l}, which cmd.exe would act on instead of passing it "
            + "to the batch file.",
        ExitCode.CannotExecute,
        "If cmd.exe is meant to act on it: cmd /S /C \"...\". Else leave it out, put it in quotes where that helps, or "
            + "make the workload an exe.");

    /// <summary>cmd.exe would cut the line of a batch file (126).</summary>
    /// <remarks>Make the workload an exe.</remarks>
    public static Message BatchLineTooLong => new(
        "batch-line-too-long",
        LogEventLevel.Error,
        "The workload '{Path:l}' cannot be executed: cmd.exe reads {Longest} characters at most, and path and "
            + "arguments make {Length}.",
        ExitCode.CannotExecute,
        "Make the workload an exe.");

    /// <summary>
    /// Windows refused to start the workload in a job object, or to make one. The workload runs; see the line for what
    /// that means.
    /// </summary>
    /// <remarks>Please report it, with the image and how the container was started.</remarks>
    public static Message WorkloadWithoutJob => new(
        "workload-without-job",
        LogEventLevel.Warning,
        "Windows did not start the workload in a job ({Cause:l}): it was started {Manner:l}");

    /// <summary>The workload ended, and Windows did not let its job go: what it left running is killed.</summary>
    /// <remarks>Please report it; the line has the Win32 code.</remarks>
    public static Message WorkloadTreeEnds => new(
        "workload-tree-ends",
        LogEventLevel.Warning,
        "what the workload left running ends with bootstrap: {Cause:l}");

    /// <summary>
    /// Windows could not load the workload's program, which has not run at all: 0xC0000135, 0xC0000139 or 0xC000007B
    /// within 10 s. The exit code is passed on as it is.
    /// </summary>
    /// <remarks>The line says which kind of DLL to look for.</remarks>
    public static Message WorkloadNotLoaded => new(
        "workload-not-loaded",
        LogEventLevel.Warning,
        "the workload ended at once with 0x{Code:X8}: {Reason:l}");

    /// <summary>Information: the workload ended with one of <c>--success-code</c>.</summary>
    /// <remarks>Nothing.</remarks>
    public static Message WorkloadSucceeded => new(
        "workload-succeeded",
        LogEventLevel.Information,
        "the workload ended with {Code} (0x{Hexadecimal:X8}), which is reported as 0 (--success-code)");

    /// <summary><c>--on-failure continue</c>, after the warning above it.</summary>
    /// <remarks>See that warning.</remarks>
    public static Message WorkloadRunAnyway => new(
        "workload-run-anyway",
        LogEventLevel.Warning,
        "the workload is run all the same, as {Source:l} continue asks");

    /// <summary>Something that was not foreseen. Exit code 125 where the workload has not started.</summary>
    /// <remarks>Please report it, with <c>--log-level debug</c> and a snapshot.</remarks>
    public static Message Defect => new(
        "defect",
        LogEventLevel.Fatal,
        "this is a defect of bootstrap, please report it: {Type:l}: {Message:l}");
}
