using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace Repository.Tests;

/// <summary>PowerShell's own parser on every PowerShell text of the repository.</summary>
public partial class PowerShellTests
{
    public static TheoryData<string> Files { get; } = [.. RepositoryFiles.All.Where(file => Snippets(file).Any())];

    /// <summary>One of each kind: otherwise a pattern below no longer fits.</summary>
    [Theory]
    [InlineData("build.cmd")]
    [InlineData("docs/ecs.md")]
    [InlineData("eng/smoke-test")]
    [InlineData("infra/cloudformation.yaml")]
    [InlineData("tests/Windows/CredentialsEndpoint.cs")]
    public void Files_WithPowerShell_AreFound(string file) => Assert.Contains(file, Files.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Files))]
    public void Snippets_OfAFile_AreParsed(string file) => Assert.All(Snippets(file), text =>
    {
        Parser.ParseInput(text, out _, out var errors);
        Assert.True(errors.Length == 0, $"{text}\n{string.Join<ParseError>('\n', errors)}");
    });

    private static IEnumerable<string> Snippets(string file) => Path.GetExtension(file) switch
    {
        ".md" => Markdown.Code(file, "powershell", "shell"),
        ".cs" => Found(InCSharp(), file).Select(text => Hole().Replace(text, "1")),
        ".yaml" or ".tf" => Found(UserData(), file),
        ".cmd" => Found(Handed(), file),
        ".yml" when file.StartsWith(".github/workflows/", Ordinal) => WorkflowTests.Scripts(file)
            .Where(script => script.Shell is "pwsh" or "powershell").Select(script => script.Text),
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

    [GeneratedRegex(@"(powershell(\.exe)?( -[A-Z]\w+)* -Command |powershell_run )""(?<text>(\\[\s\S]|[^""\\])*)""")]
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
