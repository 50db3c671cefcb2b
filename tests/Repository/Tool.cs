using System.Diagnostics;

namespace Repository.Tests;

/// <summary>What a program wrote, and its exit code.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Error}";
}

/// <summary>Runs a program of this machine, or a script of the repository, to its end.</summary>
internal static class Tool
{
    /// <summary>Runs it in the repository's root.</summary>
    /// <param name="minutes">How long it may take.</param>
    /// <param name="program">Its name, or its path from the repository's root.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What it reads from stdin.</param>
    public static async Task<ToolResult> RunAsync(
        int minutes, string program, IEnumerable<string> arguments, string input = "")
    {
        var file = program.Contains('/', Ordinal) ? Path.Combine(RepositoryFiles.Root, program) : program;
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = RepositoryFiles.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What dotnet test sets for its children must not reach a build of other projects.
        foreach (
            var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", OrdinalIgnoreCase)).ToList()
        )
        {
            start.Environment.Remove(name);
        }

        var cancellation = TestContext.Current.CancellationToken;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellation).WaitAsync(TimeSpan.FromMinutes(minutes), cancellation);
        return new ToolResult(process.ExitCode, await output, await error);
    }
}
