using System.Text;

namespace Sandbox;

/// <summary>The result of a program.</summary>
/// <param name="ExitCode">All 32 bits.</param>
/// <param name="StandardOutputBytes">Everything it wrote to stdout.</param>
/// <param name="StandardErrorBytes">Everything it wrote to stderr, without <see cref="WineMessages"/>.</param>
/// <param name="Elapsed">From its start to its end, including Wine's start.</param>
public sealed record RunResult(
    uint ExitCode, ReadOnlyMemory<byte> StandardOutputBytes, ReadOnlyMemory<byte> StandardErrorBytes, TimeSpan Elapsed)
{
    /// <summary>Stdout as UTF-8.</summary>
    public string StandardOutput => Encoding.UTF8.GetString(StandardOutputBytes.Span);

    /// <summary>Stderr as UTF-8.</summary>
    public string StandardError => Encoding.UTF8.GetString(StandardErrorBytes.Span);

    /// <summary>
    /// How often the start was tried until Wine started the program. Nearly always 1; only the last attempt ran it.
    /// </summary>
    public int Attempts { get; init; } = 1;

    /// <summary>What Wine itself wrote to the program's stderr; see <c>WineMessages.cs</c>.</summary>
    public IReadOnlyList<string> WineMessages { get; init; } = [];

    /// <summary>For the message of a failed assertion.</summary>
    public override string ToString() =>
        $"exit code 0x{ExitCode:X8} after {Elapsed.TotalSeconds:0.0} s\n--- stdout\n{StandardOutput}\n--- stderr\n{StandardError}"
        + string.Concat(WineMessages.Select(message => $"\n--- Wine\n{message}"));
}
