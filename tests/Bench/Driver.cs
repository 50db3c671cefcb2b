using System.Globalization;
using Sandbox;

namespace Bench;

/// <summary>A candidate to measure.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Routes">The state of the two routes before each run.</param>
/// <param name="CommandLine">The command line to start.</param>
internal sealed record Candidate(string Name, Routes Routes, string CommandLine);

/// <summary>The state of the two routes before a run.</summary>
internal enum Routes
{
    Untouched,
    Absent,
    Present,
}

/// <summary>The measurements of a candidate over all runs. Times in milliseconds.</summary>
/// <param name="Before">From its start to the workload's first instruction; negative without a workload.</param>
/// <param name="After">From the workload's last instruction to its end; negative likewise.</param>
/// <param name="Whole">From its start to its end.</param>
/// <param name="Cpu">User and kernel, without the workload's.</param>
/// <param name="PageFaults">Without the workload's.</param>
internal sealed record Measured(
    Candidate Candidate, Spread Before, Spread After, Spread Whole, Spread Cpu, Spread PageFaults
);

/// <summary>
/// Runs tests/Bench/floor/measure.c in a container. It starts the candidates in turn, A B C A B C ...
/// </summary>
internal static class Driver
{
    public static async Task<IReadOnlyList<Measured>> MeasureAsync(
        Container container, int rounds, IReadOnlyList<Candidate> candidates,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var list = Path.Combine(Repository.Root, "artifacts", "bench", "candidates");
        await File.WriteAllLinesAsync(
            list,
            candidates.Select(candidate => $"{Word(candidate.Routes)}\t{candidate.CommandLine}")
        );

        var result = await container.RunAsync(
            CommandLine.From(
                Candidates.Measure, CommandLine.ToWindowsPath(list), rounds.ToString(CultureInfo.InvariantCulture)
            ),
            new RunOptions
            {
                Timeout = TimeSpan.FromMinutes(5),
                Environment = environment ?? new Dictionary<string, string>(),
            }
        );
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"measure.exe: {result}");
        }

        // candidate, before, after, whole, CPU, page faults, waits, processes, exit code
        var runs = result
            .StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line =>
                Array.ConvertAll(
                    line.TrimEnd('\r').Split('\t'),
                    text => double.Parse(text, CultureInfo.InvariantCulture)
                )
            )
            .ToLookup(row => (int)row[0]);
        return [.. candidates.Select((candidate, index) => Summarize(candidate, [.. runs[index]]))];
    }

    private static Measured Summarize(Candidate candidate, double[][] runs)
    {
        // The time of a failed candidate is meaningless. On a busy machine Wine sometimes fails to start a process.
        var ended = runs.Where(run => run[8] == 0).ToArray();
        if (ended.Length < runs.Length)
        {
            Console.Error.WriteLine(
                $"{candidate.Name}: {runs.Length - ended.Length} of {runs.Length} runs failed and are left out"
            );
        }

        if (ended.Length <= runs.Length * 9 / 10)
        {
            throw new InvalidOperationException(
                $"{candidate.Name}: too many runs ended with a code other than 0: {candidate.CommandLine}"
            );
        }

        return new Measured(candidate, Column(1), Column(2), Column(3), Column(4), Column(5));

        Spread Column(int number) => Spread.Of(ended.Select(run => run[number]));
    }

    private static string Word(Routes routes) => routes switch
    {
        Routes.Absent => "absent",
        Routes.Present => "present",
        _ => "-",
    };
}
