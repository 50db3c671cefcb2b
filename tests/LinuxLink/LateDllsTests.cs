namespace LinuxLink.Tests;

/// <summary>eng/late-dlls/late_dlls.c, by Programs/late.c.</summary>
public sealed class LateDllsTests(Wine wine)
{
    [Fact]
    public async Task Call_WhenTheProcessorHasRandomNumbers_LoadsNoDllForThem()
    {
        var processor = await File.ReadAllTextAsync("/proc/cpuinfo", TestContext.Current.CancellationToken);
        Assert.SkipUnless(processor.Contains(" rdrand", StringComparison.Ordinal), "this processor has no RDRAND");

        var result = await wine.RunAsync("late");

        Assert.Equal(["random", "no bcrypt", "no advapi32", "token", "advapi32"], result.Lines);
    }

    [Fact]
    public async Task Call_WhenTheProcessorHasNone_TakesThemFromBcrypt()
    {
        var result = await wine.RunAsync("late-without-random-numbers");

        Assert.Equal(["random", "bcrypt"], result.Lines.Take(2));
    }
}
