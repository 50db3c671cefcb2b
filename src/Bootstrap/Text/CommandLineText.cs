using System.Text;

namespace Bootstrap.Text;

/// <summary>Reads a raw Windows command line argument by argument, and knows where each one ends.</summary>
/// <remarks>
/// The rules are those of Microsoft's C runtime, which .NET and nearly every program use
/// (https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments): blanks separate, quotes group, 2n
/// backslashes before a quote are n backslashes and the quote counts, 2n+1 are n backslashes and a quote character,
/// two quotes inside quotes are one. The program's own name at the start knows no backslash rule.
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
    /// Puts the program's name at the start of a command line in quotes where it has none: Windows starts an unquoted
    /// path with a space by trying its readings in turn, and the line alone does not tell which one it took.
    /// </summary>
    /// <param name="line">The command line.</param>
    /// <param name="programPath">The full path of the program that runs, or null when it is not known.</param>
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
    /// The next argument, decoded, or null at the end. <paramref name="position"/> is moved from anywhere before the
    /// argument to just behind it.
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

    /// <summary>Whether nothing but blanks follows.</summary>
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
