using System.Text.RegularExpressions;
using Bootstrap.CommandLine;

namespace Repository.Tests;

/// <summary>docs/verification.md and docs/fidelity.md name a test for every promise.</summary>
public partial class VerificationTests
{
    private const string Verification = "docs/verification.md";

    [Fact]
    public void EachOptionTopologyDockerfileAndWorkflow_HasARow()
    {
        var topologies = RepositoryFiles.All.Where(file => file.Contains("/topologies/", Ordinal));
        AssertRows("options", Options.All.Select(option => option.Name));
        AssertRows("topologies", topologies.Select(file => Path.GetFileNameWithoutExtension(file)));
        AssertRows(
            "images-samples-templates",
            RepositoryFiles.All.Where(file => file.EndsWith("/Dockerfile", Ordinal))
        );
        AssertRows("workflows", RepositoryFiles.Under(".github/workflows"));
    }

    /// <summary>A test stands in the column of its project.</summary>
    [Theory]
    [InlineData("command-line")]
    [InlineData("options")]
    [InlineData("exit-codes")]
    [InlineData("rules")]
    [InlineData("json")]
    public void Tests_OfEachColumn_AreOfItsProject(string section)
    {
        string[] projects = ["tests/Bootstrap.Tests", "tests/Bootstrap.EndToEnd", "tests/Windows"];
        var rows = Markdown.Rows(Verification, section).ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, cells => Assert.Equal(1 + projects.Length, cells.Length));
        Assert.All(
            rows.SelectMany(cells => projects.Zip(cells[1..])),
            column => AssertTests(column.First, column.Second)
        );
    }

    /// <summary>What the sandbox cannot settle has a check that runs on Windows.</summary>
    [Fact]
    public void Differences_OfWine_EachHasAWindowsCheck()
    {
        var checks = Markdown
            .Rows("docs/fidelity.md", "where-wine-and-windows-differ")
            .Select(cells => cells[^1])
            .ToList();
        Assert.NotEmpty(checks);
        Assert.All(checks, cell => Assert.Matches(Test(), cell));
        Assert.All(checks, cell => AssertTests("tests/Windows", cell));
    }

    private static void AssertRows(string section, IEnumerable<string> names)
    {
        var rows = string.Join('\n', Markdown.Rows(Verification, section).Select(cells => cells[0]));
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains($"`{name}`", rows, Ordinal));
    }

    /// <summary>
    /// The tests that a text names by class and method are in a folder: a class has a file of its name.
    /// </summary>
    private static void AssertTests(string folder, string text) =>
        Assert.All(
            Test()
                .Matches(text)
                .Select(match => (Class: match.Groups["class"].Value, Method: match.Groups["method"].Value)),
            test =>
                Assert.Contains(
                    RepositoryFiles.Under(folder, $"/{test.Class}.cs"),
                    file => RepositoryFiles.Read(file).Contains($" {test.Method}(", Ordinal)
                )
        );

    [GeneratedRegex(@"`(?<class>[A-Z]\w*(?:Tests|Extensions))\.(?<method>\w+)`")]
    private static partial Regex Test();
}
