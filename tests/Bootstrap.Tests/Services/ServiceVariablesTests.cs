using Bootstrap.Services;

namespace Bootstrap.Tests.Services;

public class ServiceVariablesTests
{
    [Fact]
    public void Read_WithoutFurtherNames_HasNoToken()
    {
        var variables = ServiceVariables.Read([], name => $"value of {name}");

        Assert.Equal(
            [
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV", "AWS_REGION",
                "ECS_AGENT_URI", "ECS_CONTAINER_METADATA_URI", "ECS_CONTAINER_METADATA_URI_V4",
            ],
            variables.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("value of AWS_REGION", variables["AWS_REGION"]);
    }

    [Fact]
    public void Read_WithFurtherNames_HasEachOnce()
    {
        var variables = ServiceVariables.Read(["AWS_CONTAINER_AUTHORIZATION_TOKEN", "aws_region", "X", "x"], _ => null);

        Assert.Equal(["AWS_CONTAINER_AUTHORIZATION_TOKEN", "X"], variables.Keys.Skip(9));
    }

    [Fact]
    public void Read_OfAnEmptyVariable_CountsItAsNotSet() =>
        Assert.All(ServiceVariables.Read([], _ => string.Empty).Values, Assert.Null);

    [Theory]
    [InlineData("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", true)]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", true)]
    [InlineData("ECS_CONTAINER_METADATA_URI_V4", false)]
    public void HaveCredentials_GoesByTheUris(string name, bool expected) =>
        Assert.Equal(
            expected,
            ServiceVariables.HaveCredentials(ServiceVariables.Read([], asked => asked == name ? "/x" : null))
        );
}
