namespace Sandbox;

/// <summary>How a program is run in a container.</summary>
public sealed record RunOptions
{
    /// <summary>Variables on top of Windows' own and the topology's.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What the program reads from stdin; afterwards stdin ends.</summary>
    public ReadOnlyMemory<byte> StandardInput { get; init; }

    /// <summary>The Linux path of the current directory; ours when null.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>When the program and all it started are killed, and waiting for it fails.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>True: the program gets our own stdin, stdout and stderr, and the result has no output.</summary>
    internal bool InheritStreams { get; init; }
}
