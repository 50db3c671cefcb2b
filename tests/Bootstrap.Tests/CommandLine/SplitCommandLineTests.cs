using Bootstrap.CommandLine;
using Bootstrap.Logging;

namespace Bootstrap.Tests.CommandLine;

public class SplitCommandLineTests
{
    [Theory]
    [InlineData("b -- app.exe a", "app.exe a")]
    [InlineData("b app.exe a", "app.exe a")]
    [InlineData("b --mode nat app.exe a", "app.exe a")]
    [InlineData("b --mode=nat app.exe a", "app.exe a")]
    [InlineData("b --mode:nat app.exe a", "app.exe a")]
    [InlineData("b --mode nat -- app.exe a", "app.exe a")]
    [InlineData("b --watch app.exe a", "app.exe a")]
    [InlineData("b --   app.exe  \"a b\"\t ", "app.exe  \"a b\"\t ")]
    [InlineData("b -- -- x", "-- x")]
    [InlineData("b -- --help", "--help")]
    [InlineData("b app --help --mode nat", "app --help --mode nat")]
    [InlineData("b @x", "@x")]
    [InlineData("b /?", "/?")]
    [InlineData("b [x]", "[x]")]
    [InlineData("b -", "-")]
    [InlineData("b \"--\" app", "app")]
    [InlineData("b -- plan", "plan")]
    [InlineData("b --mode nat plan", "plan")]
    [InlineData("b b", "b")]
    [InlineData("b \"\" a", "\"\" a")]
    [InlineData("b -- app \"a\\\\\" ^%X%^ &|<>", "app \"a\\\\\" ^%X%^ &|<>")]
    public void Split_AnyWorkload_IsVerbatim(string line, string workload)
    {
        var split = Split(line);
        Assert.Equal(workload, split.Workload);
        Assert.Equal(Verb.Run, split.Verb);
    }

    [Theory]
    [InlineData("b --mode nat -- app", "--mode", "nat")]
    [InlineData("b --mode=nat --watch -- app", "--mode=nat", "--watch")]
    [InlineData("b --mode \"a b\" app", "--mode", "a b")]
    [InlineData("b --mode -- app", "--mode")]
    [InlineData("b --mode --watch app", "--mode", "--watch")]
    [InlineData("b --mode", "--mode")]
    [InlineData("b --mode -1 app", "--mode", "-1")]
    [InlineData("b plan --mode nat", "--mode", "nat")]
    public void Split_OurOptions_AreDecodedWithTheirValues(string line, params string[] options) =>
        Assert.Equal(options, Split(line).Options);

    [Fact]
    public void Split_PlanFirst_IsTheVerb() => Assert.Equal(Verb.Plan, Split("b plan --mode nat").Verb);

    [Theory]
    [InlineData("b --log-lvl debug app", "Unknown option '--log-lvl'.")]
    [InlineData("b --log-lvl=debug app", "Unknown option '--log-lvl'.")]
    [InlineData("b -x app", "Unknown option '-x'.")]
    [InlineData("b --mode -x app", "Unknown option '-x'.")]
    [InlineData("b --watch=true app", "--watch takes no value.")]
    [InlineData("b plan app", "plan takes only options, no command.")]
    [InlineData("b plan -- app", "plan takes only options, no command.")]
    [InlineData("b check -- app", "check takes only options, no command.")]
    public void Split_WhatIsWrong_IsAUsageErrorThatNamesIt(string line, string message)
    {
        var failure = Assert.Throws<BootstrapException>(() => Split(line));
        Assert.Equal(message, failure.Message);
        Assert.Equal(ExitCode.Usage, failure.ExitCode);
    }

    private static SplitCommandLine Split(string line) => SplitCommandLine.Split(line, name => name switch
    {
        "--mode" => true,
        "--watch" => false,
        _ => null,
    });
}
