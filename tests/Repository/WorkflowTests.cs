using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Serialization;

namespace Repository.Tests;

/// <summary>The house rules for GitHub's workflows. eng/linters holds their syntax, ShellTests their scripts.</summary>
public partial class WorkflowTests
{
    public static TheoryData<string> Workflows => [.. RepositoryFiles.Under(".github/workflows")];

    /// <summary>A tag can be moved to other code, a commit cannot. The comment names the release.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void Actions_OfOthers_ArePinnedByCommitAndNameTheirVersion(string workflow) => Assert.All(
        RepositoryFiles.Read(workflow).Split('\n').Where(line => line.Contains(" uses:", Ordinal)),
        line => Assert.Matches(LocalWorkflowOrPinnedAction(), line));

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Permissions_OfAWorkflow_AreReadUnlessAJobSaysMore(string workflow) =>
        Assert.Equal("read", Parse(workflow)["permissions"]!["contents"]!.ToString());

    /// <summary>GitHub's default is six hours. A job that calls another workflow cannot have a limit.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void Jobs_OfAWorkflow_EndInTime(string workflow) => Assert.All(
        Jobs(workflow).Where(job => job["uses"] is null),
        job => Assert.InRange(int.Parse($"{job["timeout-minutes"] ?? 0}", CultureInfo.InvariantCulture), 1, 60));

    /// <summary>
    /// GitHub replaces an expression before a shell parses it: a branch could be named like a command.
    /// </summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void Scripts_OfAWorkflow_HoldNoExpressions(string workflow) =>
        Assert.All(Scripts(workflow), script => Assert.DoesNotContain("${{", script.Text, Ordinal));

    /// <summary>Each step's script, and its shell: the step's, the job's, or the runner's.</summary>
    internal static IEnumerable<(string Text, string Shell)> Scripts(string workflow) =>
        from job in Jobs(workflow)
        from step in job["steps"]?.AsArray() ?? []
        where step!["run"] is not null
        select ($"{step["run"]}", $"{step["shell"] ?? job["defaults"]?["run"]?["shell"] ?? "sh"}");

    private static IEnumerable<JsonNode> Jobs(string workflow) =>
        Parse(workflow)["jobs"]!.AsObject().Select(job => job.Value!);

    private static JsonNode Parse(string workflow) =>
        JsonSerializer.SerializeToNode(new Deserializer().Deserialize<object>(RepositoryFiles.Read(workflow)))!;

    [GeneratedRegex(@"uses: (\./\.github/workflows/[a-z-]+\.yml|[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)\s*$")]
    private static partial Regex LocalWorkflowOrPinnedAction();
}
