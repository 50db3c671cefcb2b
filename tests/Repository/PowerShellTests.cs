using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace Repository.Tests;

/// <summary>PowerShell's own parser on every PowerShell text: documents, user data, scripts, Dockerfiles, workflows, tests.</summary>
public partial class PowerShellTests
{
    public static TheoryData<string> Files { get; } = [.. RepositoryFiles.All.Where(file => Snippets(file).Any())];

    /// <summary>Where there must be some: otherwise a pattern below no longer fits.</summary>
    [Fact]
    public void Files_WithPowerShell_AreFound() => Assert.Superset(
        new HashSet<string>
        {
            "build.cmd", "docs/ecs.md", "eng/smoke-test", "infra/main.tf", "infra/cloudformation.yaml", "tests/Windows/CredentialsEndpoint.cs",
        },
        Files.Select(row => row.Data).ToHashSet());

    [Theory]
    [MemberData(nameof(Files))]
    public void Snippets_OfAFile_AreParsed(string file) => Assert.All(Snippets(file), AssertParsed);

    [Fact]
    public void Snippet_ThatIsBroken_IsNoticed() => Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertParsed("if ($x { }"));

    private static void AssertParsed(string text)
    {
        Parser.ParseInput(text, out _, out var errors);
        Assert.True(errors.Length == 0, $"{text}\n{string.Join('\n', errors.Select(error => $"{error.Extent.StartLineNumber}: {error.Message}"))}");
    }

    private static IEnumerable<string> Snippets(string file) => Path.GetExtension(file) switch
    {
        ".md" => Markdown.Code(file, "powershell", "shell"),
        ".ps1" => [RepositoryFiles.Read(file)],
        ".cs" => InCSharp().Matches(RepositoryFiles.Read(file)).Select(match => Hole().Replace(match.Groups["text"].Value, "1")),
        ".yaml" or ".tf" => UserData().Matches(RepositoryFiles.Read(file)).Select(match => match.Groups[1].Value),
        ".cmd" => Handed().Matches(RepositoryFiles.Read(file)).Select(match => match.Groups[1].Value),
        ".yml" => WorkflowTests.IsWorkflow(file) ? WorkflowTests.Scripts(file).Where(script => script.Shell is "pwsh" or "powershell").Select(script => script.Text) : [],
        "" => Handed().Matches(RepositoryFiles.Read(file)).Select(match => FromBash(match.Groups[1].Value)),
        _ => [],
    };

    /// <summary>Text in double quotes as bash hands it on: a number for each variable, escapes resolved.</summary>
    private static string FromBash(string text) => Escape().Replace(BashVariable().Replace(text, "1"), match => match.Groups[1].Value.Trim('\n'));

    [GeneratedRegex("<powershell>(.*?)</powershell>", RegexOptions.Singleline)]
    internal static partial Regex UserData();

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
