using Bootstrap.Workload;

namespace Bootstrap.Tests.Workload;

public class WorkloadEndTests
{
    private static readonly WorkloadEnd Ended = new(
        0xC0000135, TimeSpan.FromSeconds(1), HadStop: false, WasTerminated: false
    );

    [Theory]
    [InlineData(0xC0000135, "STATUS_DLL_NOT_FOUND")]
    [InlineData(0xC0000139, "STATUS_ENTRYPOINT_NOT_FOUND")]
    [InlineData(0xC000007B, "STATUS_INVALID_IMAGE_FORMAT")]
    public void WhyNotLoaded_OfALoadersCode_NamesIt(uint code, string status) =>
        Assert.Contains(status, (Ended with { ExitCode = code }).WhyNotLoaded, StringComparison.Ordinal);

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(0xC0000005)]
    [InlineData(0xC0000142)]
    public void WhyNotLoaded_OfAnotherCode_IsNull(uint code) =>
        Assert.Null((Ended with { ExitCode = code }).WhyNotLoaded);

    [Fact]
    public void WhyNotLoaded_AfterAWhileOrAStop_IsNull()
    {
        Assert.Null((Ended with { Lifetime = TimeSpan.FromMinutes(1) }).WhyNotLoaded);
        Assert.Null((Ended with { HadStop = true }).WhyNotLoaded);
    }

    [Theory]
    [InlineData(143u, 0u)]
    [InlineData(0xC0000135, 0u)]
    [InlineData(144u, 144u)]
    [InlineData(259u, 259u)]
    public void Reported_OfACode_IsZeroForASuccessCodeAlone(uint code, uint reported) =>
        Assert.Equal(reported, (Ended with { ExitCode = code }).Reported([143, 0xC0000135]));

    /// <summary>An application that was ended by the time limit is not a success, with any code.</summary>
    [Fact]
    public void Reported_AfterTheTimeLimitEndedIt_IsTheCode() =>
        Assert.Equal(143u, (Ended with { ExitCode = 143, WasTerminated = true }).Reported([143]));
}
