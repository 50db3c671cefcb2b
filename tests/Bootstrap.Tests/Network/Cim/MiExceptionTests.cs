using Bootstrap.Network.Cim;

namespace Bootstrap.Tests.Network.Cim;

public class MiExceptionTests
{
    [Theory]
    [InlineData("Windows System Error 5", null, 5u, "Windows System Error 5", false)]
    [InlineData("windows system error 1168", 31u, 1168u, "windows system error 1168", false)]
    [InlineData("Windows System Error five", null, null, "Windows System Error five", false)]
    [InlineData("HRESULT 0x80070005", null, 5u, "HRESULT 0x80070005", false)]
    [InlineData("HRESULT 0x80041003", null, null, "HRESULT 0x80041003", false)]
    [InlineData("HRESULT 0x40004", null, null, "HRESULT 0x40004", true)]
    [InlineData(null, 0x40004u, null, "error 0x00040004", true)]
    [InlineData("", 0x80070057u, 87u, "error 0x80070057", false)]
    [InlineData(null, 0u, null, "", false)]
    [InlineData(null, null, null, "", false)]
    public void Code_BehindTheResult_IsRead(
        string? messageId, uint? errorCode, uint? windowsError, string cause, bool isTimeout
    )
    {
        var exception = new MiException(MiResult.Failed, "text", messageId, errorCode);
        Assert.Equal(windowsError, exception.WindowsError);
        Assert.Equal(cause, exception.Cause);
        Assert.Equal(isTimeout, exception.IsTimeout);
    }
}
