using Bootstrap.Windows;

namespace Bootstrap.Logging;

/// <summary>
/// Writes lines to a stream that may block, such as a full pipe without a reader. Normally the line is written when
/// <see cref="Write"/> returns. A write that takes longer than the patience is cancelled and its line is lost. Later
/// lines then wait only a moment, until a write succeeds again.
/// </summary>
/// <remarks>
/// A dedicated thread writes: a full pipe would block the caller. The thread starts with the first line and ends after
/// a moment without lines, because a workload may run for days.
/// A write that takes too long must be cancelled. Windows serializes calls on a synchronous file object, the workload
/// inherits this one, and C runtimes call GetFileType on each standard handle when they start: a pending write would
/// hang the workload.
/// </remarks>
/// <param name="stream">Where to write.</param>
/// <param name="patience">The longest wait for one line.</param>
/// <param name="cancel">
/// Cancels the write that a thread is blocked in, if there is one; null for <see cref="ThreadCalls.Cancel"/>.
/// </param>
#pragma warning disable CA1001 // The events are used until the process ends, by the thread that waits for them.
internal sealed class BoundedWriter(Stream stream, TimeSpan patience, Action<uint>? cancel = null)
#pragma warning restore CA1001
{
    /// <summary>The largest number of attempts to cancel one write.</summary>
    private const int Cancellations = 10;

    /// <summary>The wait for a line after a lost one, and for a cancelled write to return.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    /// <summary>How long the thread waits for another line before it ends.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(100);

    private readonly Action<uint> _cancel = cancel ?? (OperatingSystem.IsWindows() ? ThreadCalls.Cancel : _ => { });
    private readonly Lock _oneAtATime = new();
    private readonly AutoResetEvent _handedOver = new(initialState: false);
    private readonly AutoResetEvent _done = new(initialState: false);
    private int _hasThread;
    private volatile uint _threadId;
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

            // Windows reuses thread ids: an old id may now be the id of another thread, even of the workload's.
            _threadId = 0;
            Volatile.Write(ref _line, line);
            _handedOver.Set();
            if (Interlocked.Exchange(ref _hasThread, 1) == 0 && !StartThread())
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

            _isBlocked = !_done.WaitOne(_isBlocked ? Moment : patience);
            _isPending = _isBlocked && !GiveUp();
        }
    }

    /// <summary>
    /// Call it before the process ends. It waits until a line that another thread is writing is written or lost, and
    /// prevents further lines.
    /// </summary>
    public void Finish()
    {
        // The longest time for a line. One more line may be waiting for the lock.
        if (_oneAtATime.TryEnter(2 * (patience + (Cancellations * Moment))))
        {
            _isFinished = true;
            _oneAtATime.Exit();
        }
    }

    /// <summary>The line that is to be written, for one taker; null when it is taken.</summary>
    private byte[]? TakeLine() => Interlocked.Exchange(ref _line, null);

    /// <summary>
    /// Takes a line back that the thread has not begun, or cancels its write; false when the write goes on.
    /// </summary>
    private bool GiveUp()
    {
        if (TakeLine() is not null)
        {
            return true;
        }

        // The thread has the line and may not have entered WriteFile yet: CancelSynchronousIo finds nothing to cancel
        // then (ERROR_NOT_FOUND), so it is called again.
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

    private bool StartThread()
    {
        try
        {
            new Thread(WriteLines) { IsBackground = true, Name = "stderr" }.Start();
            return true;
        }
        catch (OutOfMemoryException)
        {
            return false;
        }
    }

    private void WriteLines()
    {
        while (WaitForLine())
        {
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
