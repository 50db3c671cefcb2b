using System.Globalization;
using System.Net;
using System.Runtime.Versioning;

namespace Bootstrap.Network.Cim;

/// <summary>
/// The network by way of MI/CIM: the classes behind Get-NetRoute, New-NetRoute and Get-NetAdapter, without PowerShell.
/// </summary>
/// <remarks>
/// Namespace root\StandardCimv2, classes MSFT_NetRoute and MSFT_NetAdapter
/// (https://learn.microsoft.com/windows/win32/fwp/wmi/wmi-provider-portal). Two queries read everything; a third
/// confirms; only a stale route to remove costs one more. Properties are asked for by "*": WMI refuses a query that names a
/// property which an older Windows lacks.
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

    /// <summary>New-NetRoute's default: an offset to the interface's metric.</summary>
    private const ushort RouteMetric = 256;

    /// <summary>When MI itself gives a call up: a little before we would leave it behind, see BoundedNetwork.</summary>
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(9);

    private readonly MiSession _session;

    private CimNetwork(MiSession session) => _session = session;

    public string Backend => "cim";

    /// <summary>Opens a session to the local WMI service.</summary>
    public static CimNetwork Connect() => CimErrors.Guard("connect to WMI", () => new CimNetwork(MiSession.Open(CallTimeout)));

    public NetworkSnapshot Look() => new(LookAtRoutes(), LookAtAdapters());

    public IReadOnlyList<Route> LookAtRoutes() => CimErrors.Guard("read the routes", () => Read(ActiveRoutes, CimRows.ToRoute));

    private List<Adapter> LookAtAdapters() => CimErrors.Guard("read the adapters", () => Read(Adapters, CimRows.ToAdapter));

    public void AddRoute(IPNetwork destination, IPAddress nextHop, uint interfaceIndex)
    {
        var what = $"add route {destination} via {nextHop} on interface {interfaceIndex}";
        CimErrors.Guard(what, () =>
        {
            try
            {
                // PolicyStore: without it the route would be written to the persistent store as well.
                var code = _session.Invoke(
                    Namespace,
                    RouteClass,
                    "Create",
                    ("InterfaceIndex", interfaceIndex),
                    ("DestinationPrefix", destination.ToString()),
                    ("NextHop", nextHop.ToString()),
                    ("RouteMetric", RouteMetric),
                    ("PolicyStore", "ActiveStore"),
                    ("AddressFamily", AddressFamilyIPv4));
                return code == 0 ? code : throw CimErrors.Refused(what, code);
            }
            catch (MiException)
            {
                // Something else may have added it meanwhile. It is not documented that "already exists" has one result
                // code, so the table decides.
                if (!IsThere(destination, nextHop, interfaceIndex))
                {
                    throw;
                }

                return 0u;
            }
        });
    }

    public void RemoveRoute(Route route) =>
        CimErrors.Guard($"remove route {route.Destination} via {route.NextHop} on interface {route.InterfaceIndex}", () =>
        {
            // The key, InstanceID, is in an encoding of the provider's, so the row itself is read and handed back.
            var query = string.Create(CultureInfo.InvariantCulture,
                $"{ActiveRoutes} AND DestinationPrefix = '{route.Destination}' AND NextHop = '{route.NextHop}' AND InterfaceIndex = {route.InterfaceIndex}");
            _session.Query(Namespace, query, DeleteActive);
            return true;
        });

    public void Dispose() => _session.Dispose();

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

    private bool IsThere(IPNetwork destination, IPAddress nextHop, uint interfaceIndex)
    {
        try
        {
            return Read(ActiveRoutes, CimRows.ToRoute).Exists(route =>
                route.Destination.Equals(destination) && route.NextHop.Equals(nextHop) && route.InterfaceIndex == interfaceIndex);
        }
        catch (MiException)
        {
            // The first failure is the one to tell.
            return false;
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
