using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sandbox;

/// <summary>
/// The surroundings of a pretend container: adapters, routes, environment and the host's endpoints. Read from a JSON
/// file; README.md describes each member.
/// </summary>
public sealed record Topology
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    public required string Description { get; init; }

    public required ContainerTopology Container { get; init; }

    public HostTopology Host { get; init; } = new();

    /// <summary>The names of the sandbox's topologies.</summary>
    public static IReadOnlyList<string> Names =>
        [
            .. Directory
                .GetFiles(Repository.Topologies, "*.json")
                .Select(Path.GetFileNameWithoutExtension)
                .Order(StringComparer.Ordinal)!,
        ];

    /// <summary>Loads one of the sandbox's topologies by name, or any topology by file.</summary>
    /// <exception cref="SandboxException">It is missing or invalid; the message names file and member.</exception>
    public static Topology Load(string nameOrFile)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameOrFile);

        var shipped = Path.Combine(Repository.Topologies, nameOrFile + ".json");
        var isName = !nameOrFile.Contains('/', StringComparison.Ordinal) && File.Exists(shipped);
        var file = isName ? shipped : nameOrFile;
        if (!File.Exists(file))
        {
            throw new SandboxException(File.Exists(nameOrFile + ".json")
                ? $"no topology '{nameOrFile}': for the file say '{nameOrFile}.json'"
                : $"no topology '{nameOrFile}': neither a file nor one of {string.Join(", ", Names)}");
        }

        return Parse(File.ReadAllText(file), file);
    }

    /// <summary>Reads a topology from JSON text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="file">Its name in error messages.</param>
    /// <exception cref="SandboxException">It is invalid; the message names file and member.</exception>
    public static Topology Parse(string json, string file)
    {
        Topology topology;
        try
        {
            topology = JsonSerializer.Deserialize<Topology>(json, Json)
                ?? throw new SandboxException($"{file}: the document is null");
        }
        catch (JsonException error)
        {
            throw new SandboxException(
                $"{file}: {error.Path ?? "$"}, line {error.LineNumber + 1}: {TopologyErrors.Describe(error)}", error
            );
        }

        TopologyRules.Check(topology, file);
        return topology;
    }
}

/// <summary>The container's side, in Windows' terms.</summary>
public sealed record ContainerTopology
{
    /// <summary>False: ContainerUser. The kernel denies route changes.</summary>
    public bool Administrator { get; init; } = true;

    /// <summary>The time without an ARP answer after which an address counts as unreachable.</summary>
    public int ArpTimeoutMilliseconds { get; init; } = 1000;

    /// <summary>False: the registry has no ContainerType, as on an instance or a PC.</summary>
    public bool ContainerType { get; init; } = true;

    public IReadOnlyList<AdapterTopology> Adapters { get; init; } = [];

    public IReadOnlyList<RouteTopology> Routes { get; init; } = [];

    /// <summary>
    /// Rows that the stand-in mi.dll returns with Store = 0: the host's persistent routes, which are not active.
    /// </summary>
    public IReadOnlyList<PersistentRouteTopology> PersistentRoutes { get; init; } = [];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public ManagementTopology Management { get; init; } = new();

    public IpHelperTopology IpHelper { get; init; } = new();
}

/// <summary>A network adapter of the container, and the host's end of its cable.</summary>
public sealed record AdapterTopology
{
    /// <summary>The Linux name of the link, at most 10 characters.</summary>
    public required string Device { get; init; }

    /// <summary>Windows: the connection's name, for example <c>vEthernet (Ethernet)</c>.</summary>
    public required string Alias { get; init; }

    /// <summary>Windows: the adapter's description.</summary>
    public string Description { get; init; } = "Hyper-V Virtual Ethernet Container Adapter";

    public int InterfaceMetric { get; init; } = 5000;

    /// <summary>False: reading the metric fails, although Windows uses it.</summary>
    public bool MetricReadable { get; init; } = true;

    /// <summary>The adapter's addresses, with prefix length.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>The state of the addresses, as Windows reports it.</summary>
    public AddressState AddressState { get; init; } = AddressState.Preferred;

    /// <summary>
    /// The time after the first program's start at which the addresses become preferred; 0: never.
    /// </summary>
    public int AddressStateUntilMilliseconds { get; init; }

    /// <summary>Whether each address adds the on-link route of its subnet, as usual.</summary>
    public bool SubnetRoute { get; init; } = true;

    public bool Up { get; init; } = true;

    /// <summary>
    /// True: a filter driver's row instead of an adapter, as GetIfTable2 lists them beside the real adapter.
    /// </summary>
    public bool Filter { get; init; }

    /// <summary>
    /// The host's addresses at the other end, with prefix length: gateways, and other on-link addresses.
    /// </summary>
    public IReadOnlyList<string> HostAddresses { get; init; } = [];

    /// <summary>The time after the first program's start at which it appears; 0: at the start.</summary>
    public int AfterMilliseconds { get; init; }
}

/// <summary>The state of an address: absent, or a value of NL_DAD_STATE.</summary>
public enum AddressState
{
    /// <summary>The subnet's route exists but the address does not.</summary>
    Absent = 0,

    /// <summary>Duplicate address detection is running.</summary>
    Tentative = 1,

    /// <summary>Another machine has it.</summary>
    Duplicate = 2,

    /// <summary>Usable, but not preferred for new connections.</summary>
    Deprecated = 3,

    /// <summary>Usable.</summary>
    Preferred = 4,
}

/// <summary>An active route of the container.</summary>
public sealed record RouteTopology
{
    /// <summary>A prefix; <c>0.0.0.0/0</c> is the default route.</summary>
    public required string Destination { get; init; }

    /// <summary>The gateway; without it the route is on-link.</summary>
    public string? NextHop { get; init; }

    /// <summary>The device of the adapter.</summary>
    public required string Device { get; init; }

    /// <summary>Windows' RouteMetric; the kernel's metric is this plus the adapter's.</summary>
    public int RouteMetric { get; init; }

    /// <summary>The time after the first program's start at which it appears; 0: at the start.</summary>
    public int AfterMilliseconds { get; init; }

    /// <summary>The time after the first program's start at which it is removed; 0: never.</summary>
    public int UntilMilliseconds { get; init; }
}

/// <summary>A route in Windows' persistent store.</summary>
public sealed record PersistentRouteTopology
{
    public required string Destination { get; init; }

    public required string NextHop { get; init; }

    /// <summary>
    /// The interface alias it is stored for, usually an adapter of the host that the container lacks.
    /// </summary>
    public required string InterfaceAlias { get; init; }

    public int RouteMetric { get; init; }
}

/// <summary>Windows' management interface (MI/CIM), provided by the stand-in mi.dll.</summary>
public sealed record ManagementTopology
{
    /// <summary>False: there is no mi.dll, as on Nano Server.</summary>
    public bool Present { get; init; } = true;

    /// <summary>The stand-in's faults: sections of C:\sandbox\mi.ini, each with its keys.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Faults { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();
}

/// <summary>Windows' IP Helper, in part provided by the stand-in iphlpapi.dll.</summary>
public sealed record IpHelperTopology
{
    /// <summary>The stand-in's faults: sections of C:\sandbox\iphlpapi.ini, each with its keys.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Faults { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();
}

/// <summary>The host's side: addresses and endpoints behind the gateway.</summary>
public sealed record HostTopology
{
    /// <summary>Further addresses of the host, not on a cable, without prefix length.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    public IReadOnlyList<EndpointTopology> Endpoints { get; init; } = [];

    /// <summary>The endpoints, and the target of each endpoint that redirects.</summary>
    internal IEnumerable<EndpointTopology> AllEndpoints =>
        Endpoints.Concat(
            Endpoints
                .Where(endpoint => endpoint.Behaviour == EndpointBehaviour.Redirect)
                .Select(endpoint =>
                    endpoint with
                    {
                        Address = Sandbox.Endpoints.Misbehaviour.RedirectAddress,
                        Port = 80,
                        Behaviour = EndpointBehaviour.Answer,
                    }
                )
                .DistinctBy(endpoint => endpoint.Address)
        );
}

/// <summary>An HTTP endpoint of the host.</summary>
public sealed record EndpointTopology
{
    public required EndpointKind Kind { get; init; }

    public required string Address { get; init; }

    public int Port { get; init; } = 80;

    public EndpointBehaviour Behaviour { get; init; } = EndpointBehaviour.Answer;

    /// <summary>
    /// HTTP status codes of the first answers, in order; afterwards the endpoint answers normally.
    /// </summary>
    public IReadOnlyList<int> Statuses { get; init; } = [];

    /// <summary>The number of first credentials requests answered by 503 CredentialsUninitialized.</summary>
    public int UninitializedRequests { get; init; }

    /// <summary>
    /// How long after the first credentials request they are answered by 503 CredentialsUninitialized.
    /// </summary>
    public int UninitializedMilliseconds { get; init; }

    /// <summary>NetworkMode in the task metadata documents: the Docker network's name, or awsvpc.</summary>
    public string NetworkMode { get; init; } = "nat";
}

/// <summary>What an endpoint serves.</summary>
public enum EndpointKind
{
    /// <summary>The ECS agent: task role credentials and task metadata.</summary>
    Credentials,

    /// <summary>The EC2 instance metadata service, version 2 only.</summary>
    Metadata,
}

/// <summary>How an endpoint behaves on the network.</summary>
public enum EndpointBehaviour
{
    /// <summary>In order.</summary>
    Answer,

    /// <summary>The host has the address but nothing listens: the connection is refused.</summary>
    Refuse,

    /// <summary>The connection is accepted and never answered.</summary>
    Silent,

    /// <summary>No host has the address: packets are lost, and connecting times out.</summary>
    Drop,

    /// <summary>Bytes that are not HTTP.</summary>
    Garbage,

    /// <summary>Instance metadata with hop limit 1: the token request is never answered.</summary>
    HopLimit,

    /// <summary>200, and a body of spaces that never ends.</summary>
    Endless,

    /// <summary>The right answer, its body one byte a second.</summary>
    SlowDrip,

    /// <summary>200 and 10 MB of JSON.</summary>
    Huge,

    /// <summary>302 to another host, 192.0.2.80, which gives the right answer.</summary>
    Redirect,

    /// <summary>JSON with other types than the expected strings.</summary>
    WrongTypes,

    /// <summary>JSON with numbers, too large for any type, instead of strings.</summary>
    HugeNumbers,

    /// <summary>The first half of the right document.</summary>
    Unclosed,

    /// <summary>200 and a page of HTML.</summary>
    NotJson,

    /// <summary>JSON whose strings are not UTF-8.</summary>
    WrongEncoding,

    /// <summary>JSON with 10,000 nested arrays.</summary>
    Deep,

    /// <summary>The request is read and the connection reset.</summary>
    Reset,

    /// <summary>The right answer, with a Content-Length of 1000 bytes more.</summary>
    EarlyClose,

    /// <summary>The right answer, with a megabyte of headers.</summary>
    HugeHeaders,

    /// <summary>200 without a body.</summary>
    Empty,

    /// <summary>Credentials: the agent does not know the id.</summary>
    BadId,

    /// <summary>Credentials: they expired an hour ago.</summary>
    Expired,

    /// <summary>
    /// The connection is accepted and closed at once, as by a port proxy without a listener on its target port.
    /// </summary>
    AcceptAndClose,

    /// <summary>
    /// 404 and a page of HTML, as by IIS or another program at the host's port 80. <c>statuses</c> get such a page,
    /// too.
    /// </summary>
    OtherServer,
}
