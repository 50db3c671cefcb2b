namespace Sandbox.Tests;

/// <summary>The stand-in iphlpapi.dll: its files, its faults and SendARP.</summary>
public class IpHelperTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StandIn_IsThereBesideWinesOwn()
    {
        await using var container = await Container.StartAsync(Topology.Load("nat"), Cancellation);

        var standIn = new FileInfo(container.ToLinuxPath(@"C:\windows\system32\iphlpapi.dll"));
        var wines = new FileInfo(container.ToLinuxPath(@"C:\windows\system32\wineiphlpapi.dll"));
        Assert.True(standIn.Exists);
        Assert.Null(standIn.LinkTarget);
        Assert.EndsWith("/x86_64-windows/iphlpapi.dll", wines.LinkTarget, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_AreWrittenForTheStandIn()
    {
        var topology = Topology.Parse(
            """{ "description": "d", "container": { "ipHelper": { "faults": { "fail": { "CreateIpForwardEntry2": "5" } } } } }""",
            "some.json"
        );

        await using var container = await Container.StartAsync(topology, Cancellation);

        Assert.Equal("[fail]\nCreateIpForwardEntry2=5\n", container.ReadFile(@"C:\sandbox\iphlpapi.ini"));
    }

    [Theory]
    [InlineData("nat")]
    [InlineData("access-denied")]
    public async Task SendArp_FindsOnlyTheGateway(string topology)
    {
        await using var container = await Container.StartAsync(Topology.Load(topology), Cancellation);
        const uint badNetName = 67;

        var gateway = await container.RunAsync(SendArp("172.30.0.1"), cancellation: Cancellation);
        var linkLocal = await container.RunAsync(SendArp("169.254.170.2"), cancellation: Cancellation);
        var behind = await container.RunAsync(SendArp("10.0.0.1"), cancellation: Cancellation);

        Assert.True(gateway.ExitCode == 0, gateway.ToString());
        var known = await container.RunLinuxAsync(
            "bash", "-c", "echo >/dev/udp/172.30.0.1/9; sleep 0.3; ip neighbour show 172.30.0.1"
        );
        Assert.Contains("lladdr " + gateway.StandardOutput.Trim() + " ", known, StringComparison.Ordinal);
        Assert.Equal((badNetName, badNetName), (linkLocal.ExitCode, behind.ExitCode));
    }

    private static CommandLine SendArp(string address) => CommandLine.From(Workloads.File("send-arp"), address);
}
