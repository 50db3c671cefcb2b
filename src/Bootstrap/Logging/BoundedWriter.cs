using Bootstrap.Windows;

namespace Bootstrap.Logging;

/// <summary>
/// Writes lines to a stream that may stop taking them: a pipe that is full and has no reader. A line is written when
/// <see cref="Write"/> returns, in the normal case. One that is not taken within the patience is given up, and none
/// after it waits as long until one is taken again.
/// </summary>
/// <remarks>
/// A dedicated thread writes: a full pipe would block the caller. It is made with the first line and ends when no line
/// has come for a moment, because a workload may run for days.
/// What is given up is cancelled as well: Windows lets one call at a time work on a synchronous file object, the
/// workload inherits this very one, and C runtimes ask each standard handle for its type when they start
/// (GetFileType). A write that is left pending would hang the workload.
/// </remarks>
/// <param name="stream">Where to write.</param>
/// <param name="patience">How long a line is waited for.</param>
/// <param name="cancel">
/// Cancels the write that a thread waits in, if it waits in one; null for <see cref="ThreadCalls.Cancel"/>.
/// </param>
#pragma warning disable CA1001 // Its events live as long as the process, like the thread that waits for them.
internal sealed class BoundedWriter(Stream stream, TimeSpan patience, Action<uint>? cancel = null)
#pragma warning restore CA1001
{
    /// <summary>How often a write is cancelled, at most.</summary>
    private const int Cancellations = 10;

    /// <summary>For a line after one that was given up, and for a cancelled write to come back.</summary>
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

    /// <summary>
    /// Writes a line, or gives it up. Never fails: a stream that is gone takes nothing, and that is all.
    /// </summary>
    public void Write(byte[] line)
    {
        lock (_oneAtATime)
        {
            if (_isFinished || (_isPending && !_done.WaitOne(0)))
            {
                return; // A write that could not be cancelled: no other gets past it.
            }

            // The id of a thread that has ended may be another thread's by now, even the workload's.
            _threadId = 0;
            Volatile.Write(ref _line, line);
            _handedOver.Set();
            if (Interlocked.Exchange(ref _hasThread, 1) == 0 && !StartThread())
            {
                // No handle or no memory for a thread: that is what the line is about, and it must not be lost. Only
                // here a write has no bound: a stderr without a reader as well would hold us up.
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
    /// To be called before the process ends: waits until a line that another thread has begun to write is written or
    /// given up, and lets no other line begin.
    /// </summary>
    public void Finish()
    {
        // What a line takes at most; another may be next in the queue for the lock.
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

    /// <summary>Waits for a line; false when the thread is to end because none has come.</summary>
    private bool WaitForLine()
    {
        if (_handedOver.WaitOne(Idle))
        {
            return true;
        }

        Interlocked.Exchange(ref _hasThread, 0);

        // A line that was handed over before that counts on this thread. One that came after it has made another
        // thread; either may write it.
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
#pragma warning disable CA1031 // There is no other place to say it, and the workload is to run all the same.
        catch (Exception)
        {
        }
#pragma warning restore CA1031
    }
}
