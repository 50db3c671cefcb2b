namespace Sandbox.Tests;

/// <summary>The stand-in mi.dll: its presence, its faults and its persistent routes.</summary>
public class ManagementTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("nat", true)]
    [InlineData("no-wmi", false)]
    public async Task StandIn_IsThereOrNot(string topology, bool present)
    {
        await using var container = await Container.StartAsync(Topology.Load(topology), Cancellation);

        Assert.Equal(present, File.Exists(container.ToLinuxPath(@"C:\windows\system32\mi.dll")));
    }

    [Fact]
    public async Task Faults_AreWrittenForTheStandIn()
    {
        await using var container = await Container.StartAsync(Topology.Load("wmi-hangs"), Cancellation);

        Assert.Equal(
            "[hang]\nQueryInstances=3600000\nEnumerateInstances=3600000\nInvoke=3600000\n",
            container.ReadFile(@"C:\sandbox\mi.ini")
        );
    }

    [Fact]
    public async Task PersistentRoutes_AreWrittenForTheStandIn()
    {
        await using var container = await Container.StartAsync(Topology.Load("stale-route"), Cancellation);

        Assert.Equal(
            "0.0.0.0/0 10.0.1.1 0 Ethernet 2\n169.254.170.2/32 10.0.1.1 1 Ethernet 2\n",
            container.ReadFile(@"C:\sandbox\persistent-routes"));
    }
}
