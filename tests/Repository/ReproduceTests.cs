namespace Repository.Tests;

public class ReproduceTests
{
    /// <summary>One commit, one exe: eng/reproduce, which takes two builds of HEAD.</summary>
    [Fact]
    public async Task Publish_OfOneCommitInTwoClones_GivesTheSameBytes()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("TESTS_FULL") == "1",
            "slow, two builds: ./build test --full, or ./build reproduce"
        );
        var result = await Tool.RunAsync(minutes: 15, "eng/reproduce", []);
        Assert.True(result.ExitCode == 0, result.ToString());
        var sums = result.Output.Split('\n').Take(2).ToList();
        Assert.Matches("^[0-9a-f]{64}$", sums[0]);
        Assert.Equal(sums[0], sums[1]);
    }
}
