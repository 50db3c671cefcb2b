using System.Diagnostics;

namespace Repository.Tests;

public class ReproduceTests
{
    /// <summary>One commit, one exe: eng/reproduce, which takes two builds. HEAD is what is built, not what is edited.</summary>
    [Fact]
    public async Task Publish_OfOneCommitInTwoClones_GivesTheSameBytes()
    {
        var start = new ProcessStartInfo(Path.Combine(RepositoryFiles.Root, "eng", "reproduce"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What dotnet test tells its children is not for a build of other folders.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(15), TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{await output}\n{await error}");
        var sums = (await output).Split('\n').Take(2).ToList();
        Assert.Matches("^[0-9a-f]{64}$", sums[0]);
        Assert.Equal(sums[0], sums[1]);
    }
}
