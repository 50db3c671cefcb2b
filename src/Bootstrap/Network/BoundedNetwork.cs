using System.Runtime.ExceptionServices;
using Bootstrap.Logging;

namespace Bootstrap.Network;

/// <summary>
/// Another network, whose calls are all made on one thread that can be left behind: a call that hangs costs the bound
/// and no more.
/// </summary>
/// <param name="connect">Opens the network at the first call, within the bound too.</param>
/// <param name="backend">Its name.</param>
/// <param name="bound">What a call may take. The first one that takes longer is the last one that is made.</param>
internal sealed class BoundedNetwork(Func<INetwork> connect, string backend, TimeSpan bound) : NetworkDecorator
{
#pragma warning disable CA2213 // A thread that has been left behind may still use them.
    private readonly AutoResetEvent _handedOver = new(initialState: false);
    private readonly AutoResetEvent _done = new(initialState: false);
    private INetwork? _network;
#pragma warning restore CA2213
    private Thread? _thread;

    // Handed over between the two threads; the events order the accesses.
    private Action? _work;
    private ExceptionDispatchInfo? _failure;
    private bool _isAbandoned;

    public override string Backend => backend;

    /// <summary>Does not wait: the thread closes the network, however long that takes, and ends.</summary>
    public override void Dispose()
    {
        if (_thread is not null)
        {
            HandOverTheEnd();
        }
    }

    protected override T Do<T>(Func<INetwork, T> call)
    {
        T? result = default;
        if (_isAbandoned || !IsDoneInTime(() => result = call(_network ??= connect())))
        {
            throw new BootstrapException(Messages.CimTimedOut, [backend, bound.TotalSeconds]);
        }

        _failure?.Throw();
        return result!;
    }

    private bool IsDoneInTime(Action work)
    {
        _work = work;
        _failure = null;
        StartThread();
        _handedOver.Set();
        _isAbandoned = !_done.WaitOne(bound);
        if (_isAbandoned)
        {
            HandOverTheEnd();
        }

        return !_isAbandoned;
    }

    /// <summary>When the thread is done with its work, if ever, it closes the network and ends.</summary>
    private void HandOverTheEnd()
    {
        _work = null;
        _handedOver.Set();
        _thread = null;
    }

    private void StartThread()
    {
        if (_thread is not null)
        {
            return;
        }

        var thread = new Thread(Work) { IsBackground = true, Name = backend };
        try
        {
            thread.Start();
        }
        catch (OutOfMemoryException exception)
        {
            // No handle or no memory for a thread; IP Helper needs none.
            throw new BootstrapException(
                Messages.CimUnusable, [$"start a thread for {backend}", exception.GetType().Name, exception.Message],
                innerException: exception
            );
        }

        _thread = thread;
    }

    private void Work()
    {
        while (true)
        {
            _handedOver.WaitOne();
            if (_work is not { } work)
            {
                Close();
                return;
            }

            try
            {
                work();
            }
#pragma warning disable CA1031 // It is thrown again on the caller's thread. One that comes too late has no reader.
            catch (Exception exception)
            {
                _failure = ExceptionDispatchInfo.Capture(exception);
            }
#pragma warning restore CA1031

            _done.Set();
        }
    }

    private void Close()
    {
        try
        {
            _network?.Dispose();
        }
#pragma warning disable CA1031 // Nothing depends on it any more, and on this thread it would end the process.
        catch (Exception)
        {
        }
#pragma warning restore CA1031
    }
}
