namespace Bootstrap.EndToEnd;

/// <summary>
/// Programs of three runtimes that shut down in order at a stop, each started by cmd.exe and directly. Only bootstrap
/// receives the stop. They are slow to build, so they run only with <c>./build test --full</c>.
/// </summary>
public class StopWitnessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Go and .NET turn a shutdown into SIGTERM; Node.js has a signal for Ctrl-C only.</summary>
    [Theory]
    [InlineData("stop-dotnet.exe", "auto", 6, "SIGTERM")]
    [InlineData("stop-go.exe", "auto", 6, "SIGTERM")]
    [InlineData("stop-go.exe", "auto", 2, "SIGTERM")]
    [InlineData("node.exe stop-node.js", "auto", 2, "SIGHUP")]
    [InlineData("node.exe stop-node.js", "ctrl-c", 6, "SIGINT")]
    public async Task Stop_ToUsAlone_TheProgramGetsOneEventAndFinishesItsShutdown(
        string program, string forward, int consoleEvent, string signal
    )
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "stop-witnesses");
        Assert.SkipUnless(
            File.Exists(Path.Combine(folder, program.Split(' ')[0])),
            "made by eng/stop-witnesses for ./build test --full"
        );
        await using var container = await ContainerExtensions.StartAsync("fargate");
        foreach (var isBehindCmd in new[] { false, true })
        {
            var workload = isBehindCmd ? ["cmd", "/S", "/C", program] : program.Split(' ');
            var options = new RunOptions
            {
                WorkingDirectory = folder,
                Environment = new Dictionary<string, string> { ["NODE_SKIP_PLATFORM_CHECK"] = "1" },
            };

            // relay.exe provides Windows pipes: with or without bootstrap, Node.js cannot open Wine's handle of a Linux
            // pipe (EBADF). Bootstrap's log is on stdout, too.
            var running = container.Start(
                CommandLine.From(
                    Published.Workload("relay"),
                    ["--", Published.WindowsPath(Published.Exe), "--forward-stop", forward, "--", .. workload]
                ),
                options, TestContext.Current.CancellationToken
            );
            await running.WaitForOutputAsync("ready", Patience);
            var sent = await container.RunAsync(
                Published.Workload("send-console-event"), "bootstrap.exe",
                consoleEvent.ToString(System.Globalization.CultureInfo.InvariantCulture)
            );
            Assert.True(sent.ExitCode == 0, sent.ToString());
            var result = await running.Completion;
            var lines = result.StandardOutput.Split(
                '\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            );
            Assert.Equal(
                ["ready", signal, "ending"],
                lines.Where(line => !line.StartsWith("bootstrap: ", StringComparison.Ordinal))
            );
            Assert.DoesNotContain(lines, line => line.StartsWith("bootstrap: wrn", StringComparison.Ordinal));
        }
    }
}
