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
    public void Read_OfNoProxy_NamesTheAddressesItLacks(string? noProxy, string without) =>
        Assert.Equal(
            without, string.Join(' ', Read(("HTTP_PROXY", "http://proxy"), ("NO_PROXY", noProxy)).WithoutException)
        );

    /// <summary>Only addresses that this container's SDKs may use count.</summary>
    [Theory]
    [InlineData("", "169.254.170.2 169.254.169.254")]
    [InlineData("AWS_EC2_METADATA_DISABLED=true", "169.254.170.2")]
    [InlineData("AWS_EC2_METADATA_DISABLED=TRUE", "169.254.170.2")]
    [InlineData("AWS_EC2_METADATA_DISABLED=false", "169.254.170.2 169.254.169.254")]
    [InlineData(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI=http://169.254.170.23/v1/credentials", "169.254.170.23 169.254.169.254")]
    [InlineData(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI=http://169.254.170.23/v1/credentials AWS_EC2_METADATA_DISABLED=true "
        + "ECS_AGENT_URI=http://169.254.170.2/api/x", "169.254.170.23 169.254.170.2")]
    [InlineData(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI=http://169.254.170.23/ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/v2/x",
        "169.254.170.2 169.254.169.254")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI=https://example.com/", "169.254.170.2 169.254.169.254")]
    public void Read_OfTheTasksVariables_NamesTheAddressesInUse(string task, string without) =>
        Assert.Equal(without, string.Join(' ', Read(
            [("HTTP_PROXY", "http://proxy"), .. task.Split(' ').Select(one => one.Split('=')).Select(
                one => (one[0], one.ElementAtOrDefault(1)))]).WithoutException));

    /// <summary>The endpoints speak plain http, for which no client uses HTTPS_PROXY.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("HTTP_PROXY", "HTTP_PROXY")]
    [InlineData("ALL_PROXY", "ALL_PROXY")]
    [InlineData("ALL_PROXY HTTPS_PROXY HTTP_PROXY", "HTTP_PROXY ALL_PROXY")]
    [InlineData("HTTPS_PROXY", "")]
    public void Read_OfVariables_NamesThoseThatMatterForHttp(string set, string named) =>
        Assert.Equal(
            named,
            string.Join(' ', Read([.. set.Split(' ').Select(name => (name, "http://user:HUSH@proxy"))]).Variables));

    [Fact]
    public void Read_OfABlankVariable_DoesNotNameIt() => Assert.Empty(Read(("HTTP_PROXY", " ")).Variables);

    private static ProxySettings Read(params (string Name, string? Value)[] variables) =>
        ProxySettings.Read(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
