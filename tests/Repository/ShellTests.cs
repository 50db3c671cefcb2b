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
    public Task Scripts_OfAWorkflow_PassShellcheck(string workflow) => Task.WhenAll(
        WorkflowTests.Scripts(workflow).Where(script => script.Shell is "bash" or "sh")
            .Select(script => PassAsync(script.Shell, script.Text)));

    private static IEnumerable<string> Bash(string document) => Markdown.Code(document, "bash", "shell");

    private static Task<string> PassAsync(string shell, string text) =>
        Tool.PassAsync(minutes: 1, "shellcheck", ["--shell", shell, "--severity=style", "-"], text + "\n");
}
