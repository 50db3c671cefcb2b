using System.Globalization;
using System.Text;
using Sandbox;

namespace Bench;

/// <summary>The text that is printed and written to docs/benchmarks.md.</summary>
internal sealed class Report
{
    private static readonly string Docs = Path.Combine(Repository.Root, "docs");

    private readonly StringBuilder _text = new();

    public Report() =>
        Add(
            $"""
            # What it costs

            *Written by `./build bench` on {DateTime.UtcNow:yyyy-MM-dd}, of commit {Candidates.Run(
                "git",
                "describe",
                "--always",
                "--dirty"
            )}; every figure was measured in that run.*
            {Cpu()}, {Environment.ProcessorCount} processors, load {File.ReadAllText("/proc/loadavg").Split(' ')[
                0
            ]} before the run; Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()};
            {Candidates.Run("wine", "--version")}; .NET SDK {Candidates.Run("dotnet", "--version")}.

            **Under Wine, not on Windows**: all rows include Wine's cost. Compare rows; absolute times do not apply to
            Windows. All candidates of a table run in one container, in turn (A B C A B C ...), started by one Windows
            program that takes the times. Milliseconds are 10th percentiles, which a busy machine affects least.
            *× floor* is their ratio to the C floor's, in brackets that of the medians. *CPU* and *page faults* are
            Linux's figures for the candidate without the workload and without the wineserver's work for it.
            """
        );

    public void Add(FormattableString text) => Add(text.ToString(CultureInfo.InvariantCulture));

    public void Add(string text)
    {
        Console.WriteLine(text + "\n");
        _text.Append(text).Append("\n\n");
    }

    public void Keep(string chart)
    {
        File.WriteAllText(Path.Combine(Docs, "benchmarks.md"), _text.ToString().TrimEnd() + "\n");
        File.WriteAllText(Path.Combine(Docs, "benchmarks.svg"), chart);
    }

    private static string Cpu() =>
        File.ReadLines("/proc/cpuinfo")
            .First(line => line.StartsWith("model name", StringComparison.Ordinal))
            .Split(": ")[1];
}
