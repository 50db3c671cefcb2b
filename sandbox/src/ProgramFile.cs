namespace Sandbox;

/// <summary>
/// Checks a program given as a Linux path before a container is started, and describes why it cannot run. A name
/// without a slash is not checked: Windows searches PATH and supports batch files.
/// </summary>
internal static class ProgramFile
{
    private const int FileNotFound = 2;
    private const int AccessDenied = 5;
    private const int BadExeFormat = 193;

    /// <summary>Null if no problem is found.</summary>
    public static (string Text, int Win32Error)? Problem(string program)
    {
        if (!program.Contains('/', StringComparison.Ordinal) && !File.Exists(program))
        {
            return null;
        }

        if (Directory.Exists(program))
        {
            return ($"'{program}' is a folder, not a program", AccessDenied);
        }

        if (!File.Exists(program))
        {
            return ($"there is no program '{program}'{Maker(program)}", FileNotFound);
        }

        try
        {
            using var file = File.OpenRead(program);
            return
                Path.GetExtension(program).ToUpperInvariant() is ".BAT" or ".CMD"
                || (file.ReadByte() == 'M' && file.ReadByte() == 'Z')
                ? null
                : ($"'{program}' is no Windows program", BadExeFormat);
        }
        catch (UnauthorizedAccessException)
        {
            return ($"'{program}' cannot be read by this user", AccessDenied);
        }
    }

    private static string Maker(string program) =>
        Path.GetFullPath(program)
            .StartsWith(Path.Combine(Repository.Root, "artifacts", "workloads"), StringComparison.Ordinal)
            ? ": './build test' makes it"
        : Path.GetFullPath(program)
            .StartsWith(Path.Combine(Repository.Root, "artifacts", "win-"), StringComparison.Ordinal)
            ? ": './build publish' makes it"
        : "";
}
