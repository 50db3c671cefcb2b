using Microsoft.Management.Infrastructure;

namespace Bootstrap.Network.Cim;

/// <summary>The witness's rows: see Client/MiInstance.cs.</summary>
internal readonly struct MiInstance(CimInstance native)
{
    public CimInstance Native { get; } = native;

    public object? Value(string property) => Native.CimInstanceProperties[property]?.Value;
}
