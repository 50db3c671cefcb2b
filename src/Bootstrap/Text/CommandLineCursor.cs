using System.Text;

namespace Bootstrap.Text;

/// <summary>Reads a raw Windows command line argument by argument.</summary>
/// <param name="line">The command line.</param>
/// <remarks>
/// The rules are those of Microsoft's C runtime, which .NET and nearly every program use
/// (https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments). Blanks separate arguments and quotes
/// group them. 2n backslashes before a quote are n backslashes and a grouping quote; 2n+1 are n backslashes and a
/// literal quote. Two quotes inside quotes are one literal quote. In the program's name backslashes are literal.
/// </remarks>
internal ref struct CommandLineCursor(string line)
{
    /// <summary>Where the next argument, or blanks before it, start.</summary>
    public int Position { get; private set; }

    /// <summary>The text from the position on, verbatim.</summary>
    public readonly string Rest => line[Position..];

    /// <summary>Whether only blanks follow.</summary>
    public readonly bool IsAtEnd => line.AsSpan(Position).IndexOfAnyExcept(' ', '\t') < 0;

    private readonly bool HasCharacter => Position < line.Length;

    /// <summary>Skips the program's name at the start of a command line.</summary>
    public void SkipProgramName()
    {
        var quoted = false;
        for (; HasCharacter && (quoted || !IsBlank(line[Position])); Position++)
        {
            quoted ^= line[Position] == '"';
        }
    }

    public void SkipBlanks()
    {
        while (HasCharacter && IsBlank(line[Position]))
        {
            Position++;
        }
    }

    /// <summary>The next argument, decoded, or null at the end. The position does not move.</summary>
    public readonly string? Peek()
    {
        var copy = this;
        return copy.Next();
    }

    /// <summary>
    /// The next argument, decoded, or null at the end. The position moves to the end of the argument.
    /// </summary>
    public string? Next()
    {
        SkipBlanks();
        if (!HasCharacter)
        {
            return null;
        }

        var argument = new StringBuilder();
        var quoted = false;
        while (HasCharacter && (quoted || !IsBlank(line[Position])))
        {
            switch (line[Position])
            {
                case '\\':
                    ReadBackslashes(argument);
                    break;
                case '"' when quoted && Position + 1 < line.Length && line[Position + 1] == '"':
                    argument.Append('"');
                    Position += 2;
                    break;
                case '"':
                    quoted = !quoted;
                    Position++;
                    break;
                default:
                    argument.Append(line[Position++]);
                    break;
            }
        }

        return argument.ToString();
    }

    private void ReadBackslashes(StringBuilder argument)
    {
        var start = Position;
        while (HasCharacter && line[Position] == '\\')
        {
            Position++;
        }

        var count = Position - start;
        if (!HasCharacter || line[Position] != '"')
        {
            argument.Append('\\', count);
            return;
        }

        argument.Append('\\', count / 2);
        if (count % 2 == 1)
        {
            argument.Append('"');
            Position++;
        }
    }

    private static bool IsBlank(char character) => character is ' ' or '\t';
}
