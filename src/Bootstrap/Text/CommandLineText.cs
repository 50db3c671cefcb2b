using System.Text;

namespace Bootstrap.Text;

/// <summary>Reads a raw Windows command line argument by argument, with the position of each.</summary>
/// <remarks>
/// The rules are those of Microsoft's C runtime, which .NET and nearly every program use
/// (https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments). Blanks separate arguments and quotes
/// group them. 2n backslashes before a quote are n backslashes and a grouping quote; 2n+1 are n backslashes and a
/// literal quote. Two quotes inside quotes are one literal quote. In the program's name backslashes are literal.
/// </remarks>
internal static class CommandLineText
{
    /// <summary>Skips the program's name at the start of a command line.</summary>
    public static void SkipProgramName(string line, ref int position)
    {
        var quoted = false;
        for (; position < line.Length && (quoted || !IsBlank(line[position])); position++)
        {
            quoted ^= line[position] == '"';
        }
    }

    /// <summary>
    /// Puts the program's name in quotes if it has none. CreateProcess tries several interpretations of an unquoted
    /// path with a space, and the command line does not show which one it used.
    /// </summary>
    /// <param name="line">The command line.</param>
    /// <param name="programPath">The full path of the running program, or null when it is not known.</param>
    public static string QuoteProgramName(string line, string? programPath)
    {
        if (programPath is null || !programPath.Contains(' ', StringComparison.Ordinal))
        {
            return line;
        }

        foreach (var name in (string[])[programPath, Path.ChangeExtension(programPath, null)])
        {
            if (
                line.StartsWith(name, StringComparison.OrdinalIgnoreCase)
                && (line.Length == name.Length || IsBlank(line[name.Length]))
            )
            {
                return $"\"{line[..name.Length]}\"{line[name.Length..]}";
            }
        }

        return line;
    }

    /// <summary>
    /// The next argument, decoded, or null at the end. <paramref name="position"/> moves to the end of the argument.
    /// </summary>
    public static string? NextArgument(string line, ref int position)
    {
        SkipBlanks(line, ref position);
        if (position >= line.Length)
        {
            return null;
        }

        var argument = new StringBuilder();
        var quoted = false;
        while (position < line.Length && (quoted || !IsBlank(line[position])))
        {
            switch (line[position])
            {
                case '\\':
                    ReadBackslashes(line, ref position, argument);
                    break;
                case '"' when quoted && position + 1 < line.Length && line[position + 1] == '"':
                    argument.Append('"');
                    position += 2;
                    break;
                case '"':
                    quoted = !quoted;
                    position++;
                    break;
                default:
                    argument.Append(line[position++]);
                    break;
            }
        }

        return argument.ToString();
    }

    public static void SkipBlanks(string line, ref int position)
    {
        while (position < line.Length && IsBlank(line[position]))
        {
            position++;
        }
    }

    /// <summary>Whether only blanks follow.</summary>
    public static bool IsOnlySpace(string line, int position) => line.AsSpan(position).IndexOfAnyExcept(' ', '\t') < 0;

    private static void ReadBackslashes(string line, ref int position, StringBuilder argument)
    {
        var start = position;
        while (position < line.Length && line[position] == '\\')
        {
            position++;
        }

        var count = position - start;
        if (position >= line.Length || line[position] != '"')
        {
            argument.Append('\\', count);
            return;
        }

        argument.Append('\\', count / 2);
        if (count % 2 == 1)
        {
            argument.Append('"');
            position++;
        }
    }

    private static bool IsBlank(char character) => character is ' ' or '\t';
}
