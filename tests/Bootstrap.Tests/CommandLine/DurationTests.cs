using Bootstrap.CommandLine;

namespace Bootstrap.Tests.CommandLine;

public class DurationTests
{
    [Theory]
    [InlineData("0s", 0)]
    [InlineData("500ms", 500)]
    [InlineData("30s", 30_000)]
    [InlineData("2m", 120_000)]
    [InlineData("1440m", 86_400_000)]
    public void TryParse_OfAnAllowedDuration_GivesIt(string text, int milliseconds)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("ms")]
    [InlineData("-1s")]
    [InlineData("+1s")]
    [InlineData("1.5s")]
    [InlineData("1 s")]
    [InlineData(" 1s")]
    [InlineData("1h")]
    [InlineData("1S")]
    [InlineData("1441m")]
    [InlineData("99999999999999999999m")]
    [InlineData("٣s")]
    public void TryParse_OfAnythingElse_Refuses(string text) => Assert.False(Duration.TryParse(text, out _));

    [Fact]
    public void TryParseOrOff_OfOff_GivesNullAndOfADurationThatOne()
    {
        Assert.True(Duration.TryParseOrOff("off", out var duration));
        Assert.Null(duration);
        Assert.True(Duration.TryParseOrOff("30s", out duration));
        Assert.Equal(TimeSpan.FromSeconds(30), duration);
        Assert.True(Duration.TryParseOrOff("Off", out duration));
        Assert.Null(duration);
    }
}
