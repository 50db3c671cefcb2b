namespace Bootstrap.EndToEnd;

/// <summary>The connections of bootstrap that reach the host.</summary>
public class ConnectionTests
{
    [Theory]
    [InlineData("nat")]
    [InlineData("awsvpc")]
    public async Task SetUpAndPlan_WithAnyEnvironment_SendNothingToTheHost(string topology)
    {
        await using var container = await ContainerExtensions.StartAsync(topology);
        await container.BootstrapAsync("plan");
        await container.BootstrapAsync("cmd", "/c", "exit");
        Assert.Empty(container.Requests);

        // Proves that requests are recorded.
        Assert.True(await container.ReachesCredentialsAsync());
        Assert.NotEmpty(container.Requests);
    }

    /// <summary>A variable may name any host; the token would go there.</summary>
    [Theory]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://172.30.0.1:8080/")]
    [InlineData("ECS_CONTAINER_METADATA_URI_V4", "http://172.30.0.1:8080/v4/x")]
    public async Task CheckAndWait_WhenAVariableNamesAnotherHost_SendNothingToIt(string name, string value)
    {
        var nat = Topology.Load("nat");
        await using var container = await Container.StartAsync(
            nat with
            {
                Host = nat.Host with
                {
                    Endpoints =
                    [
                        .. nat.Host.Endpoints, new EndpointTopology
                        {
                            Kind = EndpointKind.Credentials,
                            Address = "172.30.0.1",
                            Port = 8080,
                        },
                    ],
                },
            },
            TestContext.Current.CancellationToken
        );
        var options = new RunOptions
        {
            Environment = new Dictionary<string, string>
            {
                ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = string.Empty,
                ["ECS_CONTAINER_METADATA_URI"] = string.Empty,
                ["ECS_CONTAINER_METADATA_URI_V4"] = string.Empty,
                ["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "HUSH",
                ["AWS_EC2_METADATA_DISABLED"] = "true",
                [name] = value,
            },
        };
        await container.BootstrapAsync(
            options, "--wait-for-credentials", "1s", "--on-failure", "continue", "--",
            Published.WindowsPath(Published.Exe), "check"
        );
        Assert.Empty(container.Requests);

        // Proves that this host would have answered.
        Assert.Equal(
            0u,
            (
                await container.RunAsync(
                    Published.Workload("http-get"),
                    "http://172.30.0.1:8080/v2/credentials/5ec2e700-c4ed-4000-8000-000000000001"
                )
            ).ExitCode
        );
        Assert.NotEmpty(container.Requests);
    }
}
