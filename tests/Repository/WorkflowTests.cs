using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Repository.Tests;

/// <summary>GitHub's workflows, as far as they can be held without GitHub.</summary>
public partial class WorkflowTests
{
    private const string Folder = ".github/workflows";

    /// <summary>The one that other repositories call.</summary>
    private const string SmokeTest = $"{Folder}/smoke-test.yml";

    public static TheoryData<string> Workflows =>
        [.. RepositoryFiles.Under(Folder)];

    [Fact]
    public void Workflows_AreThoseThatDocumentsSpeakOf() => Assert.Equal(
        ["linux.yml", "release.yml", "smoke-test.yml", "windows.yml"],
        Workflows.Select(row => Path.GetFileName(row.Data)).Order(StringComparer.Ordinal));

    /// <summary>A tag can be moved to other code, a commit cannot. The comment says which release it is.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void Actions_OfOthers_ArePinnedByCommitAndNameTheirVersion(string workflow)
    {
        foreach (var line in RepositoryFiles.Read(workflow).Split('\n').Where(line => UsesLine().IsMatch(line)))
        {
            Assert.True(LocalWorkflow().IsMatch(line) || PinnedAction().IsMatch(line), $"{workflow}: {line.Trim()}");
        }
    }

    /// <summary>One action is one release throughout.</summary>
    [Fact]
    public void Actions_OfOneName_AreOneCommit()
    {
        var pins = Workflows.SelectMany(row => PinnedAction().Matches(RepositoryFiles.Read(row.Data)).Select(match => match.Groups))
            .GroupBy(groups => groups["action"].Value, groups => $"{groups["commit"].Value} {groups["version"].Value.Trim()}");
        Assert.All(pins, pin => Assert.Single(pin.Distinct()));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Permissions_OfAWorkflow_AreToReadUnlessAJobSaysMore(string workflow)
    {
        var permissions = YamlText.Read(workflow).Mapping("permissions");
        Assert.All(permissions.Children.Values, value => Assert.Equal("read", ((YamlScalarNode)value).Value));
        Assert.Contains("contents", permissions.Keys());
    }

    /// <summary>The default is six hours. A job that only calls another workflow cannot have a limit of its own.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void Jobs_OfAWorkflow_EndInTime(string workflow)
    {
        foreach (var (name, job) in Jobs(workflow).Where(job => job.Job.Find("uses") is null))
        {
            Assert.True(job.Text("timeout-minutes") is { } limit && int.Parse(limit, CultureInfo.InvariantCulture) is >= 1 and <= 60, $"{workflow}: {name} has no timeout-minutes");
        }
    }

    /// <summary>What a job waits for, and the workflow that it calls, are there.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void Jobs_ThatAreNamed_AreThere(string workflow)
    {
        var jobs = Jobs(workflow).ToList();
        foreach (var (name, job) in jobs)
        {
            var needs = job.Find("needs") switch { null => [], YamlSequenceNode list => list.Children, var one => [one] };
            Assert.All(needs.Cast<YamlScalarNode>(), need => Assert.True(jobs.Exists(other => other.Name == need.Value), $"{workflow}: {name} needs {need.Value}"));
            if (job.Text("uses") is { } called && called.StartsWith("./", StringComparison.Ordinal))
            {
                Assert.Contains(called[2..], RepositoryFiles.All);
                Assert.NotNull(YamlText.Read(called[2..]).Mapping("on").Find("workflow_call"));
            }
        }
    }

    /// <summary>"${{ }}" in a script is text put into it before a shell sees it: whoever names a branch could write a command.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void Scripts_OfAWorkflow_HoldNoExpressions(string workflow) =>
        Assert.All(Scripts(workflow), script => Assert.DoesNotContain("${{", script.Text, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Scripts_InBash_PassShellcheck(string workflow)
    {
        Assert.NotEmpty(Scripts(workflow));
        foreach (var (text, shell) in Scripts(workflow).Where(script => script.Shell is "bash" or "sh"))
        {
            var start = new ProcessStartInfo("shellcheck", ["--shell", shell, "--severity=style", "-"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            };
            using var shellcheck = Process.Start(start)!;
            shellcheck.StandardInput.Write(text);
            shellcheck.StandardInput.Close();
            var said = shellcheck.StandardOutput.ReadToEnd();
            shellcheck.WaitForExit();
            Assert.True(shellcheck.ExitCode == 0, $"{workflow}:\n{text}\n{said}");
        }
    }

    /// <summary>Scripts, recipes and folders of ours that a workflow names.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void Files_ThatAWorkflowNames_AreThere(string workflow)
    {
        var text = string.Join('\n', RepositoryFiles.Read(workflow).Split('\n').Where(line => !PinnedAction().IsMatch(line)));
        foreach (Match file in OwnFile().Matches(text))
        {
            var path = file.Groups["path"].Value.TrimEnd('.');
            Assert.True(RepositoryFiles.Has(path), $"{workflow} names {path}");
        }
    }

    /// <summary>What samples/README.md tells others to write is what the workflow takes.</summary>
    [Fact]
    public void SmokeTest_AsTheExampleCallsIt_GetsItsInputs()
    {
        var inputs = YamlText.Read(SmokeTest).Mapping("on").Mapping("workflow_call").Mapping("inputs");
        var example = YamlText.Parse(Example().Match(RepositoryFiles.Read("samples/README.md")).Groups[1].Value).Mapping("jobs").Mapping("smoke-test");

        var given = example.Mapping("with").Keys().ToHashSet();
        Assert.Subset(inputs.Keys().ToHashSet(), given);
        Assert.Superset(inputs.Keys().Where(name => inputs.Mapping(name).Text("required") == "true").ToHashSet(), given);
        Assert.EndsWith($"/{SmokeTest}@COMMIT", example.Text("uses"), StringComparison.Ordinal);
    }

    private static IEnumerable<(string Name, YamlMappingNode Job)> Jobs(string workflow)
    {
        var jobs = YamlText.Read(workflow).Mapping("jobs");
        return jobs.Keys().Select(name => (name, jobs.Mapping(name)));
    }

    /// <summary>Each step's script, and the shell it is for: its own, the job's, or the runner's.</summary>
    private static IEnumerable<(string Text, string Shell)> Scripts(string workflow)
    {
        foreach (var (_, job) in Jobs(workflow))
        {
            var preset = job.Find("defaults") is YamlMappingNode defaults ? defaults.Mapping("run").Text("shell") : null;
            foreach (var step in job.Find("steps") is YamlSequenceNode steps ? steps.Children.Cast<YamlMappingNode>() : [])
            {
                if (step.Text("run") is { } script)
                {
                    yield return (script, step.Text("shell") ?? preset ?? "sh");
                }
            }
        }
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"^\s*(- )?uses:")]
    private static partial Regex UsesLine();

    [GeneratedRegex(@"uses: \./\.github/workflows/[a-z-]+\.yml\s*$")]
    private static partial Regex LocalWorkflow();

    [GeneratedRegex(@"uses: (?<action>[\w.-]+/[\w./-]+)@(?<commit>[0-9a-f]{40}) # (?<version>v\d+\.\d+\.\d+\s*)$", RegexOptions.Multiline)]
    private static partial Regex PinnedAction();

    [GeneratedRegex(@"(?<![\w./-])(?<path>(docker|docs|eng|samples|src|tests|\.ci)/[\w./-]*\w|build\.cmd|global\.json)")]
    private static partial Regex OwnFile();
}
