using Bootstrap.Logging;
using Bootstrap.Threading;
using Serilog;

namespace Bootstrap.Network;

/// <summary>
/// Limits the time of another network's calls. A dedicated thread makes all calls; the caller stops waiting for it when
/// a call hangs.
/// </summary>
/// <param name="connect">Opens the network at the first call, within the same time limit.</param>
/// <param name="backend">Its name.</param>
/// <param name="bound">The time limit of a call. After a call that takes longer, no further call is made.</param>
/// <param name="thread">The thread, which other networks may use before and after this one.</param>
/// <param name="log">The log. It gets a line when a call takes long.</param>
internal sealed class BoundedNetwork(
    Func<INetwork> connect, string backend, TimeSpan bound, CallThread thread, ILogger log) : NetworkDecorator
{
    /// <summary>After this time a line says what is waited for.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);

    private INetwork? _network;
    private bool _isAbandoned;

    public override string Backend => backend;

    /// <summary>The failure after the time limit.</summary>
    public Message TimedOut { get; init; } = Messages.CimTimedOut;

    /// <summary>
    /// Whether calls are made on the caller's thread, without a limit, if no thread can be started. Such a network is
    /// not closed.
    /// </summary>
    public bool NeedsNoThread { get; init; }

    public override void Prepare()
    {
        if (NeedsNoThread)
        {
            (_network ??= connect()).Prepare();
        }
    }

    /// <summary>Does not wait: the thread closes the network and ends later.</summary>
    public override void Dispose()
    {
        if (!_isAbandoned)
        {
            // No thread is started only to close IP Helper, which has nothing to close.
            thread.End(_network is null || NeedsNoThread ? null : Close);
            _isAbandoned = true;
        }
    }

    protected override T Do<T>(Func<INetwork, T> call)
    {
        T? result = default;
        if (_isAbandoned || !IsDoneInTime(() => result = call(_network ??= connect())))
        {
            throw new BootstrapException(TimedOut, [backend, bound.TotalSeconds]);
        }

        return result!;
    }

    private bool IsDoneInTime(Action call)
    {
        try
        {
            thread.Start(call);
        }
        catch (OutOfMemoryException) when (NeedsNoThread)
        {
            call();
            return true;
        }
        catch (OutOfMemoryException exception)
        {
            throw new BootstrapException(
                Messages.CimUnusable, [$"start a thread for {backend}", exception.GetType().Name, exception.Message],
                innerException: exception
            );
        }

        if (EndsWithinBound())
        {
            return true;
        }

        _isAbandoned = true;
        thread.Abandon(Close);
        return false;
    }

    private bool EndsWithinBound()
    {
        if (bound <= Quiet)
        {
            return thread.EndsWithin(bound);
        }

        if (thread.EndsWithin(Quiet))
        {
            return true;
        }

        var left = bound - Quiet;
        log.Say(Messages.BackendAwaited, backend, left.TotalSeconds);
        return thread.EndsWithin(left);
    }

    private void Close()
    {
        try
        {
            _network?.Dispose();
        }
#pragma warning disable CA1031 // The network is no longer used, and an exception on this thread would end the process.
        catch (Exception)
        {
        }
#pragma warning restore CA1031
    }
}
