using Bootstrap.Ecs;

namespace Bootstrap.Tests.Ecs;

public class LinkLocalUriTests
{
    [Theory]
    [InlineData("http://169.254.170.2/v2/credentials/x")]
    [InlineData("http://169.254.170.23:80/v1/credentials")]
    [InlineData("http://169.254.169.254:8080/?a=b")]
    public void TryParse_PlainHttpToALinkLocalAddress_IsTaken(string text) =>
        Assert.Equal(text.Replace(":80/", "/", StringComparison.Ordinal), LinkLocalUri.TryParse(text)?.ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/v2/credentials/x")]
    [InlineData("https://169.254.170.2/")]
    [InlineData("http://169.254.170.2.example.com/")]
    [InlineData("http://user@169.254.170.2/")]
    [InlineData("http://169.254.170.2@example.com/")]
    [InlineData("http://169.255.170.2/")]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://localhost/")]
    [InlineData("http://[fd00:ec2::23]/")]
    [InlineData("http://[::ffff:169.254.170.2]/")]
    [InlineData("ftp://169.254.170.2/")]
    [InlineData("file://169.254.170.2/share")]
    [InlineData("http://example.com/169.254.170.2")]
    public void TryParse_AnythingElse_IsRefused(string? text) => Assert.Null(LinkLocalUri.TryParse(text));
}
