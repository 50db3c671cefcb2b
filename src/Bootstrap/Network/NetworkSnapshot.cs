namespace Bootstrap.Network;

/// <summary>What was seen of the container's network at one moment. Active IPv4 routes only.</summary>
/// <param name="Routes">The active IPv4 routes, in no particular order.</param>
/// <param name="Adapters">The network adapters, in no particular order.</param>
/// <param name="Addresses">The IPv4 addresses, in no particular order; null when they were not read.</param>
internal sealed record NetworkSnapshot(
    IReadOnlyList<Route> Routes, IReadOnlyList<Adapter> Adapters, IReadOnlyList<InterfaceAddress>? Addresses = null)
{
    /// <summary>
    /// The adapter with this interface index, or null: not every route belongs to an adapter (loopback).
    /// </summary>
    public Adapter? AdapterOf(uint interfaceIndex) =>
        Adapters.FirstOrDefault(adapter => adapter.Index == interfaceIndex);

    /// <summary>Whether the interface has a default route with a gateway.</summary>
    public bool HasGateway(uint interfaceIndex) =>
        Routes.Any(route => route.InterfaceIndex == interfaceIndex && route.IsDefault && !route.IsOnLink);

    /// <summary>Whether the interface has the address that Windows gives itself, and no usable one.</summary>
    public bool HasLostAddress(uint interfaceIndex) =>
        WhyNoAddress(interfaceIndex) is not null
        && Addresses?.Any(address => address.InterfaceIndex == interfaceIndex && address.IsAutomatic) == true;

    /// <summary>
    /// Why nothing can be sent from the interface yet, as the rest of a sentence that begins with the interface; null
    /// when it has a usable address, or addresses were not read.
    /// </summary>
    public string? WhyNoAddress(uint interfaceIndex)
    {
        if (Addresses is null)
        {
            return null;
        }

        var own = Addresses.Where(address => address.InterfaceIndex == interfaceIndex)
            .InOrder((one, other) => string.CompareOrdinal(one.ToString(), other.ToString()));
        if (own.Exists(address => address.IsUsable))
        {
            return null;
        }

        if (own.Find(address => address.IsAutomatic) is { } automatic)
        {
            return $"has lost its address: {automatic.Address}/{automatic.PrefixLength} is what Windows takes when it gets none (APIPA)";
        }

        return own.Count == 0 ? "has no IPv4 address" : $"has no usable IPv4 address: {string.Join(", ", own)}";
    }
}
