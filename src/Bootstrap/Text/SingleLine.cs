namespace Bootstrap.Text;

/// <summary>
/// Makes text fit on one line: Windows messages, user input and files may contain line breaks and escape sequences.
/// </summary>
internal static class SingleLine
{
    /// <summary>
    /// Joins the lines of <paramref name="text"/> with spaces and replaces control characters with '?'.
    /// </summary>
    public static string Of(string text)
    {
        var line = string.Join(
            ' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        );
        return line.Any(char.IsControl)
            ? string.Concat(line.Select(character => char.IsControl(character) ? '?' : character))
            : line;
    }
}
