using System.Text.RegularExpressions;
using Bootstrap.CommandLine;

namespace Repository.Tests;

/// <summary>What documents name exists: files, headings, tests, commands, options, environment variables.</summary>
public partial class DocumentTests
{
    private const int ReadmeWords = 900;

    private static readonly string[] OwnOptions = [.. Options.All.Select(option => option.Name), "--help", "--version"];

    /// <summary>The text of all C# files: the test names in documents must be methods in it.</summary>
    private static readonly string Sources = string.Concat(
        RepositoryFiles.All.Where(file => file.EndsWith(".cs", Ordinal)).Select(RepositoryFiles.Read));

    public static TheoryData<string> Documents { get; } = [.. Markdown.Documents];

    /// <summary>Documents, and files whose comments name commands and variables too.</summary>
    public static TheoryData<string> Texts { get; } =
        [.. RepositoryFiles.All.Where(file => Path.GetExtension(file) is ".md" or ".yml" or ".yaml" or ".tf" or ".hcl"
            || Path.GetFileName(file) is "Dockerfile")];

    [Fact]
    public void Readme_IsShort() => Assert.InRange(Words(RepositoryFiles.Read("README.md")).Length, 1, ReadmeWords);

    /// <summary>The table of docs/reference.md has the program's options and variables, in its order.</summary>
    [Fact]
    public void Options_OfTheReference_AreThoseOfTheProgram() => Assert.Equal(
        Options.All.Select(option => (option.Name, ((ISetting)option).Variable ?? string.Empty)),
        Markdown.Rows("docs/reference.md").Where(cells => cells[0].StartsWith("`--", Ordinal))
            .Select(cells => (FirstWord(cells[0]), FirstWord(cells[1]))));

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_InTheRepository_LeadToAFileAndAHeading(string document)
    {
        foreach (var target in Markdown.Links(document).Where(target => !target.Contains(':', Ordinal)))
        {
            var parts = target.Split('#', 2);
            var file = parts[0].Length == 0 ? document : RepositoryFiles.Beside(document, parts[0]);
            Assert.True(RepositoryFiles.Has(file), $"{document}: {target}");
            Assert.True(parts is [_] || Markdown.Anchors(file).Contains(parts[1]), $"{document}: {target}");
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Tests_ThatADocumentNames_Exist(string document) => Assert.All(
        Found(TestName(), document).Distinct(), name => Assert.True(Sources.Contains($" {name}(", Ordinal), name));

    [Theory]
    [MemberData(nameof(Texts))]
    public void Commands_OfTheRepository_Exist(string file)
    {
        var known = Found(BuildCommand(), "build").ToHashSet();
        Assert.Contains("publish", known);
        Assert.Empty(Found(UseOfBuild(), file).Except(known));
        Assert.All(Found(UseOfEng(), file), name => Assert.True(RepositoryFiles.Has(name), $"{file}: {name}"));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Variables_OfBootstrap_BelongToOptions(string file) =>
        Assert.Empty(Found(Variable(), file).Except(Options.All.Select(option => ((ISetting)option).Variable)));

    /// <summary>In every command line that starts with bootstrap, up to "--".</summary>
    [Theory]
    [MemberData(nameof(Documents))]
    public void Options_InCommands_Exist(string document)
    {
        foreach (var command in Found(CommandOfBootstrap(), document))
        {
            var options = Words(command).TakeWhile(word => word != "--").SelectMany(word => OptionName().Matches(word));
            Assert.All(options, option => Assert.True(OwnOptions.Contains(option.Value), $"{document}: {command}"));
        }
    }

    /// <summary>What the one group of a pattern has matched in a file.</summary>
    private static IEnumerable<string> Found(Regex pattern, string file) =>
        pattern.Matches(RepositoryFiles.Read(file)).Select(match => match.Groups["name"].Value);

    private static string[] Words(string text) => text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static string FirstWord(string cell) => cell.Trim('`').Split(' ', '`')[0];

    /// <summary>The method, with or without its class; AWS_REGION and MSFT_NetRoute do not match.</summary>
    [GeneratedRegex(@"`(?!Method_)(?:[A-Z]\w+\.)?(?<name>[A-Z][A-Za-z0-9]*[a-z0-9]_[A-Z][a-z]\w+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"^    (?<name>[a-z-]+)\)", RegexOptions.Multiline)]
    private static partial Regex BuildCommand();

    [GeneratedRegex(@"(?:\./build|build\.cmd) (?<name>[a-z][a-z-]*)")]
    private static partial Regex UseOfBuild();

    [GeneratedRegex(@"(?<![\w/.-])(?<name>eng/[a-z][a-z-]*(?:/[A-Za-z.-]*[A-Za-z])?(?:\.[a-z]+)?)")]
    private static partial Regex UseOfEng();

    [GeneratedRegex(@"(?<![A-Z_])(?<name>BOOTSTRAP_[A-Z_]*[A-Z])")]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?<![\w/-])bootstrap(?:\.exe)?(?<name>(?: +(?:plan|check))?(?: +-[^\n`|]*))")]
    private static partial Regex CommandOfBootstrap();

    [GeneratedRegex(@"^--[a-z][a-z-]*")]
    private static partial Regex OptionName();
}
