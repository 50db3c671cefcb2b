using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Bootstrap.WindowsTests;

/// <summary>The result of a program.</summary>
internal sealed record Ended(uint ExitCode, byte[] OutputBytes, string Error)
{
    public string Output => Encoding.UTF8.GetString(OutputBytes);

    public override string ToString() => $"exit code 0x{ExitCode:X8}\n-- stdout\n{Output}\n-- stderr\n{Error}";
}

/// <summary>The programs that build.cmd has published, and methods that start them.</summary>
internal static class Programs
{
    public static string Root { get; } = FindRoot();

    public static string Bootstrap => Existing("win-x64", "bootstrap.exe");

    public static string Workload => Existing("windows-checks", "windows-workload.exe");

    public static string SdkWorkload => Existing("workloads", "aws-sdk-workload.exe");

    /// <summary>Runs bootstrap.exe with these arguments, byte for byte.</summary>
    public static Task<Ended> BootstrapAsync(string commandLine) => RunAsync(Bootstrap, commandLine);

    /// <param name="program">Its path, or its name if it is on PATH.</param>
    /// <param name="commandLine">The command line after its name, byte for byte.</param>
    /// <param name="patience">The time limit, if longer than the default.</param>
    public static async Task<Ended> RunAsync(string program, string commandLine, TimeSpan? patience = null)
    {
        await using var running = new Running(program, commandLine);
        return await running.EndAsync(patience);
    }

    /// <summary>Sends a console event as the container runtime does.</summary>
    public static async Task SendAsync(int consoleEvent, int processId)
    {
        var sent = await RunAsync(
            Workload, string.Create(CultureInfo.InvariantCulture, $"send {consoleEvent} {processId}")
        );
        Assert.True(sent.ExitCode == 0, sent.ToString());
    }

    /// <summary>
    /// The ids of the workload's processes, found by name: no other program has this name, and checks do not run in
    /// parallel.
    /// </summary>
    public static int[] WorkloadIds()
    {
        var processes = Process.GetProcessesByName(Path.GetFileNameWithoutExtension(Workload));
        try
        {
            return [.. processes.Select(process => process.Id)];
        }
        finally
        {
            Array.ForEach(processes, process => process.Dispose());
        }
    }

    private static string Existing(params string[] parts)
    {
        var path = Path.Combine([Root, "artifacts", .. parts]);
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"{path} is missing: run build.cmd test, which makes it", path);
    }

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Bootstrap.sln")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException(
            $"{AppContext.BaseDirectory} is not inside a working copy of the repository"
        );
    }
}

/// <summary>
/// A running program. It has a separate console without a window, so that console events do not reach the tests.
/// </summary>
internal sealed class Running : IAsyncDisposable
{
    /// <summary>
    /// Longer than any check takes on a slow runner. A hang fails the check before the job's timeout.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Lock _lock = new();
    private readonly Process _process;
    private readonly MemoryStream _output = new();
    private readonly MemoryStream _error = new();
    private readonly Task _reading;

    public Running(string program, string commandLine)
    {
        // Process passes Arguments on unchanged.
        _process = Process.Start(new ProcessStartInfo(program, commandLine)
        {
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        _process.StandardInput.Close();
        _reading = Task.WhenAll(
            ReadAsync(_process.StandardOutput.BaseStream, _output),
            ReadAsync(_process.StandardError.BaseStream, _error));
    }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    public string Output => Encoding.UTF8.GetString(Copy(_output));

    public string Error => Encoding.UTF8.GetString(Copy(_error));

    /// <summary>The full paths of the DLLs that the process has loaded.</summary>
    public IReadOnlyList<string> Modules()
    {
        _process.Refresh();
        return [.. _process.Modules.Cast<ProcessModule>().Select(module => module.FileName)];
    }

    public uint HandleCount() => NativeMethods.GetProcessHandleCount(_process.SafeHandle, out var count)
        ? count
        : throw new System.ComponentModel.Win32Exception();

    public Task WaitForOutputAsync(string text) =>
        WaitAsync(() => Output.Contains(text, StringComparison.Ordinal), $"'{text}' on stdout");

    public Task WaitForErrorAsync(string text) =>
        WaitAsync(() => Error.Contains(text, StringComparison.Ordinal), $"'{text}' on stderr");

    public async Task<Ended> EndAsync(TimeSpan? patience = null)
    {
        using var deadline = new CancellationTokenSource(patience ?? Patience);
        await _process.WaitForExitAsync(deadline.Token);
        await _reading.WaitAsync(deadline.Token);
        return new Ended(unchecked((uint)_process.ExitCode), Copy(_output), Error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private async Task WaitAsync(Func<bool> condition, string what)
    {
        var start = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(
                start.Elapsed < TimeSpan.FromSeconds(30)
                    && !(_process.HasExited && _reading.IsCompleted && !condition()),
                $"{what} did not appear\n-- stdout\n{Output}\n-- stderr\n{Error}"
            );
            await Task.Delay(50);
        }
    }

    private async Task ReadAsync(Stream from, MemoryStream to)
    {
        var buffer = new byte[65536];
        int length;
        while ((length = await from.ReadAsync(buffer)) > 0)
        {
            lock (_lock)
            {
                to.Write(buffer.AsSpan(0, length));
            }
        }
    }

    private byte[] Copy(MemoryStream stream)
    {
        lock (_lock)
        {
            return stream.ToArray();
        }
    }
}
