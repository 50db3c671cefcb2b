using System.Net;
using Bootstrap.Logging;
using Serilog;

namespace Bootstrap.Network;

/// <summary>One network, and another for when the first is not to be had: <c>--backend auto</c>.</summary>
/// <param name="first">What is tried first.</param>
/// <param name="second">What is used from the first failure on.</param>
/// <param name="isFinal">Whether a failure to change a route is one that the second would meet too. Whoever may not ask WMI may still read.</param>
/// <param name="log">Gets one line that says why.</param>
internal sealed class FallbackNetwork(INetwork first, INetwork second, Func<BootstrapException, bool> isFinal, ILogger log) : INetwork
{
    private bool _hasFallenBack;

    public string Backend => Current.Backend;

    private INetwork Current => _hasFallenBack ? second : first;

    public NetworkSnapshot Look() => Do(network => network.Look());

    public IReadOnlyList<Route> LookAtRoutes() => Do(network => network.LookAtRoutes());

    public void AddRoute(IPNetwork destination, IPAddress nextHop, uint interfaceIndex) => Do(network =>
    {
        network.AddRoute(destination, nextHop, interfaceIndex);
        return true;
    }, isFinal);

    public void RemoveRoute(Route route) => Do(network =>
    {
        network.RemoveRoute(route);
        return true;
    }, isFinal);

    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
    }

    private T Do<T>(Func<INetwork, T> call, Func<BootstrapException, bool>? isFinal = null)
    {
        if (!_hasFallenBack)
        {
            try
            {
                return call(first);
            }
            catch (BootstrapException failure) when (isFinal?.Invoke(failure) != true)
            {
                log.Say(Messages.BackendFallback, second.Backend, first.Backend, failure.Message);
                _hasFallenBack = true;
            }
        }

        return call(second);
    }
}
