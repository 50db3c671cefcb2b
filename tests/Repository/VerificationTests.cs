using System.Text.RegularExpressions;
using Bootstrap.CommandLine;
using Bootstrap.Ecs;
using Bootstrap.Workload;

namespace Repository.Tests;

/// <summary>
/// docs/verification.md and docs/fidelity.md: every promise has a row, every difference from Wine its check. That the
/// tests exist which documents name is held for all documents elsewhere (DocumentTests).
/// </summary>
public partial class VerificationTests
{
    private const string Verification = "docs/verification.md";
    private const string Fidelity = "docs/fidelity.md";

    [Fact]
    public void Options_OfTheProgram_EachHasARow()
    {
        var rows = Markdown.Rows(Markdown.Section(Verification, "Options")).Select(cells => cells[0]).ToList();
        Assert.All(Options.All, option => Assert.Contains(rows, row => row.Contains($"`{option.Name}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void Topologies_OfTheSandbox_EachHasARow()
    {
        var rows = Markdown.Rows(Markdown.Section(Verification, "Topologies")).Select(cells => cells[0]).ToList();
        var topologies = RepositoryFiles.Under("tests/Sandbox/topologies", ".json").Select(Path.GetFileNameWithoutExtension).ToList();
        Assert.NotEmpty(topologies);
        Assert.All(topologies, topology => Assert.Contains(rows, row => row.Contains($"`{topology}`", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("125")]
    [InlineData("126")]
    [InlineData("127")]
    [InlineData("0xC000013A")]
    public void ExitCode_OfOurs_HasARow(string code) =>
        Assert.Contains(Markdown.Rows(Markdown.Section(Verification, "Exit codes")), cells => cells[0].Split(',')[0] == code);

    /// <summary>An empty cell could mean anything: "none" and "not yet" say which.</summary>
    [Fact]
    public void Cells_OfEveryTable_AreFilled() => Assert.All(
        Markdown.Rows(RepositoryFiles.Read(Verification)),
        cells => Assert.True(cells.All(cell => cell.Length > 0), string.Join(" | ", cells)));

    [Fact]
    public void Dockerfiles_OfTheRepository_EachHasARow() => AssertRows(
        "Images, samples, templates",
        RepositoryFiles.All.Where(file => Path.GetFileName(file) == "Dockerfile").Append("docker/docker-bake.hcl"));

    [Fact]
    public void Workflows_OfTheRepository_EachHasARow() => AssertRows("Workflows", RepositoryFiles.Under(".github/workflows"));

    /// <summary>A witness stands in the column of the project that it is in: nothing passes for run on Windows that is not.</summary>
    [Theory]
    [InlineData("Command line")]
    [InlineData("Options")]
    [InlineData("Exit codes")]
    [InlineData("Rules")]
    [InlineData("JSON")]
    public void Witnesses_OfEachColumn_AreOfItsProject(string section)
    {
        string[] projects = ["tests/Bootstrap.Tests", "tests/Bootstrap.EndToEnd", "tests/Windows"];
        var rows = Markdown.Rows(Markdown.Section(Verification, section)).ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, cells => Assert.Equal(1 + projects.Length, cells.Length));
        for (var column = 0; column < projects.Length; column++)
        {
            Assert.Empty(rows.SelectMany(cells => Named(cells[1 + column])).Except(Of(projects[column])));
        }
    }

    /// <summary>What the sandbox cannot settle has a check that runs on Windows.</summary>
    [Fact]
    public void Differences_OfWine_EachHasAWindowsCheck()
    {
        var rows = Markdown.Rows(Markdown.Section(Fidelity, "Where Wine and Windows differ")).ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, cells =>
        {
            var checks = Named(cells[^1]);
            Assert.True(checks.Count > 0, $"no check for: {cells[0]}");
            Assert.Empty(checks.Except(Of("tests/Windows")));
        });
    }

    private static void AssertRows(string section, IEnumerable<string> files)
    {
        var rows = Markdown.Rows(Markdown.Section(Verification, section)).Select(cells => cells[0]).ToList();
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Contains($"`{file}`", rows));
    }

    private static HashSet<(string, string)> Of(string project) =>
        [.. TestSources.Methods.Where(test => test.File.StartsWith(project + "/", StringComparison.Ordinal)).Select(test => (test.Class, test.Method))];

    private static List<(string Class, string Method)> Named(string cell) =>
        [.. Witness().Matches(cell).Select(match => (match.Groups["class"].Value, match.Groups["method"].Value))];

    [GeneratedRegex($"`{TestSources.QualifiedName}`")]
    private static partial Regex Witness();
}
