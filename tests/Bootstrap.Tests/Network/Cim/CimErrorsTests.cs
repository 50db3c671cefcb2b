using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Network.Cim;

namespace Bootstrap.Tests.Network.Cim;

#pragma warning disable CA1416 // A pure function, although marked as Windows-only.
public class CimErrorsTests
{
    [Theory]
    [InlineData(
        1, "Windows System Error 1168", "cim-failed",
        "Could not do it: text (MI result 1 Failed, Windows System Error 1168)."
    )]
    [InlineData(2, null, "cim-failed", "Could not do it: text (MI result 2 AccessDenied).")]
    [InlineData(99, null, "cim-failed", "Could not do it: text (MI result 99 99).")]
    [InlineData(
        1, "HRESULT 0x40004", "cim-no-answer",
        "Could not do it: WMI did not answer in time (MI result 1 Failed, HRESULT 0x40004)."
    )]
    public void Failure_NamesTheResultAndItsCode(int result, string? messageId, string name, string message)
    {
        var failure = Assert.Throws<BootstrapException>(() =>
            CimErrors.Guard<int>(
                "do it",
                () => throw new MiException((MiResult)result, "text. \r\n", messageId, errorCode: null)
            )
        );
        Assert.Equal((name, message), (failure.EventName, failure.Message));
    }

    [Fact]
    public void WindowsError_DecidesWhatToDo()
    {
        Assert.Equal(Hints.Administrator, HintOf(MiResult.Failed, "Windows System Error 5"));
        Assert.Equal(Hints.Administrator, HintOf(MiResult.AccessDenied, messageId: null));
        Assert.Equal(Hints.ForRoute(1168), HintOf(MiResult.Failed, "Windows System Error 1168"));
        Assert.Contains("winmgmt", HintOf(MiResult.Failed, "HRESULT 0x80041001"), StringComparison.Ordinal);

        static string? HintOf(MiResult result, string? messageId) =>
            Assert
                .Throws<BootstrapException>(() =>
                    CimErrors.Guard<int>(
                        "do it",
                        () => throw new MiException(result, "text", messageId, errorCode: null)
                    )
                )
                .Hint;
    }

    [Fact]
    public void AnythingElse_IsAReasonForTheFallbackToo()
    {
        var failure = Assert.Throws<BootstrapException>(() =>
            CimErrors.Guard<int>("do it", () => throw new InvalidOperationException("odd"))
        );
        Assert.Equal(Messages.CimUnusable.Name, failure.EventName);
        Assert.Equal("Could not do it: InvalidOperationException: odd", failure.Message);
    }
}
