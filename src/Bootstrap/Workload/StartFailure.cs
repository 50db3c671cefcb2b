using Bootstrap.Logging;
using Bootstrap.Windows;

namespace Bootstrap.Workload;

/// <summary>Explains why Windows did not start the workload's program.</summary>
internal static class StartFailure
{
    /// <summary>The longest path that CreateProcess accepts, in characters (MAX_PATH without the final null).</summary>
    private const int LongestPath = 259;

    /// <summary>
    /// Whether the job may be the cause, so that a start without it is tried: ERROR_ACCESS_DENIED (packaged programs,
    /// https://github.com/microsoft/WSL/issues/40607), ERROR_NOT_SUPPORTED or ERROR_INVALID_PARAMETER.
    /// </summary>
    public static bool MayBeCausedByTheJob(int error) =>
        error is Win32Error.AccessDenied or Win32Error.NotSupported or Win32Error.InvalidParameter;

    /// <summary>The failure to report.</summary>
    /// <param name="command">The command that could not be started.</param>
    /// <param name="call">The call that failed.</param>
    /// <param name="error">Its Win32 error.</param>
    public static BootstrapException Of(WorkloadCommand command, string call, int error)
    {
        if (call != "CreateProcess")
        {
            return new BootstrapException(Messages.WorkloadNotStarted, [call, Win32Error.Describe(error)]);
        }

        return error is Win32Error.FileNotFound or Win32Error.PathNotFound
            ? new BootstrapException(
                Messages.WorkloadNotFoundAtStart, [command.ProgramPath, Win32Error.Describe(error)]
            )
            : new BootstrapException(
                Messages.WorkloadNotExecutable, [command.ProgramPath, Describe(error)], Hint(command.ProgramPath, error)
            );
    }

    /// <summary>The text of Windows, which has a placeholder for the program's name in some errors.</summary>
    private static string Describe(int error) =>
        Win32Error.Describe(error).Replace("%1", "it", StringComparison.Ordinal);

    private static string? Hint(string path, int error) =>
        error switch
        {
            Win32Error.AccessDenied => "Check that this user may read and execute it.",
            Win32Error.BadExeFormat or Win32Error.ExeMachineTypeMismatch => ProgramKind.HintFor(path)
                ?? "It is not a program for this Windows: check that it is a complete 64-bit Windows exe.",
            Win32Error.FileNameTooLong when path.Length > LongestPath =>
                "Its path is longer than Windows allows (259 characters).",
            Win32Error.FileNameTooLong => "The command line is longer than Windows allows (32,766 characters).",
            Win32Error.ElevationRequired =>
                "It requires elevation: put USER ContainerAdministrator into the Dockerfile.",
            _ => ProgramKind.HintFor(path),
        };
}
