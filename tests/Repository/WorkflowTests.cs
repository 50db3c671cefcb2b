using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Repository.Tests;

/// <summary>The house rules for GitHub's workflows. LinterTests holds their syntax, ShellTests their scripts.</summary>
public partial class WorkflowTests
{
    public static TheoryData<string> Workflows => [.. RepositoryFiles.All.Where(IsWorkflow)];

    /// <summary>A tag can be moved to other code, a commit cannot. The comment names the release.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void Actions_OfOthers_ArePinnedByCommitAndNameTheirVersion(string workflow) => Assert.All(
        RepositoryFiles.Read(workflow).Split('\n').Where(line => UsesLine().IsMatch(line)),
        line => Assert.True(LocalWorkflow().IsMatch(line) || PinnedAction().IsMatch(line), workflow + line));

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

    /// <summary>
    /// GitHub replaces an expression before a shell parses it: a branch could be named like a command.
    /// </summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void Scripts_OfAWorkflow_HoldNoExpressions(string workflow) =>
        Assert.All(Scripts(workflow), script => Assert.DoesNotContain("${{", script.Text, Ordinal));

    /// <summary>Whether a file is a workflow.</summary>
    internal static bool IsWorkflow(string file) => file.StartsWith(".github/workflows/", Ordinal);

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
}
