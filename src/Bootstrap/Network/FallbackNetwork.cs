using Bootstrap.Logging;
using Serilog;

namespace Bootstrap.Network;

/// <summary>
/// One network, and another from the first failure on: <c>--backend auto</c>. Any failure counts, a refusal too: the
/// right to ask WMI is not the right to change routes. So does success that <see cref="RouteChanger"/> cannot confirm.
/// </summary>
/// <param name="first">What is tried first.</param>
/// <param name="second">What is used from the first failure on.</param>
/// <param name="log">Gets one line that says why.</param>
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

    public bool FallBack(string why)
    {
        if (_hasFallenBack)
        {
            return false;
        }

        log.Say(Messages.BackendFallback, second.Backend, first.Backend, why);
        return _hasFallenBack = true;
    }

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
                FallBack(failure.Message);
            }
        }

        return call(second);
    }
}
