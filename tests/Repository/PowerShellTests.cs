using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace Repository.Tests;

/// <summary>PowerShell's own parser on every PowerShell text: blocks of documents, user data, scripts, Dockerfiles, workflows.</summary>
public partial class PowerShellTests
{
    /// <summary>The files that hand text to PowerShell. One that holds none is an error: the pattern no longer fits.</summary>
    public static TheoryData<string> Files { get; } =
    [
        .. Markdown.Documents.Where(document => Markdown.Code(document, "powershell").Any()),
        .. RepositoryFiles.All.Where(file => Handed().IsMatch(RepositoryFiles.Read(file)) && !file.EndsWith(".cs", StringComparison.Ordinal) && !file.EndsWith(".md", StringComparison.Ordinal)),
        .. RepositoryFiles.Under("infra"),
        .. RepositoryFiles.Under("tests/Windows", ".cs").Where(file => InCSharp().IsMatch(RepositoryFiles.Read(file))),
    ];

    [Fact]
    public void Files_WithPowerShell_AreFound() => Assert.Superset(
        new HashSet<string> { "build.cmd", "docs/ecs.md", "eng/smoke-test", "infra/main.tf", "infra/cloudformation.yaml" },
        Files.Select(row => row.Data).ToHashSet());

    [Theory]
    [MemberData(nameof(Files))]
    public void Snippets_OfAFile_AreParsed(string file)
    {
        var snippets = Snippets(file).ToList();
        Assert.NotEmpty(snippets);
        Assert.All(snippets, AssertParsed);
    }

    [Fact]
    public void Snippet_ThatIsBroken_IsNoticed() => Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertParsed("if ($x { }"));

    private static void AssertParsed(string text)
    {
        Parser.ParseInput(text, out _, out var errors);
        Assert.True(errors.Length == 0, $"{text}\n{string.Join('\n', errors.Select(error => $"{error.Extent.StartLineNumber}: {error.Message}"))}");
    }

    private static IEnumerable<string> Snippets(string file)
    {
        var text = RepositoryFiles.Read(file);
        return Path.GetExtension(file) switch
        {
            ".md" => Markdown.Code(file, "powershell").Select(block => block.Text),
            ".cs" => InCSharp().Matches(text).Select(match => Hole().Replace(match.Groups["text"].Value, "1")),
            ".yaml" or ".tf" => InfrastructureTests.PowerShellBlock().Matches(text).Select(match => match.Groups[1].Value),
            ".cmd" => Handed().Matches(text).Select(match => match.Groups[1].Value),
            _ => Handed().Matches(text).Select(match => FromBash(match.Groups[1].Value)),
        };
    }

    /// <summary>What is between double quotes in bash: variables become a number, escapes are resolved.</summary>
    private static string FromBash(string text) => Escape().Replace(BashVariable().Replace(text, "1"), match => match.Groups[1].Value.Trim('\n'));

    [GeneratedRegex(@"(?:powershell(?:\.exe)?(?: -[A-Z]\w+)* -Command |powershell_run )""((?:\\[\s\S]|[^""\\])*)""")]
    private static partial Regex Handed();

    [GeneratedRegex(@"PowerShell\.RunAsync\(\$*(""""""(?<text>.*?)""""""|""(?<text>[^""]+)"")", RegexOptions.Singleline)]
    private static partial Regex InCSharp();

    [GeneratedRegex(@"\{\{[^{}]*\}\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"(?<!\\)\$(?:\w+|\{\w+\})")]
    private static partial Regex BashVariable();

    [GeneratedRegex(@"\\([\s\S])")]
    private static partial Regex Escape();
}
