using Bootstrap.Ecs;
using Bootstrap.Endpoints;

namespace Bootstrap.Tests.Ecs;

public class TaskEnvironmentTests
{
    /// <summary>Waiting for the network and check agree: the same URIs count as none.</summary>
    [Theory]
    [InlineData("http://169.254.170.2/role/dev", true)]
    [InlineData("http://169.254.170.23/v1/credentials", true)]
    [InlineData("http://169.254.170.23:80/v1/credentials", true)]
    [InlineData("http://169.254.1.1/creds", false)]
    [InlineData("http://169.254.169.254/latest", false)]
    [InlineData("https://169.254.170.2/", false)]
    [InlineData("http://user@169.254.170.2/", false)]
    [InlineData("http://127.0.0.1:8080/", false)]
    [InlineData("http://[fd00:ec2::23]/v1/credentials", false)]
    [InlineData("https://example.com/", false)]
    [InlineData("", false)]
    public void Read_OfAFullUri_AsksForCredentialsExactlyWhereARequestIsSent(string value, bool asks)
    {
        string? Variable(string name) => name == TaskVariables.CredentialsFullUri ? value : null;
        Assert.Equal(asks, TaskEnvironment.Read(Variable).AsksForCredentials);
        Assert.Equal(asks, CredentialsEndpoint.Find(new TaskVariables(Variable), _ => "token").Request is not null);
    }
}
