using System.Globalization;

namespace Bootstrap.WindowsTests;

/// <summary>The docker command.</summary>
internal static class Docker
{
    /// <summary>The time limit of a build that pulls and unpacks a base image of several gigabytes.</summary>
    public static readonly TimeSpan BuildPatience = TimeSpan.FromMinutes(20);

    /// <summary>Runs docker with this command line; any exit code is accepted.</summary>
    public static Task<Ended> RunAsync(string commandLine, TimeSpan? patience = null) =>
        Programs.RunAsync("docker", commandLine, patience);

    /// <summary>Runs docker, which must succeed; returns its stdout without the final line break.</summary>
    public static async Task<string> MustAsync(string commandLine, TimeSpan? patience = null)
    {
        var result = await RunAsync(commandLine, patience);
        Assert.True(result.ExitCode == 0, $"docker {commandLine}\n{result}");
        return result.Output.Trim();
    }
}

/// <summary>
/// A container on the nat network, in process isolation. At the end its log is recorded and it is removed.
/// </summary>
internal sealed class DockerContainer : IAsyncDisposable
{
    private DockerContainer(string id) => Id = id;

    public string Id { get; }

    /// <summary>Starts a container in the background.</summary>
    /// <param name="options">Options of docker run.</param>
    /// <param name="command">The image and its arguments.</param>
    public static async Task<DockerContainer> StartAsync(string options, string command) =>
        new(await Docker.MustAsync($"run --detach --isolation process {options} {command}"));

    /// <summary>The container's stdout and stderr so far.</summary>
    public async Task<string> LogsAsync()
    {
        var logs = await Docker.RunAsync($"logs {Id}");
        return logs.Output + logs.Error;
    }

    public async Task WaitForLogAsync(string text)
    {
        for (var attempt = 0; attempt < 120; attempt++)
        {
            if ((await LogsAsync()).Contains(text, StringComparison.Ordinal))
            {
                return;
            }

            await Task.Delay(500);
        }

        Assert.Fail($"'{text}' did not appear in the log of the container:\n{await LogsAsync()}");
    }

    public Task<Ended> ExecAsync(string command) => Docker.RunAsync($"exec {Id} {command}");

    /// <summary>Runs docker stop with this time limit in seconds; returns all 32 bits of the exit code.</summary>
    public async Task<uint> StopAsync(int seconds)
    {
        await Docker.MustAsync(string.Create(CultureInfo.InvariantCulture, $"stop --time {seconds} {Id}"));
        return await ExitCodeAsync();
    }

    public async Task<uint> WaitAsync() => ToCode(await Docker.MustAsync($"wait {Id}"));

    public async ValueTask DisposeAsync() => await Docker.RunAsync($"rm --force {Id}");

    private async Task<uint> ExitCodeAsync() =>
        ToCode(await Docker.MustAsync($"inspect --format {{{{.State.ExitCode}}}} {Id}"));

    /// <summary>Docker prints the code signed or unsigned: -1073741510 and 3221225786 are both 0xC000013A.</summary>
    private static uint ToCode(string text) => unchecked((uint)long.Parse(text, CultureInfo.InvariantCulture));
}
