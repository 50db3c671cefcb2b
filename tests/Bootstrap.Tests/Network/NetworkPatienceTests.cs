using Bootstrap.Ecs;
using Bootstrap.Network;

namespace Bootstrap.Tests.Network;

public class NetworkPatienceTests
{
    [Theory]
    [InlineData("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/1", 180, true)]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.2/v2/credentials/1", 30, true)]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/role", 30, false)]
    [InlineData("ECS_CONTAINER_METADATA_URI", "http://169.254.170.2/v3/1", 30, false)]
    [InlineData("ECS_CONTAINER_METADATA_URI_V4", "http://169.254.170.2/v4/1", 30, false)]
    [InlineData("ECS_AGENT_URI", "http://169.254.170.2/api/1", 30, false)]
    [InlineData("AWS_EXECUTION_ENV", "AWS_ECS_EC2", 30, false)]
    [InlineData("AWS_EXECUTION_ENV", "AWS_Lambda_dotnet8", 30, false)]
    [InlineData("PATH", "x", 30, false)]
    public void Of_ByTheVariables(string name, string value, int seconds, bool isRequired) =>
        Assert.Equal(
            new NetworkPatience(TimeSpan.FromSeconds(seconds), isRequired),
            NetworkPatience.Of(null, Environment(name, value), Some.Defaults)
        );

    /// <summary>With a route asked for by name, the task's variables decide how long.</summary>
    [Theory]
    [InlineData("ECS_CONTAINER_METADATA_URI", "http://169.254.170.2/v3/1", 180)]
    [InlineData("ECS_CONTAINER_METADATA_URI_V4", "http://169.254.170.2/v4/1", 180)]
    [InlineData("ECS_AGENT_URI", "http://169.254.170.2/api/1", 180)]
    [InlineData("AWS_EXECUTION_ENV", "AWS_ECS_EC2", 180)]
    [InlineData("AWS_EXECUTION_ENV", "AWS_Lambda_dotnet8", 30)]
    [InlineData("PATH", "x", 30)]
    public void Of_ARouteAskedForByName_IsRequired(string name, string value, int seconds) => Assert.Equal(
        new NetworkPatience(TimeSpan.FromSeconds(seconds), IsRequired: true),
        NetworkPatience.Of(null, Environment(name, value), Some.Defaults with { Prefixes = [LinkLocal.Metadata] }));

    [Theory]
    [InlineData("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", 600, 600)]
    [InlineData("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", 0, 0)]
    [InlineData("ECS_AGENT_URI", 600, 30)]
    [InlineData("ECS_AGENT_URI", 5, 5)]
    [InlineData("ECS_AGENT_URI", 0, 0)]
    public void Of_AGivenTimeout_IsLimitedOnlyIfNothingNeedsTheNetwork(string name, int told, int seconds) =>
        Assert.Equal(
            TimeSpan.FromSeconds(seconds),
            NetworkPatience.Of(TimeSpan.FromSeconds(told), Environment(name, "/x"), Some.Defaults).Timeout
        );

    private static TaskEnvironment Environment(string name, string value) =>
        TaskEnvironment.Read(asked => asked == name ? value : null);
}
