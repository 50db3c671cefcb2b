using YamlDotNet.RepresentationModel;

namespace Repository.Tests;

/// <summary>The issue forms ask for what a report must hold. linux.yml holds their syntax.</summary>
public class IssueFormTests
{
    private const string Bug = ".github/ISSUE_TEMPLATE/bug.yml";

    [Fact]
    public void BugForm_AsksForWhatAReportNeedsAndBlankIssuesAreOff()
    {
        string[] needed =
        [
            "bootstrap --version", "check --format json", "plan --save-snapshot", "LOG_LEVEL=debug", "ECS agent",
            "ENTRYPOINT",
        ];
        Assert.All(needed, what => Assert.Contains(what, RepositoryFiles.Read(Bug), Ordinal));
        var body = Assert.IsType<YamlSequenceNode>(YamlText.Read(Bug).Find("body")).Children.Cast<YamlMappingNode>();
        var check = Assert.Single(body, element => element.Text("id") == "check");
        Assert.Equal("true", check.Mapping("validations").Text("required"));
        Assert.Equal("false", YamlText.Read(".github/ISSUE_TEMPLATE/config.yml").Text("blank_issues_enabled"));
    }
}
