namespace Sandbox;

/// <summary>How a program is run in a container.</summary>
public sealed record RunOptions
{
    /// <summary>Variables in addition to Windows' and the topology's.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The program's stdin.</summary>
    public ReadOnlyMemory<byte> StandardInput { get; init; }

    /// <summary>The Linux path of the current directory; ours when null.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The time after which the program and its child processes are killed and the wait fails.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>True: the program inherits our stdin, stdout and stderr, and the result has no output.</summary>
    internal bool InheritStreams { get; init; }
}
