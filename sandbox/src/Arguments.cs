namespace Sandbox;

/// <summary>The command line of eng/sandbox.</summary>
internal sealed record Arguments
{
    public bool Help { get; private init; }

    public bool Verbose { get; private init; }

    public string Topology { get; private init; } = "nat";

    public string? ExitCodeFile { get; private init; }

    /// <summary>The program as given: a Linux path or a Windows name.</summary>
    public string Program { get; private init; } = "";

    public CommandLine Command { get; private init; } = new("");

    public RunOptions Run { get; private init; } = new();

    public static string Usage() => $"""
        usage: eng/sandbox [OPTION]... -- PROGRAM.exe [ARG...]

        Runs a Windows program in a pretend container: a network namespace with a real routing table, a host that
        serves ECS credentials and instance metadata behind the gateway, and Wine. The exit status is the low 8 bits
        of the program's exit code; 127: it could not be started; 125: the sandbox failed; 2: usage.

          --topology NAME|FILE     the network and the environment (default: nat); NAME is one of
                                   {string.Join(", ", Sandbox.Topology.Names)}
          --exit-code-file FILE    gets all 32 bits of the exit code in hex, or "error N" (Win32) when not started
          --env NAME=VALUE         sets a variable for the program (again for more)
          --verbose                say on stderr what was built, and what reached the host

        """;

    /// <exception cref="SandboxException">The command line is wrong; the message describes the error.</exception>
    public static Arguments Parse(string[] arguments)
    {
        var result = new Arguments();
        var environment = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--help" or "-h":
                    return result with { Help = true };
                case "--verbose":
                    result = result with { Verbose = true };
                    break;
                case "--topology":
                    result = result with { Topology = Value(ref i) };
                    break;
                case "--exit-code-file":
                    var file = Value(ref i);
                    var folder = Path.GetDirectoryName(Path.GetFullPath(file));
                    result = result with
                    {
                        ExitCodeFile =
                            folder is null || Directory.Exists(file)
                                ? throw new SandboxException($"--exit-code-file '{file}' is a folder")
                            : Directory.Exists(folder) ? file
                            : throw new SandboxException($"--exit-code-file '{file}': there is no folder {folder}"),
                    };
                    break;
                case "--env":
                    var variable = Value(ref i);
                    var equals = variable.IndexOf('=', StringComparison.Ordinal);
                    environment[
                        equals > 0
                            ? variable[..equals]
                            : throw new SandboxException($"--env '{variable}': must be NAME=VALUE")
                    ] = variable[(equals + 1)..];
                    break;
                case "--" when i + 1 < arguments.Length:
                    return result with
                    {
                        Program = arguments[i + 1],
                        Command = CommandLine.From(arguments[i + 1], arguments[(i + 2)..]),
                        Run = new RunOptions
                        {
                            Environment = environment,
                            InheritStreams = true,
                            Timeout = Timeout.InfiniteTimeSpan,
                        },
                    };
                case "--":
                    throw new SandboxException("no program after '--'; see --help");
                default:
                    throw new SandboxException(
                        $"unknown option '{arguments[i]}'; the program comes after '--'; see --help"
                    );
            }
        }

        throw new SandboxException("no program: the command line must have '-- PROGRAM.exe'; see --help");

        string Value(ref int i) =>
            i + 1 < arguments.Length
                ? arguments[++i]
                : throw new SandboxException($"{arguments[i]} needs a value; see --help");
    }
}
