using System.Globalization;
using Sandbox;

namespace Bench;

/// <summary>What the driver needs to know of a candidate.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Routes">What is to be with the two routes before each run.</param>
/// <param name="CommandLine">What is started.</param>
internal sealed record Candidate(string Name, Routes Routes, string CommandLine);

/// <summary>What is to be with the two routes before a run.</summary>
internal enum Routes
{
    Untouched,
    Absent,
    Present,
}

/// <summary>What was measured of a candidate over all runs. Times in milliseconds.</summary>
/// <param name="Before">From its start to the workload's first instruction; negative where no workload ran.</param>
/// <param name="After">From the workload's last instruction to its end; negative likewise.</param>
/// <param name="Whole">From its start to its end.</param>
/// <param name="Cpu">User and kernel, without the workload's.</param>
/// <param name="PageFaults">Without the workload's.</param>
internal sealed record Measured(
    Candidate Candidate, Spread Before, Spread After, Spread Whole, Spread Cpu, Spread PageFaults
);

/// <summary>
/// Runs tests/Bench/floor/measure.c in a container: it starts the candidates in turn, A B C A B C ...
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
        // A candidate that failed was quick for the wrong reason. Wine itself now and then loses a process of a busy
        // machine.
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
