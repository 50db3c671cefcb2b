using Sandbox.Endpoints;

namespace Sandbox.Tests;

public class TopologyTests
{
    private const string Adapter = """{ "device": "eth0", "alias": "a", "addresses": ["172.30.0.2/20"] }""";

    public static TheoryData<string> Shipped => [.. Topology.Names];

    [Fact]
    public void Names_AreTheExpectedOnes() => Assert.Equal(
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
        Assert.Contains(
            topology.Host.Endpoints,
            endpoint => endpoint is { Kind: EndpointKind.Credentials, Address: "169.254.170.2" }
        );
    }

    [Fact]
    public void Load_WhenTheNameIsUnknown_ListsTheNames()
    {
        var error = Assert.Throws<SandboxException>(() => Topology.Load("nut"));

        Assert.Contains("'nut'", error.Message, StringComparison.Ordinal);
        Assert.Contains("awsvpc", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WhenOnlyTheExtensionIsMissing_NamesTheFile()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.Move(file, file + ".json");
            var error = Assert.Throws<SandboxException>(() => Topology.Load(file));

            Assert.EndsWith($"for the file say '{file}.json'", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file + ".json");
        }
    }

    [Fact]
    public void Parse_WhenANextHopIsOnLinkByARoute_TakesIt() => Assert.Equal(2, Topology.Parse(
        $$"""
        { "description": "d", "container": { "adapters": [ {{Adapter}} ], "routes": [
            { "destination": "172.31.0.1/32", "device": "eth0" },
            { "destination": "0.0.0.0/0", "device": "eth0", "nextHop": "172.31.0.1" } ] } }
        """,
        "some.json").Container.Routes.Count);

    [Theory]
    [InlineData(
        """{ "description": "d", "container": { "gateway": "1.2.3.4" } }""",
        "$.container",
        "no member 'gateway'; there are administrator, arpTimeoutMilliseconds,"
    )]
    [InlineData("""{ "description": "d" }""", "$", "'container' must be given")]
    [InlineData(
        """{ "description": "d", "container": { "administrator": "yes" } }""",
        "$.container.administrator",
        "must be true or false"
    )]
    [InlineData(
        """{ "description": "d", "container": { "adapters": null } }""",
        "$.container",
        "'adapters' must not be null"
    )]
    [InlineData(
        """{ "description": "d", "container": {}, "host": { "endpoints": [ { "kind": "nothing", "address": "169.254.170.2" } ] } }""",
        "$.host.endpoints[0].kind",
        "must be one of credentials, metadata"
    )]
    [InlineData(
        """{ "description": "d", "container": {}, "host": { "endpoints": [ { "kind": "metadata", "address": "1.2.3.4", "behaviour": "anger" } ] } }""",
        "$.host.endpoints[0].behaviour",
        "must be one of answer, refuse, silent, drop, garbage, hop-limit, endless, slow-drip,"
    )]
    [InlineData(
        """{ "description": "d", "container": { "adapters": {} } }""",
        "$.container.adapters",
        "must be a list"
    )]
    [InlineData(
        """{ "description": "d", "container": { "arpTimeoutMilliseconds": 1.5 } }""",
        "$.container.arpTimeoutMilliseconds",
        "must be a whole number"
    )]
    [InlineData(
        """{ "description": "d", "container": { "environment": { "A": 1 } } }""",
        "$.container.environment.A",
        "must be a text"
    )]
    [InlineData("""{ "description": "d", "container": [] }""", "$.container", "must be an object")]
    [InlineData(
        $$"""{ "description": "d", "container": { "adapters": [ {{Adapter}} ], "routes": [ { "destination": "0.0.0.0/0", "device": "eth0", "nextHop": "172.31.0.1" } ] } }""",
        "$.container.routes[0].nextHop",
        "'172.31.0.1' is in no subnet of 'eth0'"
    )]
    [InlineData(
        """{ "description": "d", "container": {}, "host": { "endpoints": [ { "kind": "metadata", "address": "there" } ] } }""",
        "$.host.endpoints[0].address",
        "'there'"
    )]
    [InlineData(
        """{ "description": "d", "container": {}, "host": { "endpoints": [ { "kind": "metadata", "address": "1.2.3.4", "statuses": [99] } ] } }""",
        "$.host.endpoints[0].statuses[0]",
        "'99'"
    )]
    [InlineData(
        """{ "description": "d", "container": {}, "host": { "endpoints": [ { "kind": "metadata", "address": "1.2.3.4", "behaviour": "expired" } ] } }""",
        "$.host.endpoints[0].behaviour",
        ""
    )]
    [InlineData(
        """{ "description": "d", "container": { "adapters": [ { "device": "averylongname", "alias": "a" } ] } }""",
        "$.container.adapters[0].device",
        ""
    )]
    [InlineData(
        """{ "description": "d", "container": { "adapters": [ { "device": "eth0", "alias": "a|b" } ] } }""",
        "$.container.adapters[0].alias",
        ""
    )]
    [InlineData(
        """{ "description": "d", "container": { "adapters": [ { "device": "eth0", "alias": "a", "addresses": ["172.30.0.2"] } ] } }""",
        "$.container.adapters[0].addresses[0]",
        "'172.30.0.2'"
    )]
    [InlineData(
        $$"""{ "description": "d", "container": { "adapters": [ {{Adapter}}, {{Adapter}} ] } }""",
        "$.container.adapters[1].device",
        "'eth0'"
    )]
    [InlineData(
        $$"""{ "description": "d", "container": { "adapters": [ {{Adapter}} ], "routes": [ { "destination": "0.0.0.0/0", "device": "eth1" } ] } }""",
        "$.container.routes[0].device",
        "'eth1'"
    )]
    [InlineData(
        $$"""{ "description": "d", "container": { "adapters": [ {{Adapter}} ], "routes": [ { "destination": "169.254.170.2", "device": "eth0" } ] } }""",
        "$.container.routes[0].destination",
        "'169.254.170.2'"
    )]
    [InlineData(
        $$"""{ "description": "d", "container": { "adapters": [ {{Adapter}} ], "routes": [ { "destination": "169.254.170.2/16", "device": "eth0" } ] } }""",
        "$.container.routes[0].destination",
        ""
    )]
    [InlineData(
        """{ "description": "d", "container": { "environment": { "A=B": "c" } } }""",
        "$.container.environment",
        "'A=B'"
    )]
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
