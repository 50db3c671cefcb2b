namespace LinuxLink.Tests;

/// <summary>cookie.c, gs_handler.c and guard.s, by Programs/cookie.c, frames.c and overflow.c.</summary>
public sealed class StackCookieTests(Wine wine)
{
    private const ulong DefaultCookie = 0x00002B992DDFA232;

    [Fact]
    public async Task Overflow_WhenFunctionIsNotProtected_ReturnsToTheOverwrittenAddress()
    {
        // Proves that the overflow works without a cookie.
        var result = await wine.RunAsync("overflow-unprotected", "16");

        Assert.Equal(0x0BAD0BADu, result.ExitCode);
    }

    [Fact]
    public async Task Overflow_WhenFunctionIsProtected_FailsFastBeforeItReturns()
    {
        var result = await wine.RunAsync("overflow-protected", "16");

        Assert.Equal(Wine.FailedFast, result.ExitCode);
    }

    [Fact]
    public async Task Overflow_WhenBufferIsOnlyFilled_DoesNotDisturbAProtectedFunction()
    {
        var result = await wine.RunAsync("overflow-protected", "2");

        Assert.Equal(Wine.RanToItsEnd, result.ExitCode);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("frame-pointer")]
    [InlineData("aligned")]
    public async Task GSHandlerCheck_WhenCookieIsIntact_LetsTheExceptionPass(string shape)
    {
        var result = await wine.RunAsync("frames", shape, "intact");

        Assert.Equal(
            ["filter", "handler", "filter", "handler", "filter", "handler", "filter", "handler"],
            result.Lines
        );
        Assert.Equal(Wine.RanToItsEnd, result.ExitCode);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("frame-pointer")]
    [InlineData("aligned")]
    public async Task GSHandlerCheck_WhenCookieIsOverwrittenBeforeTheException_FailsFastBeforeAnyFilterRuns(
        string shape
    )
    {
        var result = await wine.RunAsync("frames", shape, "before");

        Assert.Equal(["filter", "handler", "filter", "handler", "filter", "handler"], result.Lines);
        Assert.Equal(Wine.FailedFast, result.ExitCode);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("frame-pointer")]
    [InlineData("aligned")]
    public async Task GSHandlerCheck_WhenCookieIsOverwrittenByTheFilter_FailsFastDuringTheUnwind(string shape)
    {
        var result = await wine.RunAsync("frames", shape, "filter");

        Assert.Equal(["filter", "handler", "filter", "handler", "filter", "handler", "filter"], result.Lines);
        Assert.Equal(Wine.FailedFast, result.ExitCode);
    }

    [Fact]
    public async Task SecurityCheckCookie_WhenCookieIsGood_KeepsTheRegisters()
    {
        var result = await wine.RunAsync("cookie", "registers");

        Assert.Equal(Wine.RanToItsEnd, result.ExitCode);
    }

    [Fact]
    public async Task SecurityCheckCookie_WhenCookieHasHighBits_FailsFast()
    {
        var result = await wine.RunAsync("cookie", "high-bits");

        Assert.Equal(Wine.FailedFast, result.ExitCode);
    }

    [Fact]
    public async Task SecurityCookie_WhenImageIsLoaded_IsChosenByTheLoader()
    {
        var (atLoad, inMain, _) = await ReadCookiesAsync();

        Assert.NotEqual(DefaultCookie, atLoad);
        Assert.Equal(atLoad, inMain);
    }

    [Fact]
    public async Task SecurityCookie_WhenProgramRunsTwice_Differs()
    {
        var first = await ReadCookiesAsync();
        var second = await ReadCookiesAsync();

        Assert.NotEqual(first.InMain, second.InMain);
        Assert.All([first.InMain, second.InMain], cookie => Assert.Equal(0ul, cookie >> 48));
    }

    [Fact]
    public async Task SecurityInitCookie_WhenLoaderLeftTheDefault_ChoosesACookiePerRun()
    {
        var first = await ReadCookiesAsync();
        var second = await ReadCookiesAsync();

        Assert.NotEqual(first.Initialized, second.Initialized);
        Assert.All([first.Initialized, second.Initialized], cookie => Assert.NotEqual(DefaultCookie, cookie));
        Assert.All([first.Initialized, second.Initialized], cookie => Assert.Equal(0ul, cookie >> 48));
    }

    private async Task<(ulong AtLoad, ulong InMain, ulong Initialized)> ReadCookiesAsync()
    {
        var result = await wine.RunAsync("cookie", "print");

        Assert.Equal(Wine.RanToItsEnd, result.ExitCode);
        var cookies = result.Lines.Select(line => Convert.ToUInt64(line, 16)).ToArray();
        return (cookies[0], cookies[1], cookies[2]);
    }
}
