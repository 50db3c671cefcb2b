using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace Repository.Tests;

/// <summary>PowerShell's own parser on every PowerShell text of the repository.</summary>
public partial class PowerShellTests
{
    public static TheoryData<string> Files { get; } = [.. RepositoryFiles.All.Where(file => Snippets(file).Any())];

    /// <summary>Where there must be some: otherwise a pattern below no longer fits.</summary>
    [Fact]
    public void Files_WithPowerShell_AreFound() =>
        Assert.Superset(
            new HashSet<string>
            {
                "build.cmd", "docs/ecs.md", "eng/smoke-test", "infra/cloudformation.yaml",
                "tests/Windows/CredentialsEndpoint.cs",
            },
            Files.Select(row => row.Data).ToHashSet()
        );

    [Theory]
    [MemberData(nameof(Files))]
    public void Snippets_OfAFile_AreParsed(string file) => Assert.All(Snippets(file), AssertParsed);

    [Fact]
    public void Snippet_ThatIsBroken_IsNoticed() =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertParsed("if ($x { }"));

    private static void AssertParsed(string text)
    {
        Parser.ParseInput(text, out _, out var errors);
        Assert.True(errors.Length == 0, $"{text}\n{string.Join('\n', errors.Select(error => error.ToString()))}");
    }

    private static IEnumerable<string> Snippets(string file) =>
        Path.GetExtension(file) switch
        {
            ".md" => Markdown.Code(file, "powershell", "shell"),
            ".ps1" => [RepositoryFiles.Read(file)],
            ".cs" => Found(InCSharp(), file).Select(text => Hole().Replace(text, "1")),
            ".yaml" or ".tf" => Found(UserData(), file),
            ".cmd" => Found(Handed(), file),
            ".yml" when WorkflowTests.IsWorkflow(file) => WorkflowTests
                .Scripts(file)
                .Where(script => script.Shell is "pwsh" or "powershell")
                .Select(script => script.Text),
            "" => Found(Handed(), file).Select(FromBash),
            _ => [],
        };

    private static IEnumerable<string> Found(Regex pattern, string file) =>
        pattern.Matches(RepositoryFiles.Read(file)).Select(match => match.Groups["text"].Value);

    /// <summary>Text in double quotes as bash hands it on: a number for each variable, escapes resolved.</summary>
    private static string FromBash(string text) =>
        Escape().Replace(BashVariable().Replace(text, "1"), match => match.Groups[1].Value.Trim('\n'));

    [GeneratedRegex("<powershell>(?<text>.*?)</powershell>", RegexOptions.Singleline)]
    internal static partial Regex UserData();

    [GeneratedRegex(
        @"(?:powershell(?:\.exe)?(?: -[A-Z]\w+)* -Command |powershell_run )""(?<text>(?:\\[\s\S]|[^""\\])*)"""
    )]
    private static partial Regex Handed();

    [GeneratedRegex(@"Shell\.RunAsync\(\$*(""""""(?<text>.*?)""""""|""(?<text>[^""]+)"")", RegexOptions.Singleline)]
    private static partial Regex InCSharp();

    [GeneratedRegex(@"\{\{[^{}]*\}\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"(?<!\\)\$(?:\w+|\{\w+\})")]
    private static partial Regex BashVariable();

    [GeneratedRegex(@"\\([\s\S])")]
    private static partial Regex Escape();
}
