using Bootstrap.Logging;
using Bootstrap.Windows;

namespace Bootstrap.Workload;

/// <summary>What Windows' refusal to start the workload's program means.</summary>
internal static class StartFailure
{
    /// <summary>The longest path that CreateProcess takes, in characters (MAX_PATH less the final null).</summary>
    private const int LongestPath = 259;

    /// <summary>
    /// Whether the job may be the reason, so that a start without it is worth an attempt: ERROR_ACCESS_DENIED (packaged
    /// programs, https://github.com/microsoft/WSL/issues/40607), ERROR_NOT_SUPPORTED or ERROR_INVALID_PARAMETER.
    /// </summary>
    public static bool MayBeOfTheJob(int error) =>
        error is Win32Error.AccessDenied or Win32Error.NotSupported or Win32Error.InvalidParameter;

    /// <summary>The failure for people.</summary>
    /// <param name="command">What was to be started.</param>
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

    /// <summary>Windows' text for some errors has a place for the program's name.</summary>
    private static string Describe(int error) =>
        Win32Error.Describe(error).Replace("%1", "it", StringComparison.Ordinal);

    private static string? Hint(string path, int error) =>
        error switch
        {
            Win32Error.AccessDenied => "May this user read and execute it?",
            Win32Error.BadExeFormat or Win32Error.ExeMachineTypeMismatch => ProgramKind.HintFor(path)
                ?? "It is no program for this Windows: check that it is a 64-bit Windows exe and was copied whole.",
            Win32Error.FileNameTooLong when path.Length > LongestPath =>
                "Its path is longer than Windows allows (259 characters).",
            Win32Error.FileNameTooLong => "The command line is longer than Windows allows (32,766 characters).",
            Win32Error.ElevationRequired =>
                "It asks for elevation: put USER ContainerAdministrator into the Dockerfile.",
            _ => ProgramKind.HintFor(path),
        };
}
