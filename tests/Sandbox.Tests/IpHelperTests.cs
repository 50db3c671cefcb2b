namespace Sandbox.Tests;

/// <summary>The stand-in iphlpapi.dll: there, beside Wine's own, and told what to do.</summary>
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
            """{ "description": "d", "container": { "ipHelper": { "faults": { "fail": { "CreateIpForwardEntry2": "5" } } } } }""", "some.json");

        await using var container = await Container.StartAsync(topology, Cancellation);

        Assert.Equal("[fail]\nCreateIpForwardEntry2=5\n", container.ReadFile(@"C:\sandbox\iphlpapi.ini"));
    }
}
