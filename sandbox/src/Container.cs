using System.Diagnostics;
using System.Globalization;
using Sandbox.Endpoints;

namespace Sandbox;

/// <summary>
/// A pretend Windows container: Wine in new network, process and mount namespaces, connected to a pretend host.
/// Everything ends with <see cref="DisposeAsync"/>, and also when this process is killed: the container's first process
/// reads from a pipe that we hold, the kernel closes the pipe when we end, and a process namespace ends with its first
/// process.
/// </summary>
public sealed class Container : IAsyncDisposable
{
    private static readonly Lazy<Task> Prepared = new(PrepareAsync);

    // On a busy machine, about one start of Windows' services in thousands hangs. The program has not run at that
    // point, so a new container is safe.
    private const int WineAttempts = 3;
    private static readonly TimeSpan WinePatience = TimeSpan.FromSeconds(15);

    private readonly Topology _topology;
    private readonly Host _host;
    private readonly WinePrefix _prefix;
    private readonly Process _init;
    private readonly CancellationTokenSource _stop = new();
    private Task _later = Task.CompletedTask;
    private int _programs;
    private bool _disposed;

    private Container(Topology topology, Host host, WinePrefix prefix, Process init)
    {
        _topology = topology;
        _host = host;
        _prefix = prefix;
        _init = init;
    }

    /// <summary>
    /// Called with every program that has ended by itself, in any container. Its exception fails the run. For rules
    /// that hold for all programs.
    /// </summary>
    public static Action<CommandLine, RunResult>? ProgramEnded { get; set; }

    /// <summary>The requests that have reached the host's endpoints so far.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => _host.Requests;

    /// <summary>Starts a container without a program in it. Takes about a second.</summary>
    /// <exception cref="SandboxException">The system does not allow it, or a prerequisite is missing.</exception>
    public static async Task<Container> StartAsync(Topology topology, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(topology);
        TopologyRules.Check(topology, "topology");

        await Prepared.Value.WaitAsync(cancellation);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await StartOnceAsync(topology, cancellation);
            }
            catch (WineNotStartedException error) when (attempt < WineAttempts)
            {
                // Try again with a new container.
                WineIncidents.Count(WineIncidents.ContainerAgain, error.Message);
            }
        }
    }

    private static async Task<Container> StartOnceAsync(Topology topology, CancellationToken cancellation)
    {
        var prefix = await WinePrefix.CreateAsync(topology.Container);
        Host? host = null;
        Container? container = null;
        try
        {
            host = new Host(topology);
            container = new Container(topology, host, prefix, StartInit());
            await container.SetUpAsync(cancellation);
            return container;
        }
        catch
        {
            if (container is not null)
            {
                await container.DisposeAsync();
            }
            else
            {
                if (host is not null)
                {
                    await host.DisposeAsync();
                }

                prefix.Dispose();
            }

            throw;
        }
    }

    /// <summary>Runs a program to its end.</summary>
    public Task<RunResult> RunAsync(string program, params IEnumerable<string> arguments) =>
        RunAsync(CommandLine.From(program, arguments));

    /// <summary>Runs a program to its end.</summary>
    public Task<RunResult> RunAsync(
        CommandLine command, RunOptions? options = null,
        CancellationToken cancellation = default
    ) => Start(command, options, cancellation).Completion;

    /// <summary>Starts a program; several may run at the same time.</summary>
    public RunningProgram Start(
        CommandLine command, RunOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(command);

        options ??= new RunOptions();
        var number = Interlocked.Increment(ref _programs);
        var folder = new ProgramFolder(
            _prefix, number, command, [.. _topology.Container.Environment, .. options.Environment]
        );
        var wine = Enter(["wine", .. folder.Launch], options, folder.Tag);
        var program = new RunningProgram(() => Tool.Start(wine), folder, command, options, cancellation);

        // Times of later network changes count from the start of the first program.
        if (number == 1)
        {
            _later = ChangeLaterAsync();
        }

        return program;
    }

    /// <summary>The active routes, in the order of the kernel's table.</summary>
    public async Task<IReadOnlyList<RouteRow>> GetRoutesAsync()
    {
        var links = await RunLinuxAsync("ip", "-j", "link", "show");
        var routes = await RunLinuxAsync("ip", "-j", "-4", "route", "show", "table", "main");
        return RouteRow.Read(links, routes);
    }

    /// <summary>
    /// Runs a Linux command in the container, for example <c>ip route add ...</c>; returns its stdout.
    /// </summary>
    public Task<string> RunLinuxAsync(params IReadOnlyList<string> command) => Tool.RunAsync([.. Nsenter, .. command]);

    /// <summary>Reads a file of the container by its Windows path.</summary>
    public string ReadFile(string windowsPath) => File.ReadAllText(ToLinuxPath(windowsPath));

    /// <summary>
    /// Turns a Windows path in the container into a Linux path.
    /// </summary>
    public string ToLinuxPath(string windowsPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(windowsPath);
        return _prefix.ToLinuxPath(windowsPath);
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _stop.CancelAsync();
        await _later;

        // Closing its stdin ends the first process; the kernel then ends all others.
        _init.StandardInput.Close();
        try
        {
            await _init.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        }
        catch (TimeoutException)
        {
            _init.Kill();
            await _init.WaitForExitAsync();
        }

        _init.Dispose();
        await _host.DisposeAsync();
        _prefix.Dispose();
        _stop.Dispose();
    }

    /// <summary>
    /// The nsenter command for the container. The process that created the namespaces is not in the process namespace,
    /// so its children's namespace (pid_for_children) is entered.
    /// </summary>
    private IReadOnlyList<string> Nsenter
    {
        get
        {
            var namespaces = string.Create(CultureInfo.InvariantCulture, $"/proc/{_init.Id}/ns/");
            return
            [
                "nsenter", $"--net={namespaces}net", $"--mount={namespaces}mnt", $"--ipc={namespaces}ipc",
                $"--uts={namespaces}uts", $"--pid={namespaces}pid_for_children",
            ];
        }
    }

    /// <summary>Brings the stand-ins and the Wine prefix up to date, once per process.</summary>
    private static async Task PrepareAsync()
    {
        var minutes = TimeSpan.FromMinutes(10);
        Repository.CreateFolder(Repository.NativeOutput);

        // A lock file: two processes may build at the same time.
        var turn = Path.Combine(Repository.NativeOutput, "make.lock");
        await Tool.RunAsync(
            ["flock", turn, "make", "--silent", "-C", Path.Combine(Repository.Root, "sandbox", "native"), "sandbox"],
            limit: minutes
        );
        await Tool.RunAsync([Path.Combine(Repository.Root, "eng", "wine-prefix")], limit: minutes);
    }

    /// <summary>
    /// Starts the first process. It holds the namespaces, reaps orphaned processes, and ends at the end of its stdin.
    /// It runs in a new session, so the terminal's Ctrl-C does not reach it.
    /// </summary>
    private static Process StartInit()
    {
        // The wineserver's sockets are in /tmp/.wine-0 in every container (eng/wine-prefix). A private file system is
        // mounted over it and ends with the namespace. The empty folder stays, because other containers use it. Host
        // name and name server are the container's, too: Wine resolves its host name when it starts. It must neither
        // wait for an unreachable name server nor show the developer's host name to programs.
        const string script = """
            set -e
            folder=/tmp/.wine-$(id -u)
            mkdir -p -m 700 "$folder"
            mount -t tmpfs -o mode=700 sandbox "$folder"
            hostname container
            echo '127.0.0.1 localhost container' >"$folder/hosts"
            : >"$folder/resolv.conf"
            for file in hosts resolv.conf; do
                [ ! -e "/etc/$file" ] || mount --bind "$folder/$file" "/etc/$file"
            done
            echo ready
            exec env --ignore-signal=CHLD cat >/dev/null
            """;
        return Tool.Start(
            Tool.Describe([
                "setsid", "unshare", "--net", "--mount", "--ipc", "--uts", "--pid", "--fork", "--kill-child",
                "--mount-proc", "sh", "-c", script,
            ])
        );
    }

    private async Task SetUpAsync(CancellationToken cancellation)
    {
        if (await _init.StandardOutput.ReadLineAsync(cancellation) != "ready")
        {
            var reason = (await _init.StandardError.ReadToEndAsync(cancellation)).Trim();
            throw new SandboxException(
                $"cannot make the container's namespaces ({reason}): run as root, or under eng/namespaces"
            );
        }

        // Wine takes half a second to start and needs no network for it.
        var wine = StartWineAsync();
        await ChangeNetworkAsync(0);
        _host.Serve();
        await wine;
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>
    /// Starts the wineserver and Windows' services, so that the first program does not wait for them.
    /// </summary>
    private async Task StartWineAsync()
    {
        try
        {
            foreach (var command in (string[][])[["wineserver", "--persistent"], ["wine", "cmd", "/c", "exit"]])
            {
                await Tool.RunAsync(
                    _ => Tool.Start(Enter(command, new RunOptions(), "")),
                    command, limit: WinePatience
                );
            }
        }
        catch (SandboxException error)
        {
            throw new WineNotStartedException(error);
        }
    }

#pragma warning disable CA1032 // Created only here.
    private sealed class WineNotStartedException(SandboxException why) : SandboxException(why.Message, why);
#pragma warning restore CA1032

    private async Task ChangeLaterAsync()
    {
        var clock = Stopwatch.StartNew();
        foreach (var moment in NetworkScript.LaterMoments(_topology))
        {
            try
            {
                var rest = TimeSpan.FromMilliseconds(moment) - clock.Elapsed;
                await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await ChangeNetworkAsync(moment);
        }
    }

    private async Task ChangeNetworkAsync(int moment)
    {
        await _host.ConnectAsync(moment, _init.Id);
        foreach (var command in NetworkScript.Identities(_topology, moment))
        {
            await RunLinuxAsync(command);
        }

        await Tool.RunAsync([.. Nsenter, "ip", "-batch", "-"], NetworkScript.ForContainer(_topology, moment));
        await WaitForLinksAsync();
    }

    /// <summary>
    /// Waits until the kernel reports the links as up, which it does with a delay and at most once a second for each. A
    /// program started before that would see a disconnected adapter.
    /// </summary>
    private async Task WaitForLinksAsync()
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(5); await Task.Delay(20))
        {
            var links = await RunLinuxAsync("ip", "-j", "link", "show", "up");
            if (!links.Contains("\"operstate\":\"DOWN\"", StringComparison.Ordinal)
                && !links.Contains("\"operstate\":\"LOWERLAYERDOWN\"", StringComparison.Ordinal))
            {
                return;
            }
        }
    }

    /// <summary>
    /// Returns how to start a program of Wine in the container, with the container's environment only.
    /// </summary>
    private ProcessStartInfo Enter(IReadOnlyList<string> command, RunOptions options, string tag)
    {
        // The terminal's Ctrl-C is for the program; nsenter and Wine's launcher ignore it and wait.
        var folder = options.WorkingDirectory ?? Directory.GetCurrentDirectory();
        IReadOnlyList<string> user = _topology.Container.Administrator
            ? []
            : ["setpriv", "--bounding-set=-net_admin", "--inh-caps=-net_admin"];
        var description = Tool.Describe([
            "env", "--ignore-signal=INT", "--ignore-signal=QUIT", .. Nsenter, "env", $"--chdir={folder}", .. user,
            .. command,
        ]);
        if (options.InheritStreams)
        {
            description.RedirectStandardInput =
                description.RedirectStandardOutput =
                description.RedirectStandardError =
                    false;
        }

        description.Environment.Clear();
        description.Environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin";
        description.Environment["HOME"] = _prefix.Folder;
        description.Environment["LC_ALL"] = "C.UTF-8";
        description.Environment["WINEPREFIX"] = _prefix.Folder;
        description.Environment["WINEDEBUG"] = "-all";
        if (tag.Split('=') is [var name, var value])
        {
            description.Environment[name] = value;
        }

        return description;
    }
}
