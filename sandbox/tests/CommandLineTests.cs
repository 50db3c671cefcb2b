namespace Sandbox.Tests;

public class CommandLineTests
{
    [Theory]
    [InlineData("a", "a")]
    [InlineData("", "\"\"")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("a\"b", "\"a\\\"b\"")]
    [InlineData(@"a\b", @"a\b")]
    [InlineData(@"a b\", "\"a b\\\\\"")]
    [InlineData("a\\\"b", "\"a\\\\\\\"b\"")]
    [InlineData("a\tb", "\"a\tb\"")]
    public void From_QuotesAsWindowsUnquotes(string argument, string quoted) =>
        Assert.Equal("x.exe " + quoted, CommandLine.From("x.exe", argument).Text);

    [Fact]
    public void From_WhenTheProgramIsALinuxFile_GivesItsPathOnDriveZ() =>
        Assert.Equal(@"Z:\bin\sh -c", CommandLine.From("/bin/sh", "-c").Text);

    [Fact]
    public void From_WhenTheProgramIsNoFile_LeavesIt() =>
        Assert.Equal(@"C:\x.exe", CommandLine.From(@"C:\x.exe").Text);
}
