using System.Text;
using Bootstrap.Ecs;
using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Output;
using CsCheck;

namespace Bootstrap.Tests.Output;

public sealed class SnapshotFileTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 6, 0, 0, TimeSpan.Zero);

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Read_OfWhatWasWritten_IsTheSame() =>
        Gen.Select(Routes, Adapters, Addresses, Gen.String.Where(IsUnicode), Gen.Bool)
            .Sample(
                (routes, adapters, addresses, value, isRead) =>
                {
                    var written = new SnapshotFile(
                        new Dictionary<string, string> { ["AWS_EXECUTION_ENV"] = value },
                        "cim", new NetworkSnapshot(routes, adapters, addresses, isRead ? null : value)
                    );
                    var path = Path.GetTempFileName();
                    written.Write(path, "bootstrap 1", Now);
                    var read = SnapshotFile.Read(path);
                    File.Delete(path);
                    Assert.Equal(written.Network.Routes, read.Network.Routes);
                    Assert.Equal(
                        written.Network.Adapters.Select(adapter =>
                            adapter with
                            {
                                Alias = SnapshotFile.MaskIds(adapter.Alias),
                            }
                        ),
                        read.Network.Adapters
                    );
                    Assert.Equal(written.Network.Addresses, read.Network.Addresses);
                    Assert.Equal(written.Network.WhyNoAdapters, read.Network.WhyNoAdapters);
                    Assert.Equal(written.Environment, read.Environment);
                    Assert.Equal(written.Backend, read.Backend);
                },
                iter: 200
            );

    [Fact]
    public void Write_OfTheTasksVariables_KeepsNoId()
    {
        var masked = SnapshotFile.Mask(
            new TaskVariables(name => name == TaskVariables.CredentialsRelativeUri ? "/v2/credentials/HUSH" : null),
            Some.Defaults with { Interface = "vEthernet (nat-ep-5a4d0b0c)" }, Some.Nat()
        );
        new SnapshotFile(masked, "cim", Some.Nat()).Write(_path, "bootstrap 1", Now);
        var text = File.ReadAllText(_path);
        Assert.DoesNotContain("HUSH", text, StringComparison.Ordinal);
        Assert.Contains(
            "\"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI\": \"/v2/credentials/***\"", text, StringComparison.Ordinal
        );
        Assert.Contains("\"BOOTSTRAP_INTERFACE\": \"vEthernet (nat-ep-00000000)\"", text, StringComparison.Ordinal);
    }

    /// <summary>Masked aliases may be equal: the plan from the file is still the recorded one.</summary>
    [Theory]
    [InlineData("vEthernet (NIC 5a26c8f2)", "172.29.0.1")]
    [InlineData("VETHERNET (NIC 5A26C8F2)", "172.29.0.1")]
    [InlineData("vEthernet (NIC 4915b7e1)", "172.30.0.1")]
    [InlineData("3", "172.29.0.1")]
    public void Write_OfAnInterfaceByAlias_RecordsWhichOneItIs(string chosen, string gateway)
    {
        var network = Some.Snapshot(
            [
                Some.Container with { Alias = "vEthernet (NIC 4915b7e1)" },
                Some.Container with { Index = 3, Alias = "vEthernet (NIC 5a26c8f2)" },
            ],
            Some.Route("0.0.0.0/0", "172.30.0.1"), Some.Route("0.0.0.0/0", "172.29.0.1", 3, metric: 10));
        var options = Some.Defaults with { Interface = chosen };
        var masked = SnapshotFile.Mask(new TaskVariables(_ => null), options, network);
        new SnapshotFile(masked, "cim", network).Write(_path, "bootstrap 1", Now);

        var read = SnapshotFile.Read(_path);
        var replayed = Some.Defaults with { Interface = read.Environment["BOOTSTRAP_INTERFACE"] };
        var plan = Some.PlanOf(Planner.Decide(read.Network, Some.Ec2, replayed));
        Assert.Equal(Some.Address(gateway), plan.Gateway);
        Assert.Equal(Some.PlanOf(Planner.Decide(network, Some.Ec2, options)).Routes[0].Key, plan.Routes[0].Key);
    }

    /// <summary>The masked names still identify endpoints.</summary>
    [Theory]
    [InlineData(
        "vEthernet (taskbr0a1b2c3d4e5f-ep-5a4d0b0c5a4d0b0c)", "vEthernet (taskbr000000000000-ep-0000000000000000)"
    )]
    [InlineData("vEthernet (nat-ep-5a4d0b0c)", "vEthernet (nat-ep-00000000)")]
    [InlineData("vEthernet (fargate-bridge-ep-5A4D0B0C)", "vEthernet (fargate-bridge-ep-00000000)")]
    [InlineData("vEthernet (Ethernet) 2", "vEthernet (Ethernet) 2")]
    [InlineData("deadbee", "deadbee")]
    [InlineData("", "")]
    public void Write_OfAnAdapterNamedByIds_KeepsTheirLengthAlone(string alias, string written)
    {
        var adapter = new Adapter(2, alias, "Hyper-V Virtual Ethernet Container Adapter", IsUp: true);
        var route = Some.Route("0.0.0.0/0", "172.30.0.1") with { InterfaceAlias = alias };
        new SnapshotFile(new Dictionary<string, string>(), "cim", Some.Snapshot([adapter], route)).Write(
            _path, "bootstrap 1", Now
        );
        var read = SnapshotFile.Read(_path).Network;
        Assert.Equal((written, written), (read.Adapters[0].Alias, read.Routes[0].InterfaceAlias));
        Assert.Equal(ModeSigns.OfNames(Some.Snapshot([adapter]))?.Mode, ModeSigns.OfNames(read)?.Mode);
    }

    [Theory]
    [InlineData("", "is not valid JSON: line 1")]
    [InlineData("{\n\"version\": 1,\n", "is not valid JSON: line 3")]
    [InlineData("{}", "lacks version")]
    [InlineData("[]", "lacks version")]
    [InlineData("""{"version":2}""", "has version 2, but this bootstrap reads version 1")]
    [InlineData("""{"version":"1"}""", "is damaged: version is not a whole number from 0 to 4294967295")]
    [InlineData("""{"version":1,"environment":{"A":7}}""", "is damaged: environment.A is not a text")]
    [InlineData("""{"version":1,"environment":{}}""", "lacks network")]
    [InlineData(
        """{"version":1,"environment":{},"network":{"backend":"cim","adapters":[],"routes":7}}""",
        "is damaged: network.routes is not a list"
    )]
    [InlineData(
        """{"version":1,"environment":{},"network":{"backend":"cim","adapters":[],"routes":[{"destination":"::/0"}]}}""",
        "is damaged: network.routes[0].destination is not an IPv4 prefix"
    )]
    [InlineData(
        """{"version":1,"environment":{},"network":{"backend":"cim","adapters":[{"index":-1}],"routes":[]}}""",
        "is damaged: network.adapters[0].index is not a whole number from 0 to 4294967295"
    )]
    [InlineData(
        """{"version":1,"environment":{},"network":{"backend":"cim","adapters":[{"index":1,"alias":"\uD800"}],"routes":[]}}""",
        "is damaged: network.adapters[0].alias is not a text in Unicode"
    )]
    public void Parse_OfADamagedFile_NamesTheErrorAndItsPlace(string text, string what)
    {
        var failure = Assert.Throws<BootstrapException>(() =>
            SnapshotFile.Parse("x.json", Encoding.UTF8.GetBytes(text))
        );
        Assert.Equal(ExitCode.Usage, failure.ExitCode);
        Assert.Equal(
            $"--snapshot 'x.json' {what}. It must be a file that bootstrap plan --save-snapshot wrote.", failure.Message
        );
    }

    /// <summary>After a byte was changed, lost or added, the result is a snapshot or a clear line.</summary>
    [Fact]
    public void Parse_OfAnyBytes_IsASnapshotOrAUsageError()
    {
        new SnapshotFile(new Dictionary<string, string> { ["A"] = "B" }, "cim", Some.Nat()).Write(
            _path, "bootstrap 1", Now
        );
        var good = File.ReadAllBytes(_path);
        var mutated = Gen.Select(Gen.Int[0, good.Length], Gen.Byte.Array[0, 8], Gen.Int[0, 8])
            .Select(
                (at, bytes, lost) => (byte[])[.. good[..at], .. bytes, .. good[Math.Min(good.Length, at + lost)..]]
            );
        Gen.OneOf(Gen.Byte.Array, mutated)
            .Sample(bytes =>
            {
                try
                {
                    SnapshotFile.Parse("x.json", bytes);
                }
                catch (BootstrapException failure)
                {
                    Assert.Equal(ExitCode.Usage, failure.ExitCode);
                    Assert.DoesNotContain('\n', failure.OneLine);
                }
            });
    }

    [Fact]
    public void Parse_WithAByteOrderMark_ReadsOn()
    {
        new SnapshotFile(new Dictionary<string, string>(), "cim", Some.Nat()).Write(_path, "bootstrap 1", Now);
        Assert.Equal("cim", SnapshotFile.Parse("x", (byte[])[0xEF, 0xBB, 0xBF, .. File.ReadAllBytes(_path)]).Backend);
    }

    [Fact]
    public void Read_OfAMissingFile_NamesIt()
    {
        var failure = Assert.Throws<BootstrapException>(() => SnapshotFile.Read("/no/such.json"));
        Assert.StartsWith("--snapshot '/no/such.json' cannot be read: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, failure.ExitCode);
    }

    [Fact]
    public void Write_WhereNoFileCanBe_ReportsIt() =>
        Assert.StartsWith(
            "--save-snapshot '/no/such/x.json' cannot be written: ", Assert
                .Throws<BootstrapException>(() =>
                    new SnapshotFile(new Dictionary<string, string>(), "cim", Some.Nat()).Write(
                        "/no/such/x.json", "b", Now
                    )
                )
                .Message,
            StringComparison.Ordinal
        );

    private static readonly Gen<Route[]> Routes = Gen.Select(
            Gen.Int[0, 32], Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt
        )
        .Select(
            (length, address, hop, index, metric, interfaceMetric) =>
                new Route(
                    new RouteKey(Mask(address, length), new System.Net.IPAddress(hop), index),
                    index % 2 == 0 ? null : "an alias", metric % 5 == 0 ? null : metric,
                    interfaceMetric % 5 == 0 ? null : interfaceMetric
                )
        )
        .Array[0, 10];

    /// <summary>Null stands for a snapshot of an older version.</summary>
    private static readonly Gen<InterfaceAddress[]?> Addresses = Gen.Select(
            Gen.Bool, Gen.Select(Gen.UInt, Gen.UInt, Gen.Int[0, 32], Gen.Int[0, 4])
                .Select(
                    (index, address, length, state) =>
                        new InterfaceAddress(index, new System.Net.IPAddress(address), length, (AddressState)state)
                )
                .Array[0, 5]
        )
        .Select((isThere, addresses) => isThere ? addresses : null);

    private static readonly Gen<Adapter[]> Adapters = Gen.Select(
            Gen.UInt, Gen.String.Where(IsUnicode), Gen.String.Where(IsUnicode), Gen.Bool
        )
        .Select((index, alias, description, up) => new Adapter(index, alias, description, up))
        .Array[0, 5];

    private static System.Net.IPNetwork Mask(uint address, int length)
    {
        var masked = length == 0 ? 0 : address & (uint.MaxValue << (32 - length));
        return new System.Net.IPNetwork(
            new System.Net.IPAddress(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(masked)), length
        );
    }

    /// <summary>Names of adapters are Unicode; half a surrogate pair cannot be written in JSON.</summary>
    private static bool IsUnicode(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
}
