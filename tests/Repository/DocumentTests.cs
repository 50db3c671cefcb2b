using System.Text.RegularExpressions;
using Bootstrap.CommandLine;

namespace Repository.Tests;

/// <summary>What documents name exists: files, headings, tests, commands, options, environment variables.</summary>
public partial class DocumentTests
{
    private const int ReadmeWords = 900;

    private static readonly HashSet<string> OwnOptions = [.. Options.All.Select(option => option.Name), "--help", "--version"];

    /// <summary>The names of all methods in tests, with and without the name of the class in front.</summary>
    private static readonly HashSet<string> Tests =
        [.. TestSources.Methods.SelectMany(test => (string[])[test.Method, $"{test.Class}.{test.Method}"])];

    public static TheoryData<string> Documents { get; } = [.. Markdown.Documents];

    /// <summary>Documents, and files whose comments name commands and variables too.</summary>
    public static TheoryData<string> Texts { get; } =
        [.. RepositoryFiles.All.Where(file => Path.GetExtension(file) is ".md" or ".yml" or ".yaml" or ".tf" or ".hcl" || Path.GetFileName(file) is "Dockerfile")];

    [Fact]
    public void Readme_IsShort() =>
        Assert.InRange(RepositoryFiles.Read("README.md").Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Length, 1, ReadmeWords);

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_InTheRepository_LeadToAFileAndAHeading(string document)
    {
        foreach (var target in Markdown.Links(document).Where(target => !target.Contains(':', StringComparison.Ordinal)))
        {
            var (path, anchor) = target.Split('#', 2) is [var before, var after] ? (before, after) : (target, string.Empty);
            var file = path.Length == 0 ? document : RepositoryFiles.Beside(document, path);
            Assert.True(RepositoryFiles.Has(file), $"{document}: {target}");
            Assert.True(anchor.Length == 0 || Markdown.Anchors(file).Contains(anchor), $"{document}: {target}");
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Tests_ThatADocumentNames_Exist(string document) =>
        Assert.Empty(TestName().Matches(RepositoryFiles.Read(document)).Select(match => match.Groups["name"].Value).Except(Tests));

    [Fact]
    public void Index_NamesEveryDocumentOfItsFolder()
    {
        const string index = "docs/README.md";
        Assert.Empty(Markdown.Documents.Where(document => Path.GetDirectoryName(document) == "docs")
            .Except([index, .. Markdown.Links(index).Select(target => RepositoryFiles.Beside(index, target))]));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Commands_OfTheRepository_Exist(string file)
    {
        var text = RepositoryFiles.Read(file);
        var known = BuildCommand().Matches(RepositoryFiles.Read("build")).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.Contains("publish", known);
        Assert.All(UseOfBuild().Matches(text), match => Assert.True(known.Contains(match.Groups[1].Value), $"{file}: {match.Value}"));
        Assert.All(UseOfEng().Matches(text), match => Assert.True(RepositoryFiles.Has(match.Value), $"{file}: {match.Value}"));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Variables_OfBootstrap_BelongToOptions(string file)
    {
        var known = Options.All.Select(option => ((ISetting)option).Variable).ToHashSet();
        Assert.All(Variable().Matches(RepositoryFiles.Read(file)), match => Assert.True(known.Contains(match.Value), $"{file}: {match.Value}"));
    }

    /// <summary>In every command line that starts with bootstrap, up to "--".</summary>
    [Theory]
    [MemberData(nameof(Documents))]
    public void Options_InCommands_Exist(string document)
    {
        foreach (Match match in CommandOfBootstrap().Matches(RepositoryFiles.Read(document)))
        {
            var words = match.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).TakeWhile(word => word != "--");
            var options = words.Select(word => OptionName().Match(word)).Where(option => option.Success);
            Assert.All(options, option => Assert.True(OwnOptions.Contains(option.Value), $"{document}: {match.Value}"));
        }
    }

    /// <summary><c>`PlannerTests.Decide_InNat_Adds`</c>, or the method alone; AWS_REGION and MSFT_NetRoute do not match.</summary>
    [GeneratedRegex($@"`(?!Method_)(?<name>(?:[A-Z]\w+\.)?[A-Z][A-Za-z0-9]*[a-z0-9]_[A-Z][a-z]\w+|{TestSources.QualifiedName})`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"^    ([a-z-]+)\)", RegexOptions.Multiline)]
    private static partial Regex BuildCommand();

    [GeneratedRegex(@"(?:\./build|build\.cmd) ([a-z][a-z-]*)")]
    private static partial Regex UseOfBuild();

    [GeneratedRegex(@"(?<![\w/.-])eng/[a-z][a-z-]*(?:/[A-Za-z.-]*[A-Za-z])?(?:\.[a-z]+)?")]
    private static partial Regex UseOfEng();

    [GeneratedRegex(@"(?<![A-Z_])BOOTSTRAP_[A-Z_]*[A-Z]")]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?<![\w/-])bootstrap(?:\.exe)?((?: +(?:plan|check))?(?: +-[^\n`|]*))")]
    private static partial Regex CommandOfBootstrap();

    [GeneratedRegex(@"^--[a-z][a-z-]*")]
    private static partial Regex OptionName();
}
