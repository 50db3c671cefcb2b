using Bootstrap.Ecs;

namespace Bootstrap.Tests.Ecs;

public class LinkLocalTests
{
    [Theory]
    [InlineData("credentials", "169.254.170.2/32")]
    [InlineData("metadata", "169.254.169.254/32")]
    [InlineData("eks-pod-identity", "169.254.170.23/32")]
    [InlineData("169.254.169.0/24", "169.254.169.0/24")]
    [InlineData("169.254.0.0/16", "169.254.0.0/16")]
    [InlineData("169.254.170.2", "169.254.170.2/32")]
    [InlineData("169.254.255.255/32", "169.254.255.255/32")]
    public void TryParse_ANameOrAPrefixInside_ReturnsThePrefix(string text, string prefix) =>
        Assert.Equal(prefix, LinkLocal.TryParse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("banana")]
    [InlineData("169.254.170.1/31")]
    [InlineData("169.254.170")]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.170.2/")]
    [InlineData("169.254.170.2/33")]
    [InlineData("169.254.170.2/24")]
    [InlineData("169.254.170.2/-1")]
    [InlineData("169.254.170.2/032")]
    [InlineData("169.254/16")]
    [InlineData("169.254.0.0/15")]
    [InlineData("0.0.0.0/0")]
    [InlineData("169.253.0.0/16")]
    [InlineData("10.0.0.0/8")]
    [InlineData("0xA9FEAA02/32")]
    [InlineData("fd00:ec2::23/128")]
    [InlineData("::ffff:169.254.170.2/128")]
    public void TryParse_OtherText_ReturnsNull(string text) => Assert.Null(LinkLocal.TryParse(text));
}
