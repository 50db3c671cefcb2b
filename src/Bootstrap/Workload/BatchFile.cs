using System.Buffers;
using Bootstrap.Logging;
using Bootstrap.Text;

namespace Bootstrap.Workload;

/// <summary>
/// A workload that is a <c>.bat</c> or <c>.cmd</c> file. cmd.exe runs it and parses the arguments in its own way, so
/// that an argument can become a command (CVE-2024-24576, "BatBadBut"). Arguments are passed verbatim or refused.
/// </summary>
internal static class BatchFile
{
    /// <summary>Characters that cmd.exe interprets outside quotes, but not inside.</summary>
    private static readonly SearchValues<char> Operators = SearchValues.Create("&|<>^");

    /// <summary>
    /// Characters that cmd.exe interprets also inside quotes: it expands variables, and a line break ends the command.
    /// </summary>
    private static readonly SearchValues<char> Unquotable = SearchValues.Create("%\r\n\0");

    /// <summary>
    /// The longest line that cmd.exe reads
    /// (https://learn.microsoft.com/troubleshoot/windows-client/shell-experience/command-line-string-limitation).
    /// </summary>
    private const int LongestLine = 8191;

    /// <summary>
    /// Whether the path names a batch file. Like Windows, ignores trailing dots and spaces (CVE-2024-43402), and a
    /// trailing folder ".".
    /// </summary>
    public static bool Is(string path) =>
        path.TrimEnd('.', ' ', '\\', '/') is var name
        && (
            name.EndsWith(".bat", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".cmd", StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>The command that runs a batch file.</summary>
    /// <param name="path">The batch file's full path.</param>
    /// <param name="arguments">The command line after the program's name, verbatim.</param>
    /// <param name="systemFolder">The folder of cmd.exe.</param>
    /// <exception cref="BootstrapException">The arguments cannot be passed safely: exit code 126.</exception>
    /// <remarks>
    /// /d: no AutoRun commands from the registry. /v:off: "!" is a plain character. /s: removes exactly the outermost
    /// quotes.
    /// </remarks>
    public static WorkloadCommand ToCommand(string path, string arguments, string systemFolder)
    {
        if (FindDanger(path, arguments) is { } danger)
        {
            throw new BootstrapException(Messages.BatchArgumentsRefused, [path, danger]);
        }

        var line = $"cmd.exe /d /e:on /v:off /s /c \"\"{path}\"{arguments}\"";
        return line.Length <= LongestLine
            ? new WorkloadCommand($@"{systemFolder}\cmd.exe", line)
            : throw new BootstrapException(Messages.BatchLineTooLong, [path, LongestLine, line.Length]);
    }

    private static string? FindDanger(string path, string arguments)
    {
        if (path.Contains('%', StringComparison.Ordinal))
        {
            return "its path contains '%'";
        }

        if (arguments.AsSpan().IndexOfAny(Unquotable) is >= 0 and var unquotable)
        {
            return $"its arguments contain {Name(arguments[unquotable])}";
        }

        var cursor = new CommandLineCursor(arguments);
        while (cursor.Next() is { } argument)
        {
            if (argument.Contains('"', StringComparison.Ordinal))
            {
                return "an argument contains a quote";
            }
        }

        var quoted = false;
        foreach (var character in arguments)
        {
            if (character == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && Operators.Contains(character))
            {
                return $"its arguments contain {Name(character)} outside quotes";
            }
        }

        return quoted ? "its arguments contain a quote that is not closed" : null;
    }

    private static string Name(char character) => character switch
    {
        '\r' or '\n' => "a line break",
        '\0' => "a null character",
        _ => $"'{character}'",
    };
}
