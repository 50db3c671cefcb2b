using Bootstrap.Windows;

namespace Bootstrap.Logging;

/// <summary>
/// Writes lines to a stream that may stop taking them: a pipe that is full and that nobody reads. A line is written when
/// <see cref="Write"/> returns, in the normal case. One that nobody takes within the patience is given up, and none after
/// it waits as long until one is taken again.
/// </summary>
/// <remarks>
/// The write is made by a thread of its own, which is made with the first line; made with it, ours would wait for ever.
/// What is given up is cancelled as well: Windows lets one call at a time work on a synchronous file object, the
/// workload inherits this very one, and C runtimes ask each standard handle for its type when they start
/// (GetFileType). A write that is left pending would hang the workload.
/// </remarks>
/// <param name="stream">Where to write.</param>
/// <param name="patience">How long a line is waited for.</param>
#pragma warning disable CA1001 // Its events live as long as the process, like the thread that waits for them.
internal sealed class BoundedWriter(Stream stream, TimeSpan patience)
#pragma warning restore CA1001
{
    /// <summary>For a line after one that was given up, and for a cancelled write to come back.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    private readonly Lock _oneAtATime = new();
    private readonly AutoResetEvent _handedOver = new(initialState: false);
    private readonly AutoResetEvent _done = new(initialState: false);
    private Thread? _thread;
    private volatile uint _threadId;
    private volatile byte[] _line = [];
    private bool _isPending;
    private bool _isBlocked;

    /// <summary>Writes a line, or gives it up. Never fails: a stream that is gone takes nothing, and that is all.</summary>
    public void Write(byte[] line)
    {
        lock (_oneAtATime)
        {
            if (_isPending && !_done.WaitOne(0))
            {
                return; // A write that could not be cancelled: behind it no other gets through.
            }

            if (_thread is null)
            {
                var thread = new Thread(WriteLines) { IsBackground = true, Name = "stderr" };
                try
                {
                    thread.Start();
                }
                catch (OutOfMemoryException)
                {
                    // No handle or no memory for a thread: that is what the line is about, and it must not be lost. Only
                    // here a write has no bound: a stderr that nobody reads as well would hold us up.
                    WriteNow(line);
                    return;
                }

                _thread = thread;
            }

            _line = line;
            _handedOver.Set();
            _isBlocked = !_done.WaitOne(_isBlocked ? Moment : patience);
            if (_isBlocked && OperatingSystem.IsWindows())
            {
                Kernel32.CancelSynchronousCalls(_threadId);
            }

            _isPending = _isBlocked && !_done.WaitOne(Moment);
        }
    }

    private void WriteLines()
    {
        _threadId = OperatingSystem.IsWindows() ? Kernel32.GetCurrentThreadId() : 0;
        while (true)
        {
            _handedOver.WaitOne();
            WriteNow(_line);
            _done.Set();
        }
    }

    private void WriteNow(byte[] line)
    {
        try
        {
            stream.Write(line);
            stream.Flush();
        }
#pragma warning disable CA1031 // Nobody is left to be told, and the workload is to run all the same.
        catch (Exception)
        {
        }
#pragma warning restore CA1031
    }
}
