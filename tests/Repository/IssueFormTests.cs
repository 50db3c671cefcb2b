using YamlDotNet.RepresentationModel;

namespace Repository.Tests;

/// <summary>The issue forms ask for what a report must hold. Their syntax is check-jsonschema's to judge (linux.yml).</summary>
public class IssueFormTests
{
    private const string Bug = ".github/ISSUE_TEMPLATE/bug.yml";

    [Theory]
    [InlineData("bootstrap --version")]
    [InlineData("check --format json")]
    [InlineData("plan --save-snapshot")]
    [InlineData("BOOTSTRAP_LOG_LEVEL=debug")]
    [InlineData("ECS agent")]
    [InlineData("ENTRYPOINT")]
    public void BugForm_AsksFor(string what) => Assert.Contains(what, RepositoryFiles.Read(Bug), StringComparison.Ordinal);

    [Fact]
    public void BugForm_RequiresTheOutputOfCheckAndBlankIssuesAreOff()
    {
        var body = Assert.IsType<YamlSequenceNode>(YamlText.Read(Bug).Find("body")).Children.Cast<YamlMappingNode>();
        var check = Assert.Single(body, element => element.Text("id") == "check");
        Assert.Equal("true", check.Mapping("validations").Text("required"));
        Assert.Equal("false", YamlText.Read(".github/ISSUE_TEMPLATE/config.yml").Text("blank_issues_enabled"));
    }
}
