using System.Runtime.ExceptionServices;
using Bootstrap.Logging;

namespace Bootstrap.Network;

/// <summary>
/// Limits the time of another network's calls. One dedicated thread makes all calls; the caller stops waiting for it
/// when a call hangs.
/// </summary>
/// <param name="connect">Opens the network at the first call, within the same time limit.</param>
/// <param name="backend">Its name.</param>
/// <param name="bound">The time limit of a call. After a call that takes longer, no further call is made.</param>
internal sealed class BoundedNetwork(Func<INetwork> connect, string backend, TimeSpan bound) : NetworkDecorator
{
#pragma warning disable CA2213 // A thread that hangs may still use them.
    private readonly AutoResetEvent _handedOver = new(initialState: false);
    private readonly AutoResetEvent _done = new(initialState: false);
    private INetwork? _network;
#pragma warning restore CA2213
    private Thread? _thread;

    // Shared by the two threads; the events order the accesses.
    private Action? _work;
    private ExceptionDispatchInfo? _failure;
    private bool _isAbandoned;

    public override string Backend => backend;

    /// <summary>Does not wait: the thread closes the network and ends later.</summary>
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

    /// <summary>Tells the thread to close the network and to end when its current call returns.</summary>
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
            // No memory or handle for a thread. IP Helper needs no thread.
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
#pragma warning disable CA1031 // Thrown again on the caller's thread, unless the caller has stopped waiting.
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
#pragma warning disable CA1031 // The network is no longer used, and an exception on this thread would end the process.
        catch (Exception)
        {
        }
#pragma warning restore CA1031
    }
}
