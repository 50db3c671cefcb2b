using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Bootstrap.Logging;

namespace Bootstrap.Network.Cim;

/// <summary>
/// The network by MI/CIM: the classes that Get-NetRoute, New-NetRoute and Get-NetAdapter use, without PowerShell.
/// </summary>
/// <remarks>
/// Namespace root\StandardCimv2, classes MSFT_NetRoute and MSFT_NetAdapter
/// (https://learn.microsoft.com/windows/win32/fwp/wmi/wmi-provider-portal). Two queries read the network, a third one
/// confirms changes, and each stale route needs one more. Queries select "*", because WMI refuses a query with a
/// property that an older Windows version does not have.
/// </remarks>
[SupportedOSPlatform("windows")]
internal sealed class CimNetwork : INetwork
{
    private const string Namespace = @"root\StandardCimv2";
    private const string RouteClass = "MSFT_NetRoute";
    private const string AdapterClass = "MSFT_NetAdapter";

    /// <summary>
    /// Only active rows: a container also lists persistent routes of its host, which are not in use
    /// (https://github.com/microsoft/Windows-Containers/issues/386).
    /// </summary>
    private const string ActiveRoutes = $"SELECT * FROM {RouteClass} WHERE AddressFamily = 2 AND Store = 1";

    private const string Adapters = $"SELECT * FROM {AdapterClass}";

    private const ushort AddressFamilyIPv4 = 2;

    /// <summary>The time limit in MI. It is a little shorter than the limit of BoundedNetwork.</summary>
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(9);

    /// <summary>
    /// After this time the metric of a route is not changed any more: that deletes the route, and the caller might have
    /// stopped waiting before it is created again.
    /// </summary>
    private static readonly TimeSpan MetricTimeout = TimeSpan.FromSeconds(4);

    private readonly MiSession _session;

    private CimNetwork(MiSession session) => _session = session;

    public string Backend => "cim";

    /// <summary>Opens a session to the local WMI service.</summary>
    public static CimNetwork Connect() =>
        CimErrors.Guard("connect to WMI", () => new CimNetwork(MiSession.Open(CallTimeout)));

    /// <remarks>Without addresses: IP Helper reads them, which saves one more WMI query.</remarks>
    public NetworkSnapshot Look() => NetworkSnapshot.Of(LookAtRoutes(), LookAtAdapters);

    public IReadOnlyList<Route> LookAtRoutes() =>
        CimErrors.Guard("read the routes", () => Read(ActiveRoutes, CimRows.ToRoute));

    private List<Adapter> LookAtAdapters() =>
        CimErrors.Guard("read the adapters", () => Read(Adapters, CimRows.ToAdapter));

    public void Add(RouteKey route, uint metric)
    {
        var what = $"add route {route}";
        var start = Stopwatch.GetTimestamp();
        CimErrors.Guard(what, () =>
        {
            try
            {
                Create(route, metric, what);
            }
            catch (Exception exception) when (exception is MiException or BootstrapException)
            {
                // Another program may have added the route meanwhile. The result code for "already exists" is not
                // documented, so the routing table is read again.
                if (Find(route) is not { } existing)
                {
                    throw;
                }

                if (existing.RouteMetric is { } before && before > metric)
                {
                    if (Stopwatch.GetElapsedTime(start) > MetricTimeout)
                    {
                        throw;
                    }

                    MetricChange.Run(() => Delete(route), lower => Create(route, lower, what), before, metric);
                }
            }

            return true;
        });
    }

    public void Remove(RouteKey route) => CimErrors.Guard($"remove route {route}", () =>
    {
        Delete(route);
        return true;
    });

    public void Dispose() => _session.Dispose();

    private void Create(RouteKey route, uint metric, string what)
    {
        // Without PolicyStore the route would also be written to the persistent store.
        var code = _session.Invoke(
            Namespace,
            RouteClass,
            "Create",
            ("InterfaceIndex", route.InterfaceIndex),
            ("DestinationPrefix", route.Destination.ToString()),
            ("NextHop", route.NextHop.ToString()),
            ("RouteMetric", (ushort)metric),
            ("PolicyStore", "ActiveStore"),
            ("AddressFamily", AddressFamilyIPv4));
        if (code != 0)
        {
            throw CimErrors.Refused(what, code);
        }
    }

    private void Delete(RouteKey route)
    {
        // The provider does not document the encoding of the key, InstanceID. Therefore the row is read and passed
        // back.
        var query = string.Create(
            CultureInfo.InvariantCulture,
            $"{ActiveRoutes} AND DestinationPrefix = '{route.Destination}' AND NextHop = '{route.NextHop}' "
            + $"AND InterfaceIndex = {route.InterfaceIndex}"
        );
        _session.Query(Namespace, query, DeleteActive);
    }

    private void DeleteActive(MiInstance row)
    {
        if (CimRows.Number(row.Value("Store")) != CimRows.ActiveStore)
        {
            return;
        }

        try
        {
            _session.Delete(Namespace, row);
        }
        catch (MiException exception) when (exception.Result == MiResult.NotFound)
        {
            // Already removed.
        }
    }

    private Route? Find(RouteKey key)
    {
        try
        {
            return Read(ActiveRoutes, CimRows.ToRoute).Find(route => route.Key == key);
        }
        catch (MiException)
        {
            // The caller reports the first failure.
            return null;
        }
    }

    private List<T> Read<T>(string query, Func<Func<string, object?>, T?> read)
        where T : class
    {
        var rows = new List<T>();
        _session.Query(Namespace, query, instance =>
        {
            if (read(instance.Value) is { } row)
            {
                rows.Add(row);
            }
        });
        return rows;
    }
}
