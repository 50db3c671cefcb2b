using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Repository.Tests;

/// <summary>The house rules for GitHub's workflows. Their syntax is actionlint's (LinterTests), their scripts are shellcheck's (ShellTests).</summary>
public partial class WorkflowTests
{
    private const string SmokeTest = ".github/workflows/smoke-test.yml";

    public static TheoryData<string> Workflows => [.. RepositoryFiles.Under(".github/workflows")];

    /// <summary>A tag can be moved to other code, a commit cannot. The comment names the release.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void Actions_OfOthers_ArePinnedByCommitAndNameTheirVersion(string workflow) => Assert.All(
        RepositoryFiles.Read(workflow).Split('\n').Where(line => UsesLine().IsMatch(line)),
        line => Assert.True(LocalWorkflow().IsMatch(line) || PinnedAction().IsMatch(line), $"{workflow}: {line.Trim()}"));

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Permissions_OfAWorkflow_AreReadUnlessAJobSaysMore(string workflow) =>
        Assert.Equal("read", YamlText.Read(workflow).Mapping("permissions").Text("contents"));

    /// <summary>GitHub's default is six hours. A job that calls another workflow cannot have a limit.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void Jobs_OfAWorkflow_EndInTime(string workflow)
    {
        foreach (var job in Jobs(workflow).Where(job => job.Find("uses") is null))
        {
            Assert.InRange(int.Parse(job.Text("timeout-minutes") ?? "0", CultureInfo.InvariantCulture), 1, 60);
        }
    }

    /// <summary>An expression in a script is replaced before a shell parses it: the name of a branch could be a command.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void Scripts_OfAWorkflow_HoldNoExpressions(string workflow) =>
        Assert.All(Scripts(workflow), script => Assert.DoesNotContain("${{", script.Text, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Files_ThatAWorkflowNames_Exist(string workflow)
    {
        var text = string.Join('\n', RepositoryFiles.Read(workflow).Split('\n').Where(line => !PinnedAction().IsMatch(line)));
        Assert.All(OwnFile().Matches(text), file => Assert.True(RepositoryFiles.Has(file.Value.TrimEnd('.')), $"{workflow} names {file.Value}"));
    }

    /// <summary>samples/README.md passes inputs that the workflow has.</summary>
    [Fact]
    public void SmokeTest_AsTheExampleCallsIt_GetsItsInputs()
    {
        var inputs = YamlText.Read(SmokeTest).Mapping("on").Mapping("workflow_call").Mapping("inputs");
        var example = YamlText.Parse(Assert.Single(Markdown.Code("samples/README.md", "yaml")).Text).Mapping("jobs").Mapping("smoke-test");
        Assert.Subset(inputs.Keys().ToHashSet(), example.Mapping("with").Keys().ToHashSet());
        Assert.EndsWith($"/{SmokeTest}@COMMIT", example.Text("uses"), StringComparison.Ordinal);
    }

    /// <summary>Each step's script, and its shell: the step's, the job's, or the runner's.</summary>
    internal static IEnumerable<(string Text, string Shell)> Scripts(string workflow) =>
        from job in Jobs(workflow)
        let preset = (job.Find("defaults") as YamlMappingNode)?.Mapping("run").Text("shell")
        from step in (job.Find("steps") as YamlSequenceNode)?.Children.Cast<YamlMappingNode>() ?? []
        where step.Text("run") is not null
        select (step.Text("run")!, step.Text("shell") ?? preset ?? "sh");

    private static IEnumerable<YamlMappingNode> Jobs(string workflow) =>
        YamlText.Read(workflow).Mapping("jobs").Children.Values.Cast<YamlMappingNode>();

    [GeneratedRegex(@"^\s*(- )?uses:")]
    private static partial Regex UsesLine();

    [GeneratedRegex(@"uses: \./\.github/workflows/[a-z-]+\.yml\s*$")]
    private static partial Regex LocalWorkflow();

    [GeneratedRegex(@"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+\s*$")]
    private static partial Regex PinnedAction();

    [GeneratedRegex(@"(?<![\w./-])(?:(?:docker|docs|eng|samples|src|tests|\.ci)/[\w./-]*\w|build\.cmd|global\.json)")]
    private static partial Regex OwnFile();
}
