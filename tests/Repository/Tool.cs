using System.Diagnostics;

namespace Repository.Tests;

/// <summary>What became of a tool.</summary>
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
    /// <param name="environment">Variables in addition to ours.</param>
    public static async Task<ToolResult> RunAsync(
        int minutes, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program.Contains('/', StringComparison.Ordinal) ? Path.Combine(RepositoryFiles.Root, program) : program, arguments)
        {
            WorkingDirectory = RepositoryFiles.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What dotnet test tells its children is not for a build of other folders.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(minutes), TestContext.Current.CancellationToken);
        return new ToolResult(process.ExitCode, await output, await error);
    }

    /// <summary>Whether a folder of PATH has it.</summary>
    public static bool IsInstalled(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
