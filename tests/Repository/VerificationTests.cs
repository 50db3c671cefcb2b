using System.Text.RegularExpressions;
using Bootstrap.CommandLine;

namespace Repository.Tests;

/// <summary>docs/verification.md and docs/fidelity.md name a test for every promise. DocumentTests checks that the tests exist.</summary>
public partial class VerificationTests
{
    private const string Verification = "docs/verification.md";

    [Fact]
    public void Options_OfTheProgram_EachHasARow() =>
        AssertRows("Options", Options.All.Select(option => option.Name));

    [Fact]
    public void Topologies_OfTheSandbox_EachHasARow() => AssertRows(
        "Topologies",
        RepositoryFiles.All.Where(file => file.Contains("/topologies/", StringComparison.Ordinal)).Select(file => Path.GetFileNameWithoutExtension(file)));

    [Fact]
    public void Dockerfiles_OfTheRepository_EachHasARow() => AssertRows(
        "Images, samples, templates",
        RepositoryFiles.All.Where(file => Path.GetFileName(file) == "Dockerfile").Append("docker/docker-bake.hcl"));

    [Fact]
    public void Workflows_OfTheRepository_EachHasARow() => AssertRows("Workflows", RepositoryFiles.Under(".github/workflows"));

    /// <summary>A test stands in the column of its project, so that no promise passes for run on Windows that is not.</summary>
    [Theory]
    [InlineData("Command line")]
    [InlineData("Options")]
    [InlineData("Exit codes")]
    [InlineData("Rules")]
    [InlineData("JSON")]
    public void Tests_OfEachColumn_AreOfItsProject(string section)
    {
        string[] projects = ["tests/Bootstrap.Tests", "tests/Bootstrap.EndToEnd", "tests/Windows"];
        var rows = Markdown.Rows(Verification, section).ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, cells =>
        {
            Assert.Equal(1 + projects.Length, cells.Length);
            Assert.All(projects.Zip(cells[1..]), column => Assert.Empty(Named(column.Second).Except(Of(column.First))));
        });
    }

    /// <summary>What the sandbox cannot settle has a check that runs on Windows.</summary>
    [Fact]
    public void Differences_OfWine_EachHasAWindowsCheck()
    {
        var checks = Markdown.Rows("docs/fidelity.md", "Where Wine and Windows differ").Select(cells => Named(cells[^1])).ToList();
        Assert.NotEmpty(checks);
        Assert.All(checks, named => Assert.NotEmpty(named));
        Assert.Empty(checks.SelectMany(named => named).Except(Of("tests/Windows")));
    }

    private static void AssertRows(string section, IEnumerable<string> names)
    {
        var rows = string.Join('\n', Markdown.Rows(Verification, section).Select(cells => cells[0]));
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains($"`{name}`", rows, StringComparison.Ordinal));
    }

    private static HashSet<(string, string)> Of(string project) =>
        [.. TestSources.Methods.Where(test => test.File.StartsWith(project + "/", StringComparison.Ordinal)).Select(test => (test.Class, test.Method))];

    private static List<(string Class, string Method)> Named(string cell) =>
        [.. Witness().Matches(cell).Select(match => (match.Groups["class"].Value, match.Groups["method"].Value))];

    [GeneratedRegex($"`{TestSources.QualifiedName}`")]
    private static partial Regex Witness();
}
