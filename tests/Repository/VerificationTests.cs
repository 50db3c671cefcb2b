using System.Text.RegularExpressions;
using Bootstrap.CommandLine;

namespace Repository.Tests;

/// <summary>docs/verification.md and docs/fidelity.md name a test for every promise.</summary>
public partial class VerificationTests
{
    /// <summary>The columns of a table with a row for each promise; a row's first cell is the promise.</summary>
    private static readonly string[] Projects = ["tests/Bootstrap.Tests", "tests/Bootstrap.EndToEnd", "tests/Windows"];

    private static readonly List<string[]> Rows = [.. Markdown.Rows("docs/verification.md")];

    [Fact]
    public void EachOptionTopologyDockerfileAndWorkflow_HasARow()
    {
        string[] names =
        [
            .. Options.All.Select(option => option.Name),
            .. RepositoryFiles.Under("sandbox/topologies").Select(file => Path.GetFileNameWithoutExtension(file)),
            .. RepositoryFiles.All.Where(file => file.EndsWith("/Dockerfile", Ordinal)),
            .. RepositoryFiles.Under(".github/workflows"),
        ];
        var rows = string.Join('\n', Rows.Select(cells => cells[0]));
        Assert.All(names, name => Assert.Contains($"`{name}`", rows, Ordinal));
    }

    /// <summary>A test stands in the column of its project.</summary>
    [Fact]
    public void Tests_OfEachColumn_AreOfItsProject()
    {
        var promises = Rows.Where(row => row.Length == 1 + Projects.Length).ToList();
        Assert.NotEmpty(promises);
        Assert.All(promises.SelectMany(row => Projects.Zip(row[1..])), cell => AssertTests(cell.First, cell.Second));
    }

    /// <summary>What the sandbox cannot settle has a check that runs on Windows.</summary>
    [Fact]
    public void Differences_OfWine_EachHasAWindowsCheck()
    {
        var checks = Markdown.Rows("docs/fidelity.md").Where(row => row.Length == 4).Select(row => row[^1]).ToList();
        Assert.NotEmpty(checks);
        Assert.All(checks, cell => Assert.Matches(Test(), cell));
        Assert.All(checks, cell => AssertTests("tests/Windows", cell));
    }

    /// <summary>
    /// The tests that a text names by class and method are in a folder: a class has a file of its name.
    /// </summary>
    private static void AssertTests(string folder, string text) => Assert.All(Test().Matches(text), test =>
        Assert.Contains(
            RepositoryFiles.Under(folder, $"/{test.Groups["class"].Value}.cs"),
            file => RepositoryFiles.Read(file).Contains($" {test.Groups["method"].Value}(", Ordinal)));

    [GeneratedRegex(@"`(?<class>[A-Z]\w*(?:Tests|Extensions))\.(?<method>\w+)`")]
    private static partial Regex Test();
}
