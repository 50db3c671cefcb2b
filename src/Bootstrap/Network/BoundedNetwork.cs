using Bootstrap.Logging;
using Bootstrap.Threading;

namespace Bootstrap.Network;

/// <summary>
/// Another network, each call made on a thread of its own, so that a call that hangs can be left behind.
/// </summary>
/// <param name="connect">Opens the network at the first call, within the bound too.</param>
/// <param name="backend">Its name.</param>
/// <param name="bound">What a call may take. The first one that takes longer is the last one that is made.</param>
internal sealed class BoundedNetwork(Func<INetwork> connect, string backend, TimeSpan bound) : INetwork
{
    private INetwork? _network;
    private bool _isAbandoned;

    public string Backend => backend;

    public NetworkSnapshot Look() => Do(network => network.Look());

    public IReadOnlyList<Route> LookAtRoutes() => Do(network => network.LookAtRoutes());

    public void AddRoute(System.Net.IPNetwork destination, System.Net.IPAddress nextHop, uint interfaceIndex) => Do(network =>
    {
        network.AddRoute(destination, nextHop, interfaceIndex);
        return true;
    });

    public void RemoveRoute(Route route) => Do(network =>
    {
        network.RemoveRoute(route);
        return true;
    });

    public void Dispose()
    {
        // A call that hangs may still use it.
        if (!_isAbandoned)
        {
            _network?.Dispose();
        }
    }

    private T Do<T>(Func<INetwork, T> call)
    {
        if (!_isAbandoned)
        {
            var work = Background.Start(() => call(_network ??= connect()));
            _isAbandoned = !work.EndsWithin(bound);
            if (!_isAbandoned)
            {
                return work.GetAwaiter().GetResult();
            }
        }

        throw new BootstrapException(Messages.CimTimedOut, [backend, bound.TotalSeconds]);
    }
}
