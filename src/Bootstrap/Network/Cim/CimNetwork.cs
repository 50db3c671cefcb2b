using System.Globalization;
using System.Runtime.Versioning;
using Bootstrap.Logging;
using Bootstrap.Network.IpHelper;

namespace Bootstrap.Network.Cim;

/// <summary>
/// The network by way of MI/CIM: the classes behind Get-NetRoute, New-NetRoute and Get-NetAdapter, without PowerShell.
/// </summary>
/// <remarks>
/// Namespace root\StandardCimv2, classes MSFT_NetRoute and MSFT_NetAdapter
/// (https://learn.microsoft.com/windows/win32/fwp/wmi/wmi-provider-portal). Two queries read everything; a third
/// confirms; only a stale route to remove costs one more. Properties are asked for by "*": WMI refuses a query that
/// names a property which an older Windows lacks.
/// </remarks>
[SupportedOSPlatform("windows")]
internal sealed class CimNetwork : INetwork
{
    private const string Namespace = @"root\StandardCimv2";
    private const string RouteClass = "MSFT_NetRoute";
    private const string AdapterClass = "MSFT_NetAdapter";

    /// <summary>
    /// Active rows only: a container shows its host's persistent routes too, and those are not in force
    /// (https://github.com/microsoft/Windows-Containers/issues/386).
    /// </summary>
    private const string ActiveRoutes = $"SELECT * FROM {RouteClass} WHERE AddressFamily = 2 AND Store = 1";

    private const string Adapters = $"SELECT * FROM {AdapterClass}";

    private const ushort AddressFamilyIPv4 = 2;

    /// <summary>When MI itself gives a call up: a little before we would leave it behind, see BoundedNetwork.</summary>
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(9);

    private readonly MiSession _session;

    private CimNetwork(MiSession session) => _session = session;

    public string Backend => "cim";

    /// <summary>Opens a session to the local WMI service.</summary>
    public static CimNetwork Connect() =>
        CimErrors.Guard("connect to WMI", () => new CimNetwork(MiSession.Open(CallTimeout)));

    /// <remarks>Addresses come from IP Helper: asking WMI for them would cost a fourth round trip.</remarks>
    public NetworkSnapshot Look() => new(LookAtRoutes(), LookAtAdapters(), UnicastAddresses.Read());

    public IReadOnlyList<Route> LookAtRoutes() =>
        CimErrors.Guard("read the routes", () => Read(ActiveRoutes, CimRows.ToRoute));

    private List<Adapter> LookAtAdapters() =>
        CimErrors.Guard("read the adapters", () => Read(Adapters, CimRows.ToAdapter));

    public void Add(RouteKey route, uint metric)
    {
        var what = $"add route {route}";
        CimErrors.Guard(what, () =>
        {
            try
            {
                Create(route, metric, what);
            }
            catch (Exception exception) when (exception is MiException or BootstrapException)
            {
                // Something else may have added it meanwhile. It is not documented that "already exists" has one result
                // code, so the table decides.
                if (Find(route) is not { } existing)
                {
                    throw;
                }

                if (existing.RouteMetric > metric)
                {
                    Delete(route);
                    Create(route, metric, what);
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
        // PolicyStore: without it the route would be written to the persistent store as well.
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
        // The key, InstanceID, is in an encoding of the provider's, so the row itself is read and handed back.
        var query = string.Create(
            CultureInfo.InvariantCulture,
            $"{ActiveRoutes} AND DestinationPrefix = '{route.Destination}' AND NextHop = '{route.NextHop}' AND InterfaceIndex = {route.InterfaceIndex}"
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
            // Gone already.
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
            // The first failure is the one to tell.
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
