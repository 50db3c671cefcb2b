using Bootstrap.Logging;

namespace Bootstrap.Network;

/// <summary>The container's network at one moment.</summary>
/// <param name="Routes">The active IPv4 routes, in no particular order.</param>
/// <param name="Adapters">The network adapters, in no particular order.</param>
/// <param name="Addresses">The IPv4 addresses, in no particular order; null if they were not read.</param>
/// <param name="WhyNoAdapters">
/// Why the adapters could not be read, as a sentence; the list is empty then. Null if they were read.
/// </param>
internal sealed record NetworkSnapshot(
    IReadOnlyList<Route> Routes,
    IReadOnlyList<Adapter> Adapters,
    IReadOnlyList<InterfaceAddress>? Addresses = null,
    string? WhyNoAdapters = null)
{
    /// <summary>
    /// A snapshot without the adapters if they cannot be read, because a plan can be made without them.
    /// </summary>
    /// <param name="routes">The active IPv4 routes.</param>
    /// <param name="readAdapters">Reads the adapters.</param>
    public static NetworkSnapshot Of(IReadOnlyList<Route> routes, Func<IReadOnlyList<Adapter>> readAdapters)
    {
        try
        {
            return new NetworkSnapshot(routes, readAdapters());
        }
        catch (BootstrapException failure)
        {
            return new NetworkSnapshot(routes, [], WhyNoAdapters: failure.Message);
        }
    }

    /// <summary>
    /// The adapter with this interface index, or null: some routes have no adapter (loopback).
    /// </summary>
    public Adapter? AdapterOf(uint interfaceIndex) =>
        Adapters.FirstOrDefault(adapter => adapter.Index == interfaceIndex);

    /// <summary>Whether the interface has a default route with a gateway.</summary>
    public bool HasGateway(uint interfaceIndex) =>
        Routes.Any(route => route.InterfaceIndex == interfaceIndex && route.IsDefault && !route.IsOnLink);

    /// <summary>Whether the interface has only an automatic address (APIPA).</summary>
    public bool HasLostAddress(uint interfaceIndex) =>
        WhyNoAddress(interfaceIndex) is not null
        && Addresses?.Any(address => address.InterfaceIndex == interfaceIndex && address.IsAutomatic) == true;

    /// <summary>
    /// Why the interface has no usable address, as the rest of a sentence that begins with the interface; null if it
    /// has one, or if the addresses were not read.
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
            var address = $"{automatic.Address}/{automatic.PrefixLength}";
            return $"has lost its address: {address} is the automatic address of Windows (APIPA)";
        }

        return own.Count == 0 ? "has no IPv4 address" : $"has no usable IPv4 address: {string.Join(", ", own)}";
    }
}
