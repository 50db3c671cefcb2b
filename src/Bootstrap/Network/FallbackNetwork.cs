using Bootstrap.Logging;
using Serilog;

namespace Bootstrap.Network;

/// <summary>
/// Uses one network, and another one after the first failure: <c>--backend auto</c>. "Access denied" is such a failure,
/// because WMI and IP Helper check different rights. So is a success that <see cref="RouteChanger"/> cannot confirm.
/// </summary>
/// <param name="first">The network that is tried first.</param>
/// <param name="second">The network after the first failure.</param>
/// <param name="log">The log. It gets one line with the reason.</param>
internal sealed class FallbackNetwork(INetwork first, INetwork second, ILogger log) : NetworkDecorator
{
    private bool _isPrepared;
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

    /// <summary>Reads by the second network too if the first one could not read the adapters.</summary>
    public override NetworkSnapshot Look()
    {
        var seen = base.Look();
        if (seen.WhyNoAdapters is not { } why || !FallBack(why))
        {
            return seen;
        }

        try
        {
            return base.Look();
        }
        catch (BootstrapException)
        {
            // The routes are enough for a plan.
            return seen;
        }
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
            if (!_isPrepared)
            {
                // Before the first network: while it hangs in a call that loads a DLL, it holds the loader lock, and
                // the second one would wait for that lock.
                _isPrepared = true;
                second.Prepare();
            }

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
