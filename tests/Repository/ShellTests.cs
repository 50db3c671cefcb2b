namespace Repository.Tests;

/// <summary>shellcheck on every bash text that is not a file: blocks in documents, steps of workflows.</summary>
public class ShellTests
{
    public static TheoryData<string> Documents => [.. Markdown.Documents.Where(document => Markdown.Code(document, "bash").Any())];

    public static TheoryData<string> Workflows => WorkflowTests.Workflows;

    /// <summary>A document's blocks are one script: a later one uses the variables of an earlier one.</summary>
    [Theory]
    [MemberData(nameof(Documents))]
    public Task Blocks_OfADocument_PassShellcheck(string document) =>
        PassAsync("bash", string.Concat(Markdown.Code(document, "bash").Select(block => block.Text + "\n")));

    [Theory]
    [MemberData(nameof(Workflows))]
    public async Task Scripts_OfAWorkflow_PassShellcheck(string workflow)
    {
        foreach (var (text, shell) in WorkflowTests.Scripts(workflow).Where(script => script.Shell is "bash" or "sh"))
        {
            await PassAsync(shell, text);
        }
    }

    private static async Task PassAsync(string shell, string text)
    {
        var result = await Tool.RunAsync(minutes: 1, "shellcheck", ["--shell", shell, "--severity=style", "-"], input: text);
        Assert.True(result.ExitCode == 0, $"{text}\n{result}");
    }
}
