using System.Net;

namespace Bootstrap.Network;

/// <summary>Another network, of which the last look is kept: what a plan was made from, or why none could be made.</summary>
internal sealed class RecordingNetwork(INetwork network) : INetwork
{
    /// <summary>What was seen last, or null before the first look.</summary>
    public NetworkSnapshot? Last { get; private set; }

    public string Backend => network.Backend;

    public NetworkSnapshot Look() => Last = network.Look();

    public IReadOnlyList<Route> LookAtRoutes() => network.LookAtRoutes();

    public void AddRoute(IPNetwork destination, IPAddress nextHop, uint interfaceIndex) => network.AddRoute(destination, nextHop, interfaceIndex);

    public void RemoveRoute(Route route) => network.RemoveRoute(route);

    public void Dispose() => network.Dispose();
}
