using Bootstrap.CommandLine;

namespace Bootstrap.Tests.CommandLine;

public class ExitCodeTextTests
{
    [Theory]
    [InlineData("0", 0u)]
    [InlineData("143", 143u)]
    [InlineData("4294967295", 0xFFFFFFFF)]
    [InlineData("-1", 0xFFFFFFFF)]
    [InlineData("-1073741510", 0xC000013A)]
    [InlineData("-2147483648", 0x80000000)]
    [InlineData("0xC000013A", 0xC000013A)]
    [InlineData("0Xc000013a", 0xC000013A)]
    [InlineData("0x3", 3u)]
    public void Parse_ACode_ReturnsIt(string text, uint expected) =>
        Assert.Equal(expected, ExitCodeText.Parse(text)!.Value);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+3")]
    [InlineData("0x")]
    [InlineData("0x100000000")]
    [InlineData("4294967296")]
    [InlineData("-2147483649")]
    [InlineData("C000013A")]
    [InlineData("3.0")]
    [InlineData(" 3")]
    [InlineData("-0x3")]
    public void Parse_OtherText_ReturnsNull(string text) => Assert.Null(ExitCodeText.Parse(text));
}
