using Microsoft.Management.Infrastructure;

namespace Bootstrap.Network.Cim;

/// <summary>A row of the package client: see Client/MiInstance.cs.</summary>
internal readonly struct MiInstance(CimInstance native)
{
    public CimInstance Native { get; } = native;

    public object? Value(string property) => Native.CimInstanceProperties[property]?.Value;
}
