using Bootstrap.Logging;

namespace Bootstrap.Tests.Logging;

public class BootstrapExceptionTests
{
    [Theory]
    [InlineData("a\r\nb\n", "c", "a b c")]
    [InlineData("a", null, "a")]
    public void OneLine_OfAnyText_HasNoLineBreak(string message, string? hint, string expected) =>
        Assert.Equal(expected, Some.Failure(message, hint).OneLine);
}
