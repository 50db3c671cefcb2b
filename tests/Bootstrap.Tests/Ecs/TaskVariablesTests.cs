using Bootstrap.Ecs;
using CsCheck;

namespace Bootstrap.Tests.Ecs;

public class TaskVariablesTests
{
    private const string Id = "5ec2e700-c4ed-4000-8000-000000000001";

    [Theory]
    [InlineData(TaskVariables.ExecutionEnvironment, "AWS_ECS_EC2", "AWS_ECS_EC2")]
    [InlineData(TaskVariables.CredentialsRelativeUri, "/v2/credentials/" + Id, "/v2/credentials/***")]
    [InlineData(TaskVariables.CredentialsRelativeUri, "/odd/" + Id, "/***")]
    [InlineData(
        TaskVariables.CredentialsFullUri, "http://169.254.170.23/v1/credentials", "http://169.254.170.23/v1/credentials"
    )]
    [InlineData(
        TaskVariables.CredentialsFullUri, "http://169.254.170.23/v1/credentials?id=" + Id,
        "http://169.254.170.23/v1/credentials"
    )]
    [InlineData(TaskVariables.CredentialsFullUri, "http://me:" + Id + "@169.254.170.23/", "***")]
    [InlineData(TaskVariables.AuthorizationToken, Id, "***")]
    [InlineData(TaskVariables.AuthorizationTokenFile, "C:\\var\\" + Id, "***")]
    [InlineData(TaskVariables.MetadataUriV4, "http://169.254.170.2/v4/" + Id, "http://169.254.170.2/v4/***")]
    [InlineData(TaskVariables.MetadataUri, "http://169.254.170.2/v3/" + Id, "http://169.254.170.2/v3/***")]
    [InlineData(TaskVariables.AgentUri, "http://169.254.170.2/api/" + Id, "http://169.254.170.2/api/***")]
    [InlineData(TaskVariables.MetadataUriV4, Id, "***")]
    public void Masked_OfEachVariable_KeepsWhereAndHidesWhat(string name, string value, string masked) =>
        Assert.Equal(masked, new TaskVariables(asked => asked == name ? value : null).Masked(name));

    [Fact]
    public void Masked_OfAnyVariable_NeverHoldsTheId() =>
        Gen.Select(Gen.OneOf([.. TaskVariables.Names]), Gen.String, Gen.String)
            .Sample(
                (name, before, after) =>
                {
                    // These two hold a mode, not a secret.
                    if (name is not (TaskVariables.ExecutionEnvironment or TaskVariables.InstanceMetadataDisabled))
                    {
                        foreach (
                            var value in (string[])
                                [
                                    $"{before}{Id}{after}", $"http://169.254.170.2/{before}{Id}{after}",
                                    $"/v2/credentials/{before}{Id}{after}",
                                ]
                        )
                        {
                            Assert.DoesNotContain(
                                Id,
                                new TaskVariables(_ => value).Masked(name),
                                StringComparison.Ordinal
                            );
                        }
                    }
                }
            );

    [Fact]
    public void This_OfAnEmptyVariable_IsNull() =>
        Assert.Null(new TaskVariables(_ => string.Empty)[TaskVariables.AgentUri]);
}
