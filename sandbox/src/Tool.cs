using System.Diagnostics;

namespace Sandbox;

/// <summary>Runs a Linux tool to its end, within a time limit.</summary>
internal static class Tool
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Runs a tool and returns its stdout.</summary>
    /// <param name="start">Starts the process; the caller chooses the thread and thus the namespace.</param>
    /// <param name="command">Program and arguments.</param>
    /// <param name="input">The text for its stdin.</param>
    /// <param name="limit">The time limit; 30 s by default.</param>
    /// <exception cref="SandboxException">It failed or took too long; the message contains its stderr.</exception>
    public static async Task<string> RunAsync(
        Func<ProcessStartInfo, Process> start, IReadOnlyList<string> command, string input = "", TimeSpan? limit = null)
    {
        using var process = start(Describe(command));
        using var timeout = new CancellationTokenSource(limit ?? Limit);
        var name = string.Join(' ', command.Take(3));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var error = process.StandardError.ReadToEndAsync(timeout.Token);
            await WriteAsync(process, input);
            await process.WaitForExitAsync(timeout.Token);
            if (process.ExitCode != 0)
            {
                throw new SandboxException($"'{name} ...' failed with {process.ExitCode}: {OneLine(await error)}");
            }

            return await output;
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new SandboxException($"'{name} ...' did not end within {limit ?? Limit}");
        }
    }

    public static Task<string> RunAsync(IReadOnlyList<string> command, string input = "", TimeSpan? limit = null) =>
        RunAsync(Start, command, input, limit);

    /// <summary>Starts a process; a missing tool is a failure of the sandbox.</summary>
    public static Process Start(ProcessStartInfo description)
    {
        try
        {
            return Process.Start(description)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new SandboxException(
                $"cannot run {description.FileName} ({error.Message}): run eng/setup", error
            );
        }
    }

    /// <summary>A process with all three streams piped and with our environment.</summary>
    public static ProcessStartInfo Describe(IReadOnlyList<string> command) => new(command[0], command.Skip(1))
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private static async Task WriteAsync(Process process, string input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code and stderr describe the reason.
        }
    }

    private static string OneLine(string text) =>
        string.Join("; ", text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
}
