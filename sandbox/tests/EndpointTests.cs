using System.Text.Json;
using Sandbox.Endpoints;

namespace Sandbox.Tests;

public class EndpointTests
{
    private const string Credentials = "/v2/credentials/" + Secrets.CredentialsId;

    private static readonly EndpointTopology Endpoint = new()
    {
        Kind = EndpointKind.Credentials,
        Address = "169.254.170.2",
    };

    [Fact]
    public void Agent_ServesCredentials()
    {
        var response = Agent(Endpoint).Answer(Get(Credentials));

        using var document = JsonDocument.Parse(response.Body);
        Assert.Equal(200, response.Status);
        Assert.Equal(
            ["RoleArn", "AccessKeyId", "SecretAccessKey", "Token", "Expiration"],
            document.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(Secrets.SecretAccessKey, document.RootElement.GetProperty("SecretAccessKey").GetString());
        Assert.True(document.RootElement.GetProperty("Expiration").GetDateTime() > DateTime.UtcNow.AddHours(1));
    }

    [Theory]
    [InlineData("/v2/credentials", "NoIdInRequest")]
    [InlineData("/v2/credentials/", "NoIdInRequest")]
    [InlineData("/v2/credentials/another", "InvalidIdInRequest")]
    public void Agent_WhenTheIdIsWrong_ReportsIt(string path, string code)
    {
        var response = Agent(Endpoint).Answer(Get(path));

        using var document = JsonDocument.Parse(response.Body);
        Assert.Equal(400, response.Status);
        Assert.Equal(code, document.RootElement.GetProperty("code").GetString());
        Assert.Equal(400, document.RootElement.GetProperty("HTTPErrorCode").GetInt32());
    }

    [Fact]
    public void Agent_WhenUninitialized_Returns503AsConfiguredAndThenAnswers()
    {
        var agent = Agent(Endpoint with { UninitializedRequests = 2 });

        var responses = Enumerable.Range(0, 3).Select(_ => agent.Answer(Get(Credentials))).ToList();

        Assert.Equal([503, 503, 200], responses.Select(response => response.Status));
        Assert.Contains("\"CredentialsUninitialized\"", responses[0].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v3/" + Secrets.MetadataId)]
    [InlineData("/v4/" + Secrets.MetadataId)]
    public void Agent_ServesTheNetworkMode(string path)
    {
        var response = Agent(Endpoint with { NetworkMode = "awsvpc" }).Answer(Get(path));

        using var document = JsonDocument.Parse(response.Body);
        Assert.Equal("awsvpc", document.RootElement.GetProperty("Networks")[0].GetProperty("NetworkMode").GetString());
    }

    [Fact]
    public void Agent_ServesTheTask()
    {
        var response = Agent(Endpoint).Answer(Get($"/v4/{Secrets.MetadataId}/task"));

        using var document = JsonDocument.Parse(response.Body);
        Assert.Equal("sandbox", document.RootElement.GetProperty("Cluster").GetString());
        Assert.Equal(
            "nat", document
                .RootElement.GetProperty("Containers")[0]
                .GetProperty("Networks")[0]
                .GetProperty("NetworkMode")
                .GetString()
        );
    }

    [Fact]
    public void Metadata_RequiresAToken()
    {
        var token = Metadata("PUT", "/latest/api/token", ("X-aws-ec2-metadata-token-ttl-seconds", "60"));

        Assert.Equal(200, token.Status);
        Assert.Equal("60", token.Headers["X-aws-ec2-metadata-token-ttl-seconds"]);
        Assert.Equal(401, Metadata("GET", "/latest/meta-data/instance-id").Status);
        Assert.Equal(
            401, Metadata("GET", "/latest/meta-data/instance-id", ("X-aws-ec2-metadata-token", "wrong")).Status
        );
        Assert.Equal(
            "i-0sandbox000000001",
            Metadata("GET", "/latest/meta-data/instance-id", ("X-aws-ec2-metadata-token", token.Body)).Body
        );
        Assert.Equal(404, Metadata("GET", "/latest/nothing", ("X-aws-ec2-metadata-token", token.Body)).Status);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("21601")]
    [InlineData("soon")]
    public void Metadata_WhenTheTimeToLiveIsWrong_Refuses(string timeToLive) =>
        Assert.Equal(
            400, Metadata("PUT", "/latest/api/token", ("X-aws-ec2-metadata-token-ttl-seconds", timeToLive)).Status
        );

    private static AgentEndpoint Agent(EndpointTopology endpoint) => new(endpoint, TimeProvider.System);

    private static HttpRequest Get(string path) => new("GET", path, new Dictionary<string, string>());

    private static HttpResponse Metadata(string method, string path, params (string Name, string Value)[] headers) =>
        InstanceMetadataEndpoint.Answer(
            new HttpRequest(
                method, path,
                headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase)
            )
        );
}
