using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Extensions.Tables;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Repository.Tests;

/// <summary>The repository's documents, read by Markdig with GitHub's rules for tables and anchors.</summary>
internal static class Markdown
{
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).Build();

    /// <summary>The paths of all documents.</summary>
    public static IEnumerable<string> Documents => RepositoryFiles.All.Where(file => file.EndsWith(".md", StringComparison.Ordinal));

    /// <summary>The cells of all rows of a document's tables, heads left out; code keeps its backquotes.</summary>
    /// <param name="document">Its path.</param>
    /// <param name="section">The heading of the section; null for the whole document.</param>
    public static IEnumerable<string[]> Rows(string document, string? section = null) =>
        from table in Section(document, section).SelectMany(block => block.DescendantsAndSelf<Table>())
        from row in table.Cast<TableRow>()
        where !row.IsHeader
        select row.Cast<TableCell>().Select(cell => string.Concat(cell.Descendants<LeafInline>().Select(Text)).Trim()).ToArray();

    /// <summary>The targets of the links.</summary>
    public static IEnumerable<string> Links(string document) => Parse(document).Descendants<LinkInline>().Select(link => link.Url ?? string.Empty);

    /// <summary>The anchors that GitHub makes of the headings.</summary>
    public static IEnumerable<string> Anchors(string document) => Parse(document).Descendants<HeadingBlock>().Select(heading => heading.GetAttributes().Id!);

    /// <summary>The fenced blocks of code in a language, with the number of the line above the first of the block.</summary>
    public static IEnumerable<(int Line, string Text)> Code(string document, string language) =>
        Parse(document).Descendants<FencedCodeBlock>().Where(block => block.Info == language).Select(block => (block.Line + 1, block.Lines.ToString()));

    private static IEnumerable<Block> Section(string document, string? heading)
    {
        var blocks = Parse(document).AsEnumerable();
        if (heading is null)
        {
            return blocks;
        }

        var section = blocks.SkipWhile(block => !IsHeading(block, heading)).ToList();
        Assert.True(section.Count > 0, $"{document} has no heading {heading}");
        return section.Skip(1).TakeWhile(block => block is not HeadingBlock { Level: <= 2 });
    }

    private static bool IsHeading(Block block, string text) =>
        block is HeadingBlock { Level: 2, Inline: { } inline } && string.Concat(inline.Descendants<LeafInline>().Select(Text)) == text;

    private static string Text(LeafInline inline) => inline switch
    {
        CodeInline code => $"`{code.Content}`",
        LiteralInline literal => literal.Content.ToString(),
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        _ => " ",
    };

    private static MarkdownDocument Parse(string document) => Markdig.Markdown.Parse(RepositoryFiles.Read(document), Pipeline);
}

/// <summary>Markdig's own walk leaves out the block that it starts from.</summary>
internal static class BlockExtensions
{
    public static IEnumerable<T> DescendantsAndSelf<T>(this Block block)
        where T : Block => block is T self ? [self] : block.Descendants<T>();
}
