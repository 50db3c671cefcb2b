using Bootstrap.Logging;
using Bootstrap.Threading;
using Serilog;

namespace Bootstrap.Network;

/// <summary>
/// Adds the IPv4 addresses to what another network reads. They are read outside of the other network's time limit,
/// because a plan can be made without them. After a read that takes too long they are not read again.
/// </summary>
/// <param name="network">The network. It shares the thread.</param>
/// <param name="read">Reads the addresses; null on failure.</param>
/// <param name="bound">The time limit.</param>
/// <param name="thread">The thread.</param>
/// <param name="log">The log. It gets one line after the time limit.</param>
internal sealed class AddressedNetwork(
    INetwork network, Func<IReadOnlyList<InterfaceAddress>?> read, TimeSpan bound, CallThread thread, ILogger log)
    : NetworkDecorator
{
    private bool _isAbandoned;

    public override string Backend => network.Backend;

    public override bool FallBack(string why) => network.FallBack(why);

    public override NetworkSnapshot Look() => base.Look() with { Addresses = Read() };

    public override void Dispose() => network.Dispose();

    protected override T Do<T>(Func<INetwork, T> call) => call(network);

    private IReadOnlyList<InterfaceAddress>? Read()
    {
        if (_isAbandoned)
        {
            return null;
        }

        IReadOnlyList<InterfaceAddress>? addresses = null;
        try
        {
            thread.Start(() => addresses = read());
        }
        catch (OutOfMemoryException)
        {
            return read();
        }

        if (thread.EndsWithin(bound))
        {
            return addresses;
        }

        _isAbandoned = true;
        thread.Abandon(last: null);
        log.Say(Messages.AddressesNotRead, bound.TotalSeconds);
        return null;
    }
}
