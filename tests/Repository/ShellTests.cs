namespace Repository.Tests;

/// <summary>shellcheck on every bash text that is not a file: blocks in documents, steps of workflows.</summary>
public class ShellTests
{
    public static TheoryData<string> Documents => [.. Markdown.Documents.Where(document => Bash(document).Any())];

    public static TheoryData<string> Workflows => WorkflowTests.Workflows;

    /// <summary>A document's blocks are one script: a later block uses the variables of an earlier one.</summary>
    [Theory]
    [MemberData(nameof(Documents))]
    public Task Blocks_OfADocument_PassShellcheck(string document) =>
        PassAsync("bash", string.Join('\n', Bash(document)));

    [Theory]
    [MemberData(nameof(Workflows))]
    public async Task Scripts_OfAWorkflow_PassShellcheck(string workflow)
    {
        foreach (var (text, shell) in WorkflowTests.Scripts(workflow).Where(script => script.Shell is "bash" or "sh"))
        {
            await PassAsync(shell, text);
        }
    }

    private static IEnumerable<string> Bash(string document) => Markdown.Code(document, "bash", "shell");

    private static async Task PassAsync(string shell, string text)
    {
        string[] arguments = ["--shell", shell, "--severity=style", "-"];
        var result = await Tool.RunAsync(minutes: 1, "shellcheck", arguments, input: text + "\n");
        Assert.True(result.ExitCode == 0, $"{text}\n{result}");
    }
}
