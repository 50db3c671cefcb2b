using System.Globalization;
using System.Runtime.Versioning;
using Microsoft.Management.Infrastructure;
using Microsoft.Management.Infrastructure.Options;

namespace Bootstrap.Network.Cim;

/// <summary>
/// The calls of Client/MiSession.cs with the package Microsoft.Management.Infrastructure. Tests compare the calls that
/// both clients make to mi.dll. Releases do not contain this class.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class MiSession : IDisposable
{
    private const string Dialect = "WQL";

    private readonly CimSession _session;
    private readonly TimeSpan _timeout;

    private MiSession(CimSession session, TimeSpan timeout)
    {
        _session = session;
        _timeout = timeout;
    }

    public static MiSession Open(TimeSpan timeout)
    {
        MiLibrary.Load();
        return Do(() => new MiSession(CimSession.Create(computerName: null), timeout));
    }

    public void Query(string wmiNamespace, string query, Action<MiInstance> read) => Do(() =>
    {
        using var options = Options();
        foreach (var row in _session.QueryInstances(wmiNamespace, Dialect, query, options))
        {
            using (row)
            {
                read(new MiInstance(row));
            }
        }

        return true;
    });

    public uint Invoke(
        string wmiNamespace, string className, string method,
        params ReadOnlySpan<(string Name, object Value)> parameters
    )
    {
        using var collection = new CimMethodParametersCollection();
        foreach (var (name, value) in parameters)
        {
            var type = value switch
            {
                ushort => CimType.UInt16,
                uint => CimType.UInt32,
                _ => CimType.String,
            };
            collection.Add(CimMethodParameter.Create(name, value, type, CimFlags.In));
        }

        return Do(() =>
        {
            using var options = Options();
            using var result = _session.InvokeMethod(wmiNamespace, className, method, collection, options);
            return result?.ReturnValue?.Value is { } value ? Convert.ToUInt32(value, CultureInfo.InvariantCulture) : 0;
        });
    }

    public void Delete(string wmiNamespace, MiInstance row) => Do(() =>
    {
        using var options = Options();
        _session.DeleteInstance(wmiNamespace, row.Native, options);
        return true;
    });

    public void Dispose() => _session.Dispose();

    private static T Do<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (CimException exception)
        {
            var code = exception.ErrorData?.CimInstanceProperties["error_Code"]?.Value;
            throw new MiException(
                (MiResult)(int)exception.NativeErrorCode, exception.Message, exception.MessageId, CimRows.Number(code)
            );
        }
        catch (OperationCanceledException exception)
        {
            // The package reports a time-out in the client in this way.
            throw new MiException(MiResult.Failed, exception.Message, "HRESULT 0x40004", errorCode: null);
        }
    }

    private CimOperationOptions Options() => new() { Timeout = _timeout };
}
