using Bootstrap.Windows;

namespace Bootstrap.Logging;

/// <summary>
/// Writes lines to a stream that may block, such as a full pipe without a reader. Normally the line is written when
/// <see cref="Write"/> returns. A write that takes longer than the patience is cancelled and its line is lost. Later
/// lines then wait only a moment, until a write succeeds again.
/// </summary>
/// <remarks>
/// A dedicated thread writes: a full pipe would block the caller. The thread starts with the first line and ends after
/// a moment without lines, because a workload may run for days. It may start late: a new thread waits for the loader
/// lock, which a call that loads a DLL may hold. A line that the thread has not taken says nothing about the stream, so
/// the caller writes it after a while.
/// A write that takes too long must be cancelled. Windows serializes calls on a synchronous file object, the workload
/// inherits this one, and C runtimes call GetFileType on each standard handle when they start: a pending write would
/// hang the workload.
/// </remarks>
/// <param name="stream">Where to write.</param>
/// <param name="patience">The longest wait for one line.</param>
/// <param name="cancel">
/// Cancels the write that a thread is blocked in, if there is one; null for <see cref="ThreadCalls.Cancel"/>.
/// </param>
/// <param name="start">
/// Starts a thread without waiting for it; false if that fails. Null for <see cref="ThreadCalls.Start"/>.
/// </param>
#pragma warning disable CA1001 // The events are used until the process ends, by the thread that waits for them.
internal sealed class BoundedWriter(
    Stream stream, TimeSpan patience, Action<uint>? cancel = null, Func<Action, bool>? start = null
)
#pragma warning restore CA1001
{
    /// <summary>The largest number of attempts to cancel one write.</summary>
    private const int Cancellations = 10;

    /// <summary>The wait for a line after a lost one, and for a cancelled write to return.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    /// <summary>How long the thread waits for another line before it ends.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(100);

    /// <summary>How long the thread may take to begin a line, after the patience.</summary>
    private readonly TimeSpan _longestStart = 4 * patience;

    private readonly Func<Action, bool> _start =
        start ?? (OperatingSystem.IsWindows() ? ThreadCalls.Start : StartElsewhere);

    private readonly Action<uint> _cancel = cancel ?? (OperatingSystem.IsWindows() ? ThreadCalls.Cancel : _ => { });
    private readonly Lock _oneAtATime = new();
    private readonly AutoResetEvent _handedOver = new(initialState: false);
    private readonly AutoResetEvent _done = new(initialState: false);
    private int _hasThread;
    private volatile uint _threadId;
    private long _begun;
    private byte[]? _line;
    private bool _isPending;
    private bool _isBlocked;
    private bool _isFinished;

    /// <summary>Writes a line, or loses it. Never throws, also when the stream is closed.</summary>
    public void Write(byte[] line)
    {
        lock (_oneAtATime)
        {
            if (_isFinished || (_isPending && !_done.WaitOne(0)))
            {
                return; // An earlier write could not be cancelled and still blocks the stream.
            }

            _isPending = false;

            // Windows reuses thread ids: an old id may now be the id of another thread, even of the workload's.
            _threadId = 0;
            Volatile.Write(ref _line, line);
            _handedOver.Set();
            if (Interlocked.Exchange(ref _hasThread, 1) == 0 && !_start(WriteLines))
            {
                // Without memory or handles for a thread, the line probably reports that and must not be lost. Only
                // this write has no bound: it blocks if stderr has no reader either.
                _handedOver.Reset();
                _hasThread = 0;
                if (TakeLine() is { } untaken)
                {
                    WriteNow(untaken);
                    return;
                }
            }

            Await(_isBlocked ? Moment : patience);
        }
    }

    /// <summary>
    /// Call it before the process ends. It waits until a line that another thread is writing is written or lost, and
    /// prevents further lines.
    /// </summary>
    public void Finish()
    {
        // The longest time for a line. One more line may be waiting for the lock. A wait takes up to two ticks more.
        if (_oneAtATime.TryEnter(2 * (patience + _longestStart + (2 * Cancellations * Moment))))
        {
            _isFinished = true;
            _oneAtATime.Exit();
        }
    }

    /// <summary>The line that is to be written, for one taker; null when it is taken.</summary>
    private byte[]? TakeLine() => Interlocked.Exchange(ref _line, null);

    /// <summary>Waits for the thread to write the line; cancels a write that takes longer than the bound.</summary>
    private void Await(TimeSpan bound)
    {
        if (_done.WaitOne(bound))
        {
            _isBlocked = false;
            return;
        }

        if (TakeBackUnlessBegun() is { } untaken)
        {
            // The thread cannot run, so only this thread can write. If the stream is known to block, the line is lost.
            if (!_isBlocked)
            {
                WriteNow(untaken);
            }

            return;
        }

        var left = bound - TimeSpan.FromMilliseconds(Environment.TickCount64 - Volatile.Read(ref _begun));
        _isBlocked = !_done.WaitOne(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        _isPending = _isBlocked && !Cancel();
    }

    /// <summary>Waits until the thread has taken the line. Takes it back if that takes too long.</summary>
    private byte[]? TakeBackUnlessBegun()
    {
        var end = Environment.TickCount64 + (long)_longestStart.TotalMilliseconds;
        while (Volatile.Read(ref _line) is not null)
        {
            if (Environment.TickCount64 >= end)
            {
                return TakeLine();
            }

            Thread.Sleep(Moment);
        }

        return null;
    }

    /// <summary>Cancels the write; false when it goes on.</summary>
    private bool Cancel()
    {
        // The thread may not have entered WriteFile yet: CancelSynchronousIo finds nothing to cancel then
        // (ERROR_NOT_FOUND), so it is called again.
        for (var attempt = 0; attempt < Cancellations; attempt++)
        {
            if (_threadId is not 0 and var threadId)
            {
                _cancel(threadId);
            }

            if (_done.WaitOne(Moment))
            {
                return true;
            }
        }

        return false;
    }

    private static bool StartElsewhere(Action body)
    {
        new Thread(() => body()) { IsBackground = true, Name = "stderr" }.Start();
        return true;
    }

    private void WriteLines()
    {
        while (WaitForLine())
        {
            Volatile.Write(ref _begun, Environment.TickCount64);
            if (TakeLine() is { } line)
            {
                _threadId = OperatingSystem.IsWindows()
                    ? Kernel32.GetCurrentThreadId()
                    : (uint)Environment.CurrentManagedThreadId;
                WriteNow(line);
                _done.Set();
            }
        }
    }

    /// <summary>Waits for a line; false when none came and the thread must end.</summary>
    private bool WaitForLine()
    {
        if (_handedOver.WaitOne(Idle))
        {
            return true;
        }

        Interlocked.Exchange(ref _hasThread, 0);

        // A line that was handed over before the exchange started no thread: this thread must write it. A later line
        // has started another thread; either thread may write it.
        if (!_handedOver.WaitOne(0))
        {
            return false;
        }

        Interlocked.Exchange(ref _hasThread, 1);
        return true;
    }

    private void WriteNow(byte[] line)
    {
        try
        {
            stream.Write(line);
            stream.Flush();
        }
#pragma warning disable CA1031 // No other place is left to report it, and the workload must run anyway.
        catch (Exception)
        {
        }
#pragma warning restore CA1031
    }
}
