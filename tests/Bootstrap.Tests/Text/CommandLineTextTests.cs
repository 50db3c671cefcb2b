using Bootstrap.Text;

namespace Bootstrap.Tests.Text;

public class CommandLineTextTests
{
    [Theory]
    [InlineData(@"C:\Our Tools\bootstrap.exe -- app", @"""C:\Our Tools\bootstrap.exe"" -- app")]
    [InlineData(@"c:\our tools\BOOTSTRAP -- app", @"""c:\our tools\BOOTSTRAP"" -- app")]
    [InlineData(@"C:\Our Tools\bootstrap.exe", @"""C:\Our Tools\bootstrap.exe""")]
    [InlineData(@"bootstrap -- app", @"bootstrap -- app")]
    [InlineData(@"C:\Our Tools\bootstrap.exes x", @"C:\Our Tools\bootstrap.exes x")]
    public void QuoteProgramName_OfAnUnquotedPathWithASpace_QuotesIt(string line, string expected) =>
        Assert.Equal(expected, CommandLineText.QuoteProgramName(line, @"C:\Our Tools\bootstrap.exe"));

    [Theory]
    [InlineData(null)]
    [InlineData(@"C:\bootstrap.exe")]
    public void QuoteProgramName_WithoutASpaceInThePath_LeavesTheLine(string? path) =>
        Assert.Equal(@"C:\bootstrap.exe -- app", CommandLineText.QuoteProgramName(@"C:\bootstrap.exe -- app", path));
}
