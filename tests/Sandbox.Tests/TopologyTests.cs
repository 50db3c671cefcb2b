using Sandbox.Endpoints;

namespace Sandbox.Tests;

public class TopologyTests
{
    private const string Adapter = """{ "device": "eth0", "alias": "a", "addresses": ["172.30.0.2/20"] }""";

    public static TheoryData<string> Shipped => [.. Topology.Names];

    [Fact]
    public void Names_ArePromised() => Assert.Equal(
        [
            "access-denied", "awsvpc", "dead-proxy", "fargate", "late-network", "nat", "no-gateway", "no-wmi",
            "stale-route", "two-adapters", "two-gateways", "uninitialized", "wmi-hangs",
        ],
        Topology.Names);

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Load_WhenShipped_AgreesWithTheEndpoints(string name)
    {
        var topology = Topology.Load(name);

        var environment = topology.Container.Environment;
        Assert.NotEmpty(topology.Description);
        Assert.Equal("/v2/credentials/" + Secrets.CredentialsId, environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"]);
        Assert.Equal("http://169.254.170.2/v3/" + Secrets.MetadataId, environment["ECS_CONTAINER_METADATA_URI"]);
        Assert.Equal("http://169.254.170.2/v4/" + Secrets.MetadataId, environment["ECS_CONTAINER_METADATA_URI_V4"]);
        Assert.Contains(topology.Host.Endpoints, endpoint => endpoint is { Kind: EndpointKind.Credentials, Address: "169.254.170.2" });
    }

    [Fact]
    public void Load_WhenThereIsNone_SaysWhichThereAre()
    {
        var error = Assert.Throws<SandboxException>(() => Topology.Load("nut"));

        Assert.Contains("'nut'", error.Message, StringComparison.Ordinal);
        Assert.Contains("awsvpc", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "description": "d", "container": { "gateway": "1.2.3.4" } }""", "container", "gateway")]
    [InlineData("""{ "description": "d" }""", "$", "container")]
    [InlineData("""{ "description": "d", "container": { "administrator": "yes" } }""", "$.container.administrator", "")]
    [InlineData("""{ "description": "d", "container": { "adapters": null } }""", "$.container", "adapters")]
    [InlineData("""{ "description": "d", "container": {}, "host": { "endpoints": [ { "kind": "nothing", "address": "169.254.170.2" } ] } }""", "$.host.endpoints[0].kind", "")]
    [InlineData("""{ "description": "d", "container": {}, "host": { "endpoints": [ { "kind": "metadata", "address": "there" } ] } }""", "$.host.endpoints[0].address", "'there'")]
    [InlineData("""{ "description": "d", "container": {}, "host": { "endpoints": [ { "kind": "metadata", "address": "1.2.3.4", "statuses": [99] } ] } }""", "$.host.endpoints[0].statuses[0]", "'99'")]
    [InlineData("""{ "description": "d", "container": { "adapters": [ { "device": "averylongname", "alias": "a" } ] } }""", "$.container.adapters[0].device", "")]
    [InlineData("""{ "description": "d", "container": { "adapters": [ { "device": "eth0", "alias": "a|b" } ] } }""", "$.container.adapters[0].alias", "")]
    [InlineData("""{ "description": "d", "container": { "adapters": [ { "device": "eth0", "alias": "a", "addresses": ["172.30.0.2"] } ] } }""", "$.container.adapters[0].addresses[0]", "'172.30.0.2'")]
    [InlineData($$"""{ "description": "d", "container": { "adapters": [ {{Adapter}}, {{Adapter}} ] } }""", "$.container.adapters[1].device", "'eth0'")]
    [InlineData($$"""{ "description": "d", "container": { "adapters": [ {{Adapter}} ], "routes": [ { "destination": "0.0.0.0/0", "device": "eth1" } ] } }""", "$.container.routes[0].device", "'eth1'")]
    [InlineData($$"""{ "description": "d", "container": { "adapters": [ {{Adapter}} ], "routes": [ { "destination": "169.254.170.2", "device": "eth0" } ] } }""", "$.container.routes[0].destination", "'169.254.170.2'")]
    [InlineData($$"""{ "description": "d", "container": { "adapters": [ {{Adapter}} ], "routes": [ { "destination": "169.254.170.2/16", "device": "eth0" } ] } }""", "$.container.routes[0].destination", "")]
    [InlineData("""{ "description": "d", "container": { "environment": { "A=B": "c" } } }""", "$.container.environment", "'A=B'")]
    [InlineData("not json", "$", "line 1")]
    public void Parse_WhenWrong_NamesFileAndMember(string json, string member, string detail)
    {
        var error = Assert.Throws<SandboxException>(() => Topology.Parse(json, "some.json"));

        Assert.StartsWith("some.json: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(member, error.Message, StringComparison.Ordinal);
        Assert.Contains(detail, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
