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
    public void Parse_AnAllowedDuration_ReturnsIt(string text, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Duration.Parse(text)!.Value);

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
    public void Parse_OtherText_ReturnsNull(string text) => Assert.Null(Duration.Parse(text));

    [Fact]
    public void ParseOrOff_OffOrADuration_ReturnsNullOrTheDuration()
    {
        Assert.Null(Duration.ParseOrOff("off")!.Value);
        Assert.Equal(TimeSpan.FromSeconds(30), Duration.ParseOrOff("30s")!.Value);
        Assert.Null(Duration.ParseOrOff("Off")!.Value);
        Assert.Null(Duration.ParseOrOff("of"));
    }
}
