using Bootstrap.Diagnosis;

namespace Bootstrap.Tests.Diagnosis;

public class ProxySettingsTests
{
    [Theory]
    [InlineData(null, "169.254.170.2 169.254.169.254")]
    [InlineData("", "169.254.170.2 169.254.169.254")]
    [InlineData("localhost,.corp.example", "169.254.170.2 169.254.169.254")]
    [InlineData("169.254.170.2", "169.254.169.254")]
    [InlineData("169.254.170.2,169.254.169.254", "")]
    [InlineData("169.254.170.2, 169.254.169.254", "")]
    [InlineData("169.254.169.254;169.254.170.2", "")]
    [InlineData("*", "")]
    [InlineData("169.254.0.0/16", "")]
    [InlineData("169.254.170.0/24", "169.254.169.254")]
    [InlineData("169.254.*", "")]
    [InlineData("169.254.170.2:80,169.254.169.254:80", "")]
    [InlineData("169.254.170.23,169.254.169.2", "169.254.170.2 169.254.169.254")]
    [InlineData("10.0.0.0/8", "169.254.170.2 169.254.169.254")]
    public void Read_OfNoProxy_SaysWhatItDoesNotExcept(string? noProxy, string without) =>
        Assert.Equal(
            without, string.Join(' ', Read(("HTTP_PROXY", "http://proxy"), ("NO_PROXY", noProxy)).WithoutException)
        );

    [Fact]
    public void Read_OfEachVariable_NamesIt()
    {
        Assert.Equal(
            ["HTTP_PROXY", "ALL_PROXY"],
            Read(
                ("HTTP_PROXY", "http://user:HUSH@proxy"), ("ALL_PROXY", "socks5://proxy"), ("HTTPS_PROXY", " ")
            ).Variables
        );
        Assert.Empty(Read().Variables);
    }

    private static ProxySettings Read(params (string Name, string? Value)[] variables) =>
        ProxySettings.Read(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
