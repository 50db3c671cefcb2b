using CliWrap;
using CliWrap.Buffered;

namespace Repository.Tests;

/// <summary>Runs a program of this machine, or a script of the repository, in the repository's root.</summary>
internal static class Tool
{
    /// <summary>What it writes to stdout; fails when its exit code is not 0.</summary>
    /// <param name="minutes">How long it may take.</param>
    /// <param name="program">Its name, or its path from the repository's root.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What it reads from stdin.</param>
    public static async Task<string> PassAsync(int minutes, string program, string[] arguments, string input = "")
    {
        var result = await RunAsync(minutes, program, arguments, input);
        Assert.True(result.IsSuccess, $"{input}\n{result.StandardOutput}\n{result.StandardError}");
        return result.StandardOutput;
    }

    /// <summary>What it writes, and its exit code.</summary>
    public static async Task<BufferedCommandResult> RunAsync(
        int minutes, string program, string[] arguments, string input = "")
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(minutes));
        return await Cli.Wrap(program.Contains('/', Ordinal) ? Path.Combine(RepositoryFiles.Root, program) : program)
            .WithArguments(arguments).WithWorkingDirectory(RepositoryFiles.Root)
            .WithEnvironmentVariables(Without("MSBUILD")) // dotnet test sets them: not for builds of other projects
            .WithStandardInputPipe(PipeSource.FromString(input)).WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(limit.Token);
    }

    /// <summary>An environment that removes all variables with this prefix.</summary>
    public static Dictionary<string, string?> Without(string prefix) => Environment.GetEnvironmentVariables().Keys
        .Cast<string>().Where(name => name.StartsWith(prefix, Ordinal)).ToDictionary(name => name, _ => (string?)null);
}
