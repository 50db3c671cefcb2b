using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Sandbox;

/// <summary>A running program in a container.</summary>
public sealed class RunningProgram
{
    // After the program's end a child process may still hold its stdout open. The program's output is complete by then.
    private static readonly TimeSpan OutputGrace = TimeSpan.FromSeconds(2);

    // On a busy machine Wine may end before it has started its first program. The program has not run then, so another
    // start is safe.
    private const int WineAttempts = 4;
    private static readonly TimeSpan WinePause = TimeSpan.FromMilliseconds(200);

    // Wine fails to start about one process in thousands, with a code that it uses for nothing else, and only if the
    // new process has ended before it ran any code. launch.exe repeats the start of the program itself. This code
    // covers the program's child processes, whose failed start the program reports.
    private const string ChildNotStarted = "Win32 error 1359";

    private readonly Func<Process> _start;
    private readonly ProgramFolder _folder;
    private readonly CommandLine _command;
    private readonly RunOptions _options;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly OutputBuffer _output = new();
    private readonly OutputBuffer _error = new();
    private Process _process;
    private int _wineFailures;
    private volatile bool _killed;

    internal RunningProgram(
        Func<Process> start, ProgramFolder folder, CommandLine command, RunOptions options,
        CancellationToken cancellation
    )
    {
        _start = start;
        _process = start();
        _folder = folder;
        _command = command;
        _options = options;
        Completion = CompleteAsync(cancellation);
    }

    /// <summary>Completes at the program's end; fails after a timeout, a failed start or a kill.</summary>
    public Task<RunResult> Completion { get; }

    /// <summary>Its stdout so far.</summary>
    public string StandardOutputSoFar => _output.Text;

    /// <summary>Its stderr so far.</summary>
    public string StandardErrorSoFar => _error.Text;

    /// <summary>Waits until stdout or stderr contains a text.</summary>
    /// <exception cref="SandboxException">It did not appear in time, or the program ended without it.</exception>
    public async Task WaitForOutputAsync(string text, TimeSpan timeout)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);

        var end = Stopwatch.StartNew();
        while (!Has())
        {
            var ended = Completion.IsCompleted;
            if (!Has() && (ended || end.Elapsed > timeout))
            {
                throw new SandboxException(
                    $"'{text}' did not come within {end.Elapsed.TotalSeconds:0.0} s from {Describe()}"
                );
            }

            await Task.Delay(10);
        }

        bool Has() =>
            _output.Text.Contains(text, StringComparison.Ordinal)
            || _error.Text.Contains(text, StringComparison.Ordinal);
    }

    /// <summary>Whether Wine has started the program itself.</summary>
    public bool HasStarted => _folder.HasStarted;

    /// <summary>How often Wine ended before it started the program, and was started again.</summary>
    internal int WineFailures => _wineFailures;

    /// <summary>Kills the program and its child processes.</summary>
    public Task KillAsync()
    {
        _killed = true;
        return ProcessTree.KillAsync(_folder.Tag);
    }

    private async Task<RunResult> CompleteAsync(CancellationToken cancellation)
    {
        // Leave the caller's thread, so that starting a program does not block the caller.
        await Task.Yield();

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_options.Timeout);
        await WaitAsync(limit.Token, cancellation);
        while (_folder.Attempts == 0 && ++_wineFailures < WineAttempts)
        {
            await Task.Delay(WinePause, cancellation);
            if (_killed)
            {
                break;
            }

            if (_folder.CanLaunch)
            {
                WineIncidents.Count(WineIncidents.ProgramAgain, $"{_command}: {_error.Text}");
            }

            _output.Clear();
            _error.Clear();
            _process = _start();
            await WaitAsync(limit.Token, cancellation);
        }

        var result = TakeResult();
        if (result.StandardError.Contains(ChildNotStarted, StringComparison.Ordinal) && !_killed)
        {
            WineIncidents.Count(WineIncidents.ChildAgain, _command.Text);
            _folder.Clear();
            _output.Clear();
            _error.Clear();
            _process = _start();
            await WaitAsync(limit.Token, cancellation);
            result = TakeResult();
        }

        return result;
    }

    private RunResult TakeResult()
    {
        var (error, messages) = WineMessages.Separate(_error.Bytes);
        foreach (var message in messages)
        {
            WineIncidents.Count(WineIncidents.MessageRemoved, message);
        }

        var result = new RunResult(ReadExitCode(), _output.Bytes, error, Stopwatch.GetElapsedTime(_started))
        {
            Attempts = _wineFailures + _folder.Attempts,
            WineMessages = messages,
        };
        Container.ProgramEnded?.Invoke(_command, result);
        return result;
    }

    /// <summary>Passes the streams on until the process ends or its time is over.</summary>
    private async Task WaitAsync(CancellationToken limit, CancellationToken cancellation)
    {
        var streams = _options.InheritStreams
            ? Task.CompletedTask
            : Task.WhenAll(
                WriteAsync(_process),
                _output.ReadAsync(_process.StandardOutput.BaseStream),
                _error.ReadAsync(_process.StandardError.BaseStream));
        try
        {
            await _process.WaitForExitAsync(limit);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
            await _process.WaitForExitAsync(CancellationToken.None);
            cancellation.ThrowIfCancellationRequested();
            throw new SandboxException($"killed after {_options.Timeout.TotalSeconds:0.###} s: {Describe()}");
        }
        finally
        {
            await Task.WhenAny(streams, Task.Delay(OutputGrace, CancellationToken.None));
            if (streams.IsCompleted)
            {
                _process.Dispose();
            }
        }
    }

    private async Task WriteAsync(Process process)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(_options.StandardInput);
            await process.StandardInput.BaseStream.FlushAsync();
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended or closed its stdin before it had read everything, which is allowed.
        }
    }

    private uint ReadExitCode()
    {
        var text = File.Exists(_folder.ExitCodeFile) ? File.ReadAllText(_folder.ExitCodeFile).Trim() : "";
        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return uint.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }

        if (text.StartsWith("error ", StringComparison.Ordinal))
        {
            throw new ProgramNotStartedException(_command, int.Parse(text.AsSpan(6), CultureInfo.InvariantCulture));
        }

        throw new SandboxException(_killed || _folder.Attempts > 0
            ? $"killed: {Describe()}"
            : $"Wine ended {WineAttempts} times before it could start {Describe()}");
    }

    private string Describe() =>
        _options.InheritStreams ? _command.Text : $"{_command}\n--- stdout\n{_output.Text}\n--- stderr\n{_error.Text}";

    /// <summary>Collects a stream; other threads can read what has arrived.</summary>
    private sealed class OutputBuffer
    {
        private readonly Lock _lock = new();
        private readonly List<byte> _bytes = [];

        public byte[] Bytes
        {
            get
            {
                lock (_lock)
                {
                    return [.. _bytes];
                }
            }
        }

        public string Text => Encoding.UTF8.GetString(Bytes);

        public void Clear()
        {
            lock (_lock)
            {
                _bytes.Clear();
            }
        }

        public async Task ReadAsync(Stream stream)
        {
            var buffer = new byte[16 * 1024];
            while (await stream.ReadAsync(buffer) is > 0 and var length)
            {
                lock (_lock)
                {
                    _bytes.AddRange(buffer.AsSpan(0, length));
                }
            }
        }
    }
}
