using System.Globalization;
using System.Net;
using System.Runtime.Versioning;
using Microsoft.Management.Infrastructure;
using Microsoft.Management.Infrastructure.Options;

namespace Bootstrap.Network.Cim;

/// <summary>
/// The network by way of MI/CIM: the classes behind Get-NetRoute, New-NetRoute and Get-NetAdapter, without PowerShell.
/// </summary>
/// <remarks>
/// Namespace root\StandardCimv2, classes MSFT_NetRoute and MSFT_NetAdapter
/// (https://learn.microsoft.com/windows/win32/fwp/wmi/wmi-provider-portal). Two queries read everything; a third
/// confirms; only a stale route to remove costs one more. Properties are asked for by "*": WMI refuses a query that names a property which an older Windows lacks.
/// </remarks>
[SupportedOSPlatform("windows")]
internal sealed class CimNetwork : INetwork
{
    private const string Namespace = @"root\StandardCimv2";
    private const string Dialect = "WQL";
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

    private readonly CimSession _session;

    private CimNetwork(CimSession session) => _session = session;

    public string Backend => "cim";

    /// <summary>Opens a session to the local WMI service.</summary>
    public static CimNetwork Connect() => CimErrors.Guard("connect to WMI", () =>
    {
        MiClientLibrary.Load();
        return new CimNetwork(CimSession.Create(computerName: null));
    });

    public NetworkSnapshot Look() => new(LookAtRoutes(), LookAtAdapters());

    public IReadOnlyList<Route> LookAtRoutes() => CimErrors.Guard("read the routes", () => Read(ActiveRoutes, CimRows.ToRoute));

    private List<Adapter> LookAtAdapters() => CimErrors.Guard("read the adapters", () => Read(Adapters, CimRows.ToAdapter));

    public void AddRoute(IPNetwork destination, IPAddress nextHop, uint interfaceIndex) =>
        CimErrors.Guard($"add route {destination} via {nextHop} on interface {interfaceIndex}", () =>
        {
            using var parameters = new CimMethodParametersCollection
            {
                CimMethodParameter.Create("InterfaceIndex", interfaceIndex, CimType.UInt32, CimFlags.In),
                CimMethodParameter.Create("DestinationPrefix", destination.ToString(), CimType.String, CimFlags.In),
                CimMethodParameter.Create("NextHop", nextHop.ToString(), CimType.String, CimFlags.In),
                CimMethodParameter.Create("RouteMetric", RouteMetric, CimType.UInt16, CimFlags.In),
                // Without it the route would be written to the persistent store as well.
                CimMethodParameter.Create("PolicyStore", "ActiveStore", CimType.String, CimFlags.In),
                CimMethodParameter.Create("AddressFamily", AddressFamilyIPv4, CimType.UInt16, CimFlags.In),
            };
            try
            {
                using var options = Options();
                using var result = _session.InvokeMethod(Namespace, RouteClass, "Create", parameters, options);
                var code = result?.ReturnValue?.Value is { } value ? Convert.ToUInt32(value, CultureInfo.InvariantCulture) : 0;
                if (code != 0)
                {
                    throw CimErrors.Refused($"add route {destination} via {nextHop} on interface {interfaceIndex}", code);
                }
            }
            catch (CimException) when (Read(ActiveRoutes, CimRows.ToRoute).Exists(route =>
                route.Destination.Equals(destination) && route.NextHop.Equals(nextHop) && route.InterfaceIndex == interfaceIndex))
            {
                // Somebody else was quicker. That "already exists" has one result code is not documented, so the table
                // is asked.
            }

            return true;
        });

    public void RemoveRoute(Route route) =>
        CimErrors.Guard($"remove route {route.Destination} via {route.NextHop} on interface {route.InterfaceIndex}", () =>
        {
            // The key, InstanceID, is an encoding of the provider's own: so the row itself is fetched and handed back.
            var query = string.Create(CultureInfo.InvariantCulture,
                $"{ActiveRoutes} AND DestinationPrefix = '{route.Destination}' AND NextHop = '{route.NextHop}' AND InterfaceIndex = {route.InterfaceIndex}");
            using var options = Options();
            foreach (var row in _session.QueryInstances(Namespace, Dialect, query, options))
            {
                using (row)
                {
                    if (CimRows.Number(PropertiesOf(row)("Store")) != CimRows.ActiveStore)
                    {
                        continue;
                    }

                    try
                    {
                        _session.DeleteInstance(Namespace, row, options);
                    }
                    catch (CimException exception) when (exception.NativeErrorCode == NativeErrorCode.NotFound)
                    {
                        // Gone already: what was wanted.
                    }
                }
            }

            return true;
        });

    public void Dispose() => _session.Dispose();

    /// <summary>Enumerations are lazy: errors come while iterating, so the list is made here, inside the guard.</summary>
    private List<T> Read<T>(string query, Func<Func<string, object?>, T?> read)
        where T : class
    {
        var rows = new List<T>();
        using var options = Options();
        foreach (var instance in _session.QueryInstances(Namespace, Dialect, query, options))
        {
            using (instance)
            {
                if (read(PropertiesOf(instance)) is { } row)
                {
                    rows.Add(row);
                }
            }
        }

        return rows;
    }

    private static CimOperationOptions Options() => new() { Timeout = CallTimeout };

    private static Func<string, object?> PropertiesOf(CimInstance row) => property => row.CimInstanceProperties[property]?.Value;
}
