namespace Bootstrap.Network;

/// <summary>What was seen of the container's network at one moment. Active IPv4 routes only.</summary>
/// <param name="Routes">The active IPv4 routes, in no particular order.</param>
/// <param name="Adapters">The network adapters, in no particular order.</param>
internal sealed record NetworkSnapshot(IReadOnlyList<Route> Routes, IReadOnlyList<Adapter> Adapters)
{
    /// <summary>The adapter with this interface index, or null: not every route belongs to an adapter (loopback).</summary>
    public Adapter? AdapterOf(uint interfaceIndex) => Adapters.FirstOrDefault(adapter => adapter.Index == interfaceIndex);
}
