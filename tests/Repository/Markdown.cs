using System.Text.RegularExpressions;

namespace Repository.Tests;

/// <summary>As much of Markdown as the documents' tests ask for: sections, tables, headings, links.</summary>
internal static partial class Markdown
{
    /// <summary>The documents of the repository.</summary>
    public static IEnumerable<string> Documents => RepositoryFiles.All.Where(file => file.EndsWith(".md", StringComparison.Ordinal));

    /// <summary>From a heading of the second level to the next one.</summary>
    public static string Section(string document, string heading)
    {
        var text = RepositoryFiles.Read(document);
        var start = text.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"{document} has no heading {heading}");
        var end = text.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return end < 0 ? text[start..] : text[start..end];
    }

    /// <summary>The cells of all rows of all tables, heads left out.</summary>
    public static IEnumerable<string[]> Rows(string text)
    {
        var lines = text.Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            // A table is a head, a rule, and rows.
            if (!Rule().IsMatch(lines[index]))
            {
                continue;
            }

            for (index++; index < lines.Length && lines[index].StartsWith('|'); index++)
            {
                yield return [.. CellBorder().Split(lines[index].Trim())[1..^1].Select(cell => cell.Trim())];
            }
        }
    }

    /// <summary>The targets of the links, those in blocks of code left out.</summary>
    public static IEnumerable<string> Links(string document) =>
        Link().Matches(WithoutCode(document)).Select(match => match.Groups["target"].Value);

    /// <summary>The headings as GitHub makes anchors of them: small letters, digits, - and _; blanks become -.</summary>
    public static IEnumerable<string> Anchors(string document) =>
        Heading().Matches(WithoutCode(document)).Select(match => string.Concat(match.Groups["text"].Value.Trim()
            .Select(character => character == ' ' ? '-' : char.ToLowerInvariant(character))
            .Where(character => char.IsLetterOrDigit(character) || character is '-' or '_')));

    private static string WithoutCode(string document) => CodeBlock().Replace(RepositoryFiles.Read(document), string.Empty);

    [GeneratedRegex(@"^\|( *-+ *\|)+ *$")]
    private static partial Regex Rule();

    /// <summary>A bar that is not escaped.</summary>
    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex CellBorder();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
