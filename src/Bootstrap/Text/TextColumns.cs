using System.Text;

namespace Bootstrap.Text;

/// <summary>Wraps text for a terminal of 80 columns.</summary>
internal static class TextColumns
{
    public const int Width = 80;

    /// <summary>Appends words, wrapped and indented, and a line break.</summary>
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
