using System.Buffers;
using Bootstrap.Logging;
using Bootstrap.Text;

namespace Bootstrap.Workload;

/// <summary>
/// A workload that is a <c>.bat</c> or <c>.cmd</c> file. cmd.exe runs it and reads the arguments by rules of its own,
/// by which an argument can become a command (CVE-2024-24576, "BatBadBut"). The arguments are passed verbatim or not at
/// all.
/// </summary>
internal static class BatchFile
{
    /// <summary>What cmd.exe acts on outside quotes. Inside quotes these are plain characters.</summary>
    private static readonly SearchValues<char> Operators = SearchValues.Create("&|<>^");

    /// <summary>
    /// What cmd.exe acts on even inside quotes: it expands variables, and a line break ends the command.
    /// </summary>
    private static readonly SearchValues<char> Unquotable = SearchValues.Create("%\r\n\0");

    /// <summary>
    /// Longer lines cmd.exe does not read
    /// (https://learn.microsoft.com/troubleshoot/windows-client/shell-experience/command-line-string-limitation).
    /// </summary>
    private const int LongestLine = 8191;

    /// <summary>
    /// Windows takes dots and blanks off the end of a file's name (CVE-2024-43402), and a folder "." too: so does this.
    /// </summary>
    public static bool Is(string path) =>
        path.TrimEnd('.', ' ', '\\', '/') is var name
        && (
            name.EndsWith(".bat", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".cmd", StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>The command that runs a batch file.</summary>
    /// <param name="path">The batch file's full path.</param>
    /// <param name="arguments">The command line behind the program's name, verbatim.</param>
    /// <param name="systemFolder">The folder of cmd.exe.</param>
    /// <exception cref="BootstrapException">The arguments cannot be passed safely: exit code 126.</exception>
    /// <remarks>
    /// /d: no AutoRun commands from the registry. /v:off: "!" is a plain character. /s: exactly the outermost quotes
    /// are taken off, whatever is between them.
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
            return "its path holds '%'";
        }

        if (arguments.AsSpan().IndexOfAny(Unquotable) is >= 0 and var unquotable)
        {
            return $"its arguments hold {Name(arguments[unquotable])}";
        }

        var position = 0;
        while (CommandLineText.NextArgument(arguments, ref position) is { } argument)
        {
            if (argument.Contains('"', StringComparison.Ordinal))
            {
                return "an argument holds a quote";
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
                return $"its arguments hold {Name(character)} outside quotes";
            }
        }

        return quoted ? "its arguments hold a quote that is not closed" : null;
    }

    private static string Name(char character) => character switch
    {
        '\r' or '\n' => "a line break",
        '\0' => "a null character",
        _ => $"'{character}'",
    };
}
