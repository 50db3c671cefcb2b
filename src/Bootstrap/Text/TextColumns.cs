using System.Text;

namespace Bootstrap.Text;

/// <summary>Text for people, on a terminal as narrow as they come.</summary>
internal static class TextColumns
{
    public const int Width = 80;

    /// <summary>
    /// Writes words, and goes on with the next line, indented, where they would not fit. Ends the line.
    /// </summary>
    public static void Wrap(StringBuilder text, string words, int indent)
    {
        var column = indent;
        foreach (var word in SingleLine.Of(words).Split(' '))
        {
            if (column > indent && column + 1 + word.Length > Width)
            {
                text.Append('\n').Append(' ', indent);
                column = indent;
            }
            else if (column > indent)
            {
                text.Append(' ');
                column++;
            }

            text.Append(word);
            column += word.Length;
        }

        text.Append('\n');
    }
}
