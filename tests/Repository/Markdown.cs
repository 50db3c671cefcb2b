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
    public static IEnumerable<string> Documents => RepositoryFiles.All.Where(file => file.EndsWith(".md", Ordinal));

    /// <summary>The cells of all rows of a document's tables, heads left out; code keeps its backquotes.</summary>
    public static IEnumerable<string[]> Rows(string document) =>
        from table in Parse(document).OfType<Table>()
        from row in table.Cast<TableRow>()
        where !row.IsHeader
        select row.Select(cell => string.Concat(cell.Descendants<LeafInline>().Select(Text)).Trim()).ToArray();

    /// <summary>The targets of the links.</summary>
    public static IEnumerable<string> Links(string document) =>
        Parse(document).Descendants<LinkInline>().Select(link => link.Url ?? string.Empty);

    /// <summary>The anchors that GitHub makes of the headings.</summary>
    public static IEnumerable<string> Anchors(string document) =>
        Parse(document).Descendants<HeadingBlock>().Select(heading => heading.GetAttributes().Id!);

    /// <summary>The blocks of code in some languages; "shell" is what both bash and PowerShell understand.</summary>
    public static IEnumerable<string> Code(string document, params string[] languages) =>
        Parse(document).Descendants<FencedCodeBlock>().Where(block => languages.Contains(block.Info))
            .Select(block => block.Lines.ToString());

    private static string Text(LeafInline inline) => inline switch
    {
        CodeInline code => $"`{code.Content}`",
        LiteralInline literal => literal.Content.ToString(),
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        _ => " ",
    };

    private static MarkdownDocument Parse(string document) =>
        Markdig.Markdown.Parse(RepositoryFiles.Read(document), Pipeline);
}
