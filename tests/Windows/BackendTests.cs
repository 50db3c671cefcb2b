using System.Diagnostics;
using System.Net;
using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Network.Cim;
using Bootstrap.Network.IpHelper;
using Microsoft.Management.Infrastructure;

namespace Bootstrap.WindowsTests;

/// <summary>Real WMI and real IP Helper, which the sandbox replaces by stand-ins.</summary>
public sealed class BackendTests(ExpendableAdapter adapter) : IClassFixture<ExpendableAdapter>
{
    private const string Namespace = @"root\StandardCimv2";

    /// <summary>TEST-NET-3 (RFC 5737): reserved for documentation.</summary>
    private static readonly IPNetwork Destination = IPNetwork.Parse("203.0.113.7/32");

    /// <summary>CimNetwork reads a property only if it has the type expected here.</summary>
    [WindowsTheory]
    [InlineData("MSFT_NetRoute", "AddressFamily", CimType.UInt16)]
    [InlineData("MSFT_NetRoute", "DestinationPrefix", CimType.String)]
    [InlineData("MSFT_NetRoute", "InterfaceAlias", CimType.String)]
    [InlineData("MSFT_NetRoute", "InterfaceIndex", CimType.UInt32)]
    [InlineData("MSFT_NetRoute", "InterfaceMetric", CimType.UInt32)]
    [InlineData("MSFT_NetRoute", "NextHop", CimType.String)]
    [InlineData("MSFT_NetRoute", "RouteMetric", CimType.UInt16)]
    [InlineData("MSFT_NetRoute", "Store", CimType.UInt8)]
    [InlineData("MSFT_NetAdapter", "IMFilter", CimType.Boolean)]
    [InlineData("MSFT_NetAdapter", "InterfaceDescription", CimType.String)]
    [InlineData("MSFT_NetAdapter", "InterfaceIndex", CimType.UInt32)]
    [InlineData("MSFT_NetAdapter", "InterfaceOperationalStatus", CimType.UInt32)]
    [InlineData("MSFT_NetAdapter", "Name", CimType.String)]
    public void CimProperty_ThatIsRead_HasItsType(string className, string property, CimType expected)
    {
        using var session = Session();
        var rows = session.QueryInstances(Namespace, "WQL", $"SELECT * FROM {className}").ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal(expected, row.CimInstanceProperties[property]?.CimType));
        rows.ForEach(row => row.Dispose());
    }

    [WindowsFact]
    public void CimStore_OfActiveRoutes_IsOneAndOfPersistentOnesZero()
    {
        using var session = Session();
        var stores = session.QueryInstances(Namespace, "WQL", "SELECT * FROM MSFT_NetRoute WHERE AddressFamily = 2")
            .Select(row => row.CimInstanceProperties["Store"].Value).Distinct().ToList();
        Assert.Contains((byte)1, stores);
        Assert.All(stores, store => Assert.InRange((byte)store, 0, 1));
    }

    [WindowsFact]
    public void CimCreate_Parameters_AreThoseOfTheClass()
    {
        using var session = Session();
        using var netRoute = session.GetClass(Namespace, "MSFT_NetRoute");
        var parameters = netRoute.CimClassMethods["Create"].Parameters;
        Assert.Equal(
            [CimType.UInt32, CimType.String, CimType.String, CimType.UInt16, CimType.String, CimType.UInt16],
            new[]
            {
                "InterfaceIndex", "DestinationPrefix", "NextHop", "RouteMetric", "PolicyStore", "AddressFamily",
            }.Select(name => parameters[name].CimType)
        );
    }

    [WindowsFact]
    public void Routes_ByCimAndByIpHelper_AreTheSame()
    {
        using var cim = CimNetwork.Connect();
        using var ipHelper = new IpHelperNetwork();
        Assert.Equal(Lines(ipHelper), Lines(cim));

        static List<string> Lines(INetwork network) =>
            [
                .. network
                    .LookAtRoutes()
                    .Select(route =>
                        $"{route.Destination} via {route.NextHop} on {route.InterfaceIndex}, {route.RouteMetric} + {route.InterfaceMetric}"
                    )
                    .Order(StringComparer.Ordinal),
            ];
    }

    /// <summary>
    /// IP Helper also lists interfaces that are not adapters in WMI, such as tunnels. Only those with routes are
    /// compared.
    /// </summary>
    [WindowsFact]
    public void Adapters_ByCim_AreKnownToIpHelperByTheSameNames()
    {
        using var cim = CimNetwork.Connect();
        using var ipHelper = new IpHelperNetwork();
        var adapters = cim.Look().Adapters;
        Assert.NotEmpty(adapters);
        Assert.Empty(adapters.Except(ipHelper.Look().Adapters));
    }

    [WindowsTheory(Need.ExpendableAdapter)]
    [InlineData("cim")]
    [InlineData("iphelper")]
    public void Route_AbsentAddedReadBackRemoved_IsAbsent(string backend)
    {
        using var network = Connect(backend);
        using var other = Connect(backend == "cim" ? "iphelper" : "cim");
        Assert.Empty(Find(network));

        network.Add(new RouteKey(Destination, adapter.NextHop, adapter.Index), Route.DefaultMetric);

        // Adding an existing route succeeds.
        network.Add(new RouteKey(Destination, adapter.NextHop, adapter.Index), Route.DefaultMetric);
        var route = Assert.Single(Find(network));
        Assert.Equal((adapter.NextHop, adapter.Index, 256u), (route.NextHop, route.InterfaceIndex, route.RouteMetric));
        Assert.Single(Find(other));
        Assert.False(IsPersistent(), "the route is in the persistent store");

        network.Remove(route.Key);
        network.Remove(route.Key); // Removing a missing route succeeds, too.
        Assert.Empty(Find(network));
        Assert.Empty(Find(other));
    }

    [WindowsTheory]
    [InlineData("cim")]
    [InlineData("iphelper")]
    public void AddRoute_ToAnInterfaceThatIsNotThere_FailsWithTheNativeCode(string backend)
    {
        using var network = Connect(backend);
        var failure = Assert.Throws<BootstrapException>(() =>
            network.Add(new RouteKey(Destination, IPAddress.Parse("203.0.113.1"), 0x00FFFFFF), Route.DefaultMetric)
        );
        Assert.Equal(ExitCode.SetupFailed, failure.ExitCode);
        Assert.Matches(
            backend == "cim"
                ? @"MI result \d+ \w+|MSFT_NetRoute\.Create returned \d+"
                : @"CreateIpForwardEntry2: Win32 error \d+",
            failure.Message
        );
        Assert.DoesNotContain('\n', failure.OneLine);
    }

    [WindowsTheory]
    [InlineData(@"root\NoSuchNamespace", "SELECT * FROM MSFT_NetRoute", NativeErrorCode.InvalidNamespace)]
    [InlineData(Namespace, "SELECT * FROM MSFT_NoSuchClass", NativeErrorCode.InvalidClass)]
    public void MiError_OfAQuery_IsTheCodeThatCimErrorsExpects(
        string wmiNamespace, string query, NativeErrorCode expected
    )
    {
        using var session = Session();
        var failure = Assert.Throws<CimException>(() => session.QueryInstances(wmiNamespace, "WQL", query).ToList());
        Assert.Equal(expected, failure.NativeErrorCode);
    }

    [WindowsFact(Need.ExpendableAdapter)]
    public void ChangeNotification_OfARoute_ComesSoon()
    {
        using var network = new IpHelperNetwork();
        Assert.True(NetworkChanges.Listen());

        // Let pending notifications arrive.
        while (NetworkChanges.Happened.WaitOne(TimeSpan.FromSeconds(1)))
        {
        }

        var watch = Stopwatch.StartNew();
        network.Add(new RouteKey(Destination, adapter.NextHop, adapter.Index), Route.DefaultMetric);
        Assert.True(NetworkChanges.Happened.WaitOne(TimeSpan.FromSeconds(5)), "no notification of an added route");
        network.Remove(Assert.Single(Find(network)).Key);
        Assert.True(NetworkChanges.Happened.WaitOne(TimeSpan.FromSeconds(5)), "no notification of a removed route");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }

    [WindowsTheory(Need.ExpendableAdapter)]
    [InlineData("cim")]
    [InlineData("iphelper")]
    public async Task PublishedExe_ByEachBackend_AddsKeepsAndWatches(string backend)
    {
        const string destination = "169.254.200.1/32";
        try
        {
            var first = await Programs.BootstrapAsync(
                $"{adapter.Options(destination)} --backend {backend} -- {Programs.Workload} exit 7"
            );
            Assert.True(first.ExitCode == 7, first.ToString());
            Assert.EndsWith(": added", first.Error.TrimEnd(), StringComparison.Ordinal);
            Assert.True(adapter.HasRoute(destination));

            var second = await Programs.BootstrapAsync(
                $"{adapter.Options(destination)} --backend {backend} -- {Programs.Workload} exit 8"
            );
            Assert.True(second.ExitCode == 8, second.ToString());
            Assert.EndsWith(": already correct", second.Error.TrimEnd(), StringComparison.Ordinal);

            await using var watching = new Running(
                Programs.Bootstrap,
                $"{adapter.Options(destination)} --backend {backend} --watch -- {Programs.Workload} sleep 60000"
            );
            await watching.WaitForOutputAsync("ready");
            await Task.Delay(1000, TestContext.Current.CancellationToken);
            adapter.RemoveRoute(destination);
            await Eventually.Async(() => adapter.HasRoute(destination), "the watch puts the route back");
        }
        finally
        {
            adapter.RemoveRoute(destination);
        }
    }

    /// <summary>
    /// A script in the image may have added a stale route. The right route is added, then the stale one removed.
    /// </summary>
    [WindowsTheory(Need.ExpendableAdapter)]
    [InlineData("cim")]
    [InlineData("iphelper")]
    public async Task PublishedExe_WhereARouteIsStale_ReplacesIt(string backend)
    {
        const string destination = "169.254.200.3/32";
        using var network = new IpHelperNetwork();
        var bytes = adapter.NextHop.GetAddressBytes();
        bytes[3]++;
        network.Add(
            new RouteKey(IPNetwork.Parse(destination), new IPAddress(bytes), adapter.Index), Route.DefaultMetric
        );
        try
        {
            var result = await Programs.BootstrapAsync(
                $"{adapter.Options(destination)} --backend {backend} -- {Programs.Workload} exit 7"
            );
            Assert.True(result.ExitCode == 7, result.ToString());
            Assert.Contains(": replaced; it led to ", result.Error, StringComparison.Ordinal);
            Assert.Equal(
                adapter.NextHop,
                Assert.Single(network.LookAtRoutes(), route => route.Destination.ToString() == destination).NextHop
            );
        }
        finally
        {
            foreach (var left in network.LookAtRoutes().Where(route => route.Destination.ToString() == destination))
            {
                network.Remove(left.Key);
            }
        }
    }

    private static List<Route> Find(INetwork network) =>
        [.. network.LookAtRoutes().Where(route => route.Destination.Equals(Destination))];

    private static bool IsPersistent()
    {
        using var session = Session();
        return session
            .QueryInstances(
                Namespace, "WQL", $"SELECT * FROM MSFT_NetRoute WHERE Store = 0 AND DestinationPrefix = '{Destination}'"
            )
            .Any();
    }

    private static INetwork Connect(string backend) => backend == "cim" ? CimNetwork.Connect() : new IpHelperNetwork();

    private static CimSession Session() => CimSession.Create(computerName: null);
}
