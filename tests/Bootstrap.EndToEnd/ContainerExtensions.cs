using System.Text;

namespace Bootstrap.EndToEnd;

/// <summary>Runs the published exe in a container, and checks the rules for every run.</summary>
internal static class ContainerExtensions
{
    public const string CredentialsUrl = "http://169.254.170.2/v2/credentials/5ec2e700-c4ed-4000-8000-000000000001";
    public const string MetadataTokenUrl = "http://169.254.169.254/latest/api/token";

    public static Task<Container> StartAsync(string topology) =>
        Container.StartAsync(Topology.Load(topology), TestContext.Current.CancellationToken);

    /// <summary>The topology with the endpoint of the credentials changed.</summary>
    public static Task<Container> StartAsync(string topology, Func<EndpointTopology, EndpointTopology> change)
    {
        var loaded = Topology.Load(topology);
        var endpoints = loaded.Host.Endpoints.Select(endpoint =>
            endpoint.Kind == EndpointKind.Credentials ? change(endpoint) : endpoint
        );
        return Container.StartAsync(
            loaded with
            {
                Host = loaded.Host with { Endpoints = [.. endpoints] },
            },
            TestContext.Current.CancellationToken
        );
    }

    /// <summary>Runs bootstrap.exe with these arguments.</summary>
    public static Task<RunResult> BootstrapAsync(this Container container, params string[] arguments) =>
        container.BootstrapAsync(new RunOptions(), arguments);

    public static Task<RunResult> BootstrapAsync(
        this Container container, RunOptions options, params string[] arguments
    ) => container.RunAsync(CommandLine.From(Published.Exe, arguments), options, TestContext.Current.CancellationToken);

    /// <summary>Runs bootstrap.exe with this command line after its name, byte for byte.</summary>
    public static Task<RunResult> BootstrapRawAsync(this Container container, string tail) =>
        container.RunAsync(
            new CommandLine($"{CommandLine.ToWindowsPath(Published.Exe)} {tail}"),
            cancellation: TestContext.Current.CancellationToken
        );

    /// <summary>Whether a program in the container gets an answer with the current routes.</summary>
    public static async Task<bool> ReachesCredentialsAsync(this Container container) =>
        (await container.RunAsync(Published.Workload("http-get"), "--timeout", "8000", CredentialsUrl)).ExitCode == 0;

    public static async Task<bool> ReachesMetadataAsync(this Container container) =>
        (await container.RunAsync(Published.Workload("http-get"), "--timeout", "8000", "--put",
            "--header", "X-aws-ec2-metadata-token-ttl-seconds: 60", MetadataTokenUrl)).ExitCode == 0;

    /// <summary>The routes to link-local prefixes, as one line each.</summary>
    public static async Task<IReadOnlyList<string>> LinkLocalRoutesAsync(this Container container) =>
        [.. (await container.GetRoutesAsync())
            .Where(route => route.Destination.StartsWith("169.254.", StringComparison.Ordinal))
            .Select(route => $"{route.Destination} via {route.NextHop} on {route.InterfaceAlias}")
            .Order(StringComparer.Ordinal)];

    /// <summary>The running programs of this name, one line each; empty when there are none.</summary>
    public static async Task<string> RunningAsync(this Container container, string image) =>
        (
            await container.RunLinuxAsync(
                "sh", "-c", $"grep -al '[{image[0]}]{image[1..]}' /proc/[0-9]*/cmdline 2>/dev/null || true"
            )
        ).Trim();

    /// <summary>Configures a stand-in's faults and trace by <c>mi.ini</c> or <c>iphlpapi.ini</c>.</summary>
    public static Task SetFaultsAsync(this Container container, string file, string text) =>
        File.WriteAllTextAsync(
            container.ToLinuxPath($@"C:\sandbox\{file}"), text, Encoding.ASCII, TestContext.Current.CancellationToken);

    /// <summary>
    /// Runs a Linux command on the running bootstrap.exe; in the command, <c>$p</c> is its folder in /proc.
    /// </summary>
    public static Task<string> AskOfBootstrapAsync(this Container container, string command) =>
        container.RunLinuxAsync(
            "sh", "-c",
            $"for p in /proc/[0-9]*; do [ \"$(cat $p/comm)\" = bootstrap.exe ] && {{ {command}; break; }}; done; true"
        );

    public static Task WaitForProgramAsync(this Container container, string image) =>
        container.WaitAsync(image, isRunning: true);

    public static Task WaitForEndOfAsync(this Container container, string image) =>
        container.WaitAsync(image, isRunning: false);

    private static async Task WaitAsync(this Container container, string image, bool isRunning)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (await container.RunningAsync(image) is { Length: > 0 } == isRunning)
            {
                return;
            }

            await Task.Delay(100);
        }

        Assert.Fail(isRunning ? $"{image} did not come to run" : $"{image} did not end");
    }

    /// <summary>Exactly one line, ours, with this level and text; nothing on stdout.</summary>
    public static void AssertOneLine(this RunResult result, uint exitCode, string level, string text)
    {
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(string.Empty, result.StandardOutput);
        Assert.Equal($"bootstrap: {level} {text}", result.StandardError.TrimEnd('\r', '\n'));
    }
}
