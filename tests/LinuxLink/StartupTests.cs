namespace LinuxLink.Tests;

/// <summary>startup.c and tls.c, by Programs/start.cpp.</summary>
public sealed class StartupTests(Wine wine)
{
    [Fact]
    public async Task Start_WhenArgumentsNeedQuoting_GivesThemToMainAsTheyAre()
    {
        var result = await wine.RunAsync("start", "a b", "é", "x\"y", "*", "");

        var main = result.Lines.SkipWhile(line => line != "main").Skip(1).Take(5);
        Assert.Equal(["0061 0020 0062 ", "00E9 ", "0078 0022 0079 ", "002A ", "end of argv"], main);
    }

    [Fact]
    public async Task Start_WhenProgramRuns_CallsInitializersBeforeMainAndExitFunctionsAfterIt()
    {
        var result = await wine.RunAsync("start");

        Assert.Equal(["C initializer", "C++ constructor", "thread_local constructor", "main"], result.Lines.Take(4));
        Assert.Equal(["atexit second", "atexit first", "C++ destructor"], result.Lines.TakeLast(3));
    }

    [Fact]
    public async Task Start_WhenThreadsRun_GivesEachItsOwnThreadLocals()
    {
        var result = await wine.RunAsync("start");

        var threads = result.Lines.SkipWhile(line => line != "main").Skip(1).Take(7);
        Assert.Equal(
            [
                "thread_local constructor", "thread starts", "thread has 7 5",
                "thread_local constructor", "thread starts", "thread has 7 5",
                "main still has 1 2",
            ],
            threads);
    }

    [Fact]
    public async Task Start_WhenMainReturns_ExitsWithAll32Bits()
    {
        var result = await wine.RunAsync("start");

        Assert.Equal(0xFEDCBA98, result.ExitCode);
    }
}
