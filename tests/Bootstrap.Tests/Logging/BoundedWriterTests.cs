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

    /// <summary>Several threads: every line is there, whole.</summary>
    [Fact]
    public void Write_FromManyThreads_MixesNoLines()
    {
        var writer = new BoundedWriter(_stream, Patience);
        Parallel.For(0, 1000, line => writer.Write(Encoding.UTF8.GetBytes($"{line}\n")));
        Assert.Equal(Enumerable.Range(0, 1000).Select(line => $"{line}\n").Order(StringComparer.Ordinal), _stream.Lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Write_WhenNobodyReads_GivesUpOnceAndDoesNotWaitAgain()
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
    public void Write_WhenSomebodyReadsAgain_GoesOn()
    {
        var writer = new BoundedWriter(_stream, Patience);
        _stream.IsBlocked = true;
        writer.Write("late\n"u8.ToArray());
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

    /// <summary>A stream that blocks or fails when told to.</summary>
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

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count)
        {
            lock (_lines)
            {
                while (_isBlocked)
                {
                    Monitor.Wait(_lines);
                }

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
            // A thread that still waits is let go.
            IsBlocked = false;
            base.Dispose(disposing);
        }
    }
}
