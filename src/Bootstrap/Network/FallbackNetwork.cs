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
internal sealed class FallbackNetwork(INetwork first, INetwork second, ILogger log) : NetworkDecorator
{
    private bool _hasFallenBack;

    public override string Backend => Current.Backend;

    private INetwork Current => _hasFallenBack ? second : first;

    public override bool FallBack(string why)
    {
        if (_hasFallenBack)
        {
            return false;
        }

        log.Say(Messages.BackendFallback, second.Backend, first.Backend, why);
        return _hasFallenBack = true;
    }

    public override void Dispose()
    {
        first.Dispose();
        second.Dispose();
    }

    protected override T Do<T>(Func<INetwork, T> call)
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
