using System.Runtime.ExceptionServices;

namespace Bootstrap.Threading;

/// <summary>
/// One dedicated background thread for calls that may hang, one call at a time. The first call starts it. A call that
/// is abandoned keeps its thread; the next call starts another one.
/// </summary>
/// <param name="name">The thread's name.</param>
internal sealed class CallThread(string name)
{
    private Worker? _worker;

    /// <summary>Starts a call.</summary>
    /// <exception cref="OutOfMemoryException">There is no memory or handle for a thread.</exception>
    public void Start(Action call)
    {
        _worker ??= new Worker(name);
        _worker.HandOver(call);
    }

    /// <summary>Whether the call ends in time. Throws the exception of the call.</summary>
    public bool EndsWithin(TimeSpan time) => _worker!.EndsWithin(time);

    /// <summary>Stops waiting for the call. When it returns, its thread makes the last call and ends.</summary>
    /// <param name="last">It must not throw.</param>
    public void Abandon(Action? last)
    {
        _worker!.End(last);
        _worker = null;
    }

    /// <summary>Ends the thread after a last call, without waiting for it.</summary>
    /// <param name="last">The last call, which must not throw; null for none.</param>
    public void End(Action? last)
    {
        if (_worker is null && last is null)
        {
            return;
        }

        try
        {
            _worker ??= new Worker(name);
        }
        catch (OutOfMemoryException)
        {
            // The last call only releases memory.
            return;
        }

        Abandon(last);
    }

#pragma warning disable CA1001 // A thread that hangs may still use the events.
    private sealed class Worker
#pragma warning restore CA1001
    {
        private readonly AutoResetEvent _handedOver = new(initialState: false);
        private readonly AutoResetEvent _done = new(initialState: false);

        // Shared by the two threads; the events order the accesses.
        private Action? _call;
        private Action? _last;
        private volatile bool _isEnding;
        private ExceptionDispatchInfo? _failure;

        public Worker(string name) => new Thread(Work) { IsBackground = true, Name = name }.Start();

        public void HandOver(Action call)
        {
            _failure = null;
            _call = call;
            _handedOver.Set();
        }

        public bool EndsWithin(TimeSpan time)
        {
            if (!_done.WaitOne(time))
            {
                return false;
            }

            _failure?.Throw();
            return true;
        }

        public void End(Action? last)
        {
            // Not in place of the call, which the thread may be about to begin.
            _last = last;
            _isEnding = true;
            _handedOver.Set();
        }

        private void Work()
        {
            while (true)
            {
                _handedOver.WaitOne();
                if (_isEnding)
                {
                    _last?.Invoke();
                    return;
                }

                try
                {
                    _call?.Invoke();
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
    }
}
