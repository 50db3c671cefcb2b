using System.Diagnostics;
using System.Text;
using Bootstrap.Logging;

namespace Bootstrap.Tests.Logging;

public sealed class BoundedWriterTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private readonly StubbornStream _stream = new();

    public void Dispose() => _stream.Dispose();

    [Fact]
    public void Write_OfManyLines_HasWrittenEachWhenItReturns()
    {
        var writer = new BoundedWriter(_stream, Patience);
        for (var line = 1; line <= 1000; line++)
        {
            writer.Write(Encoding.UTF8.GetBytes($"{line}\n"));
            Assert.Equal(line, _stream.Lines.Count);
        }

        Assert.Equal(Enumerable.Range(1, 1000).Select(line => $"{line}\n"), _stream.Lines);
    }

    /// <summary>Several threads write; every line is complete.</summary>
    [Fact]
    public void Write_FromManyThreads_MixesNoLines()
    {
        var writer = new BoundedWriter(_stream, Patience);
        Parallel.For(0, 1000, line => writer.Write(Encoding.UTF8.GetBytes($"{line}\n")));
        Assert.Equal(
            Enumerable.Range(0, 1000).Select(line => $"{line}\n").Order(StringComparer.Ordinal),
            _stream.Lines.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Write_WithoutAReader_WaitsOnce()
    {
        var writer = new BoundedWriter(_stream, Patience);
        _stream.IsBlocked = true;
        var start = Stopwatch.StartNew();
        for (var line = 0; line < 100; line++)
        {
            writer.Write("line\n"u8.ToArray());
        }

        Assert.InRange(start.Elapsed, Patience - TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(25));
    }

    [Fact]
    public void Write_WhenTheReaderContinues_Writes()
    {
        var writer = new BoundedWriter(_stream, Patience);
        WriteUntil(() => _stream.IsWaiting, writer, "late\n");
        writer.Write("lost\n"u8.ToArray());
        _stream.IsBlocked = false;
        Assert.True(SpinWait.SpinUntil(() => _stream.Lines.Count == 1, TimeSpan.FromSeconds(60)));
        Assert.True(SpinWait.SpinUntil(() =>
        {
            writer.Write("next\n"u8.ToArray());
            return _stream.Lines.Contains("next\n");
        }, TimeSpan.FromSeconds(60)));
        Assert.Equal(["late\n", "next\n"], _stream.Lines.Distinct());
    }

    /// <summary>
    /// The first times come too early, as before the thread has entered WriteFile. A write that is left pending would
    /// hang the workload, which inherits the stream.
    /// </summary>
    [Fact]
    public void Write_WhenCancellingComesTooEarly_IsCancelledAgain()
    {
        var calls = 0;
        var writer = new BoundedWriter(_stream, Patience, _ =>
        {
            if (++calls == 3)
            {
                _stream.Fails = true;
                _stream.IsBlocked = false;
            }
        });
        WriteUntil(() => calls > 0, writer, "cancelled\n");
        Assert.Equal(3, calls);
        _stream.Fails = false;
        writer.Write("next\n"u8.ToArray());
        Assert.Equal(["next\n"], _stream.Lines);
    }

    [Fact]
    public void Write_WhenCancellingDoesNotHelp_GivesUpForGood()
    {
        var calls = 0;
        var writer = new BoundedWriter(_stream, Patience, _ => calls++);
        WriteUntil(() => calls > 0, writer, "pending\n");
        var all = calls;
        Assert.InRange(all, 2, 10);
        writer.Write("lost\n"u8.ToArray());
        Assert.Equal(all, calls);
    }

    /// <summary>
    /// The process is about to end: a line that another thread has begun is written first, and none begins after it.
    /// </summary>
    [Fact]
    public void Finish_WhileAnotherThreadWrites_WaitsForItsLine()
    {
        var writer = new BoundedWriter(_stream, TimeSpan.FromSeconds(20));
        _stream.IsBlocked = true;
        var other = new Thread(() => writer.Write("begun\n"u8.ToArray()));
        other.Start();
        Assert.True(SpinWait.SpinUntil(() => _stream.IsWaiting, TimeSpan.FromSeconds(10)));
        var finish = new Thread(writer.Finish);
        finish.Start();
        _stream.IsBlocked = false;
        finish.Join();
        Assert.Equal(["begun\n"], _stream.Lines);
        writer.Write("too late\n"u8.ToArray());
        Assert.Equal(["begun\n"], _stream.Lines);
        other.Join();
    }

    /// <summary>A blocked stream delays the end only for the time limits of its lines.</summary>
    [Fact]
    public void Finish_WhenALineIsNotTaken_EndsAnyway()
    {
        var writer = new BoundedWriter(_stream, Patience);
        _stream.IsBlocked = true;
        var other = new Thread(() => writer.Write("lost\n"u8.ToArray()));
        other.Start();
        Assert.True(SpinWait.SpinUntil(() => _stream.IsWaiting, TimeSpan.FromSeconds(10)));
        writer.Finish();
        Assert.Empty(_stream.Lines);
        other.Join();
    }

    /// <summary>A call that loads a DLL holds the loader lock, for which a new thread waits.</summary>
    [Fact]
    public void Write_WhenTheThreadCannotRun_WritesTheLineItself()
    {
        var writer = new BoundedWriter(_stream, Patience, start: _ => true);
        writer.Write("line\n"u8.ToArray());
        Assert.Equal(["line\n"], _stream.Lines);
        Assert.Same(Thread.CurrentThread, _stream.Writer);
    }

    /// <summary>Only a line that the thread has begun shows that the stream blocks.</summary>
    [Fact]
    public void Write_WhenTheThreadStartsLate_LosesNoLine()
    {
        var writer = new BoundedWriter(_stream, Patience, start: body =>
        {
            new Thread(() =>
            {
                Thread.Sleep(2 * Patience);
                body();
            }).Start();
            return true;
        });
        writer.Write("1\n"u8.ToArray());
        writer.Write("2\n"u8.ToArray());
        Assert.Equal(["1\n", "2\n"], _stream.Lines);
    }

    /// <summary>The writing thread ends when it is idle, and another one writes the next line.</summary>
    [Fact]
    public void Write_AfterAPause_IsWrittenByAnotherThread()
    {
        var writer = new BoundedWriter(_stream, TimeSpan.FromSeconds(20));
        writer.Write("1\n"u8.ToArray());
        var first = _stream.Writer!;
        Assert.True(first.Join(TimeSpan.FromSeconds(10)));
        writer.Write("2\n"u8.ToArray());
        Assert.Equal(["1\n", "2\n"], _stream.Lines);
        Assert.NotSame(first, _stream.Writer);
    }

    [Fact]
    public void Write_WhereTheStreamFails_IsNoFailure()
    {
        var writer = new BoundedWriter(_stream, Patience);
        _stream.Fails = true;
        writer.Write("lost\n"u8.ToArray());
        _stream.Fails = false;
        writer.Write("next\n"u8.ToArray());
        Assert.Equal(["next\n"], _stream.Lines);
    }

    /// <summary>
    /// Blocks the stream and writes a line, again if the thread has not started to write it in time.
    /// </summary>
    private void WriteUntil(Func<bool> hasBegun, BoundedWriter writer, string line)
    {
        _stream.IsBlocked = true;
        for (var attempt = 0; attempt < 1000 && !hasBegun(); attempt++)
        {
            writer.Write(Encoding.UTF8.GetBytes(line));
        }
    }

    /// <summary>A stream that can block or fail.</summary>
    private sealed class StubbornStream : Stream
    {
        private readonly List<string> _lines = [];
        private bool _isBlocked;

        public bool IsBlocked
        {
            set
            {
                lock (_lines)
                {
                    _isBlocked = value;
                    Monitor.PulseAll(_lines);
                }
            }
        }

        public bool Fails { get; set; }

        /// <summary>Whether a write waits until the stream takes it.</summary>
        public bool IsWaiting { get; private set; }

        /// <summary>The thread that made the last write.</summary>
        public Thread? Writer { get; private set; }

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lines)
                {
                    return [.. _lines];
                }
            }
        }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            lock (_lines)
            {
                Writer = Thread.CurrentThread;
                while (_isBlocked)
                {
                    IsWaiting = true;
                    Monitor.Wait(_lines);
                }

                IsWaiting = false;

                if (Fails)
                {
                    throw new IOException("gone");
                }

                _lines.Add(Encoding.UTF8.GetString(buffer, offset, count));
            }
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            // Releases a thread that still waits.
            IsBlocked = false;
            base.Dispose(disposing);
        }
    }
}
