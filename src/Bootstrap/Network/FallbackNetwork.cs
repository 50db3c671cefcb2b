using Bootstrap.Logging;
using Serilog;

namespace Bootstrap.Network;

/// <summary>
/// Uses one network, and another one after the first failure: <c>--backend auto</c>. Also after "access denied": WMI
/// and IP Helper check different rights.
/// </summary>
/// <param name="first">The network that is tried first.</param>
/// <param name="second">The network after the first failure.</param>
/// <param name="log">The log. It gets one line with the reason.</param>
internal sealed class FallbackNetwork(INetwork first, INetwork second, ILogger log) : INetwork
{
    private bool _hasFallenBack;

    public string Backend => Current.Backend;

    private INetwork Current => _hasFallenBack ? second : first;

    public NetworkSnapshot Look() => Do(network => network.Look());

    public IReadOnlyList<Route> LookAtRoutes() => Do(network => network.LookAtRoutes());

    public void Add(RouteKey route, uint metric) => Do(network =>
    {
        network.Add(route, metric);
        return true;
    });

    public void Remove(RouteKey route) => Do(network =>
    {
        network.Remove(route);
        return true;
    });

    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
    }

    private T Do<T>(Func<INetwork, T> call)
    {
        if (!_hasFallenBack)
        {
            try
            {
                return call(first);
            }
            catch (BootstrapException failure)
            {
                log.Say(Messages.BackendFallback, second.Backend, first.Backend, failure.Message);
                _hasFallenBack = true;
            }
        }

        return call(second);
    }
}
