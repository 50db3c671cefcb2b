using System.Globalization;
using System.Runtime.InteropServices;

namespace Sandbox;

/// <summary>The command eng/sandbox: runs one program in a pretend container and returns its exit code.</summary>
internal static class Program
{
    private const int ExitUsage = 2;
    private const int ExitSandboxFailed = 125;
    private const int ExitNotStarted = 127;
    private const int ExitSignal = 128;

    private static async Task<int> Main(string[] arguments)
    {
        Arguments options;
        Topology topology;
        try
        {
            options = Arguments.Parse(arguments);
            topology = Topology.Load(options.Topology);
        }
        catch (SandboxException error)
        {
            await Console.Error.WriteLineAsync($"sandbox: {error.Message}");
            return ExitUsage;
        }

        if (options.Help)
        {
            await Console.Out.WriteAsync(Arguments.Usage());
            return 0;
        }

        if (ProgramFile.Problem(options.Program) is { } problem)
        {
            await Console.Error.WriteLineAsync($"sandbox: {problem.Text}");
            Report(options, string.Create(CultureInfo.InvariantCulture, $"error {problem.Win32Error}"));
            return ExitNotStarted;
        }

        using var stop = new StopSignals();
        try
        {
            return await RunAsync(options, topology, stop);
        }
        catch (Exception error)
            when (stop.Number != 0
                && (error is OperationCanceledException or (SandboxException and not ProgramNotStartedException))
            )
        {
            // A tool may have received the terminal's Ctrl-C as well and failed because of it.
            return ExitSignal + stop.Number;
        }
        catch (ProgramNotStartedException error)
        {
            // launch.exe has already reported the error on stderr.
            Report(options, string.Create(CultureInfo.InvariantCulture, $"error {error.Win32Error}"));
            return ExitNotStarted;
        }
        catch (Exception error) when (error is SandboxException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"sandbox: {error.Message}");
            return ExitSandboxFailed;
        }
    }

    private static async Task<int> RunAsync(Arguments options, Topology topology, StopSignals stop)
    {
        await using var container = await Container.StartAsync(topology, stop.Requested);
        if (options.Verbose)
        {
            await TellAsync(topology, container);
        }

        var program = container.Start(options.Command, options.Run, stop.Requested);
        stop.Program = program;
        var result = await program.Completion;
        Report(options, string.Create(CultureInfo.InvariantCulture, $"0x{result.ExitCode:X8}"));
        if (options.Verbose)
        {
            if (result.Attempts > 1)
            {
                await Console.Error.WriteLineAsync($"sandbox: Wine started the program at attempt {result.Attempts}");
            }

            foreach (var request in container.Requests)
            {
                await Console.Error.WriteLineAsync(
                    $"sandbox: {request.Address} {request.Method} {request.Path}: {request.Status?.ToString(CultureInfo.InvariantCulture) ?? "no answer"}"
                );
            }
        }

        return (int)(result.ExitCode & 0xFF);
    }

    private static void Report(Arguments options, string exitCode)
    {
        if (options.ExitCodeFile is not null)
        {
            File.WriteAllText(options.ExitCodeFile, exitCode + "\n");
        }
    }

    private static async Task TellAsync(Topology topology, Container container)
    {
        await Console.Error.WriteLineAsync($"sandbox: {topology.Description}");
        foreach (var route in await container.GetRoutesAsync())
        {
            await Console.Error.WriteLineAsync(
                $"sandbox: route {route.Destination} by {route.NextHop} on {route.InterfaceIndex} ({route.InterfaceAlias}), metric {route.RouteMetric}"
            );
        }

        foreach (var endpoint in topology.Host.Endpoints)
        {
            await Console.Error.WriteLineAsync(
                $"sandbox: {endpoint.Kind} at {endpoint.Address}:{endpoint.Port}: {endpoint.Behaviour}"
            );
        }
    }

    /// <summary>
    /// A running program receives the first Ctrl-C from the terminal. A Ctrl-C before that, a second one, SIGTERM and
    /// SIGHUP end the container at once. The container is cleaned up in every case.
    /// </summary>
    private sealed class StopSignals : IDisposable
    {
        private readonly CancellationTokenSource _requested = new();
        private readonly PosixSignalRegistration[] _registrations;
        private int _interrupts;

        public StopSignals()
        {
#pragma warning disable CA2000 // Disposed of with this object.
            _registrations =
            [
                PosixSignalRegistration.Create(
                    PosixSignal.SIGINT,
                    context =>
                        Stop(context, 2, Interlocked.Increment(ref _interrupts) > 1 || Program?.HasStarted != true)
                ),
                PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, 15, true)),
                PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Stop(context, 1, true)),
            ];
#pragma warning restore CA2000
        }

        public CancellationToken Requested => _requested.Token;

        /// <summary>The program; set when its start begins.</summary>
        public RunningProgram? Program { get; set; }

        /// <summary>The Linux number of the signal that ended the container; 0 without one.</summary>
        public int Number { get; private set; }

        public void Dispose()
        {
            foreach (var registration in _registrations)
            {
                registration.Dispose();
            }

            _requested.Dispose();
        }

        private void Stop(PosixSignalContext context, int number, bool now)
        {
            context.Cancel = true;
            if (now)
            {
                Number = number;
                _requested.Cancel();
            }
        }
    }
}
