using System.Globalization;
using System.Text.RegularExpressions;
using Sandbox;

namespace Bench;

/// <summary>Memory of a process in KB, from Linux (smaps_rollup).</summary>
/// <param name="Resident">Rss: all pages in memory, including shared ones.</param>
/// <param name="Private">Private_Clean and Private_Dirty: the pages that no other process maps.</param>
/// <param name="Dirty">Private_Dirty: the written pages, which cannot be dropped when memory is short.</param>
internal sealed record Memory(long Resident, long Private, long Dirty)
{
    private const int Runs = 3;

    // Prints smaps_rollup of the process whose first argument is $1.
    private const string Script = """
        for process in /proc/[0-9]*; do
            [ "$(tr '\0' '\n' <$process/cmdline 2>/dev/null | head -n 1)" != "$1" ] || cat $process/smaps_rollup
        done
        """;

    /// <summary>
    /// The memory of a candidate while its workload runs: the median of a few runs, by resident memory.
    /// </summary>
    public static async Task<Memory> MeasureAsync(Container container, string exe, string options)
    {
        var runs = new List<Memory>();
        for (var run = 0; run < Runs; run++)
        {
            var program = container.Start(new CommandLine($"{exe} {options} {Candidates.Workload} hold"));
            for (var attempt = 0; await AccountAsync(container, Candidates.Workload) is null; attempt++)
            {
                if (attempt == 200 || program.Completion.IsCompleted)
                {
                    throw new InvalidOperationException($"no workload: {exe} {options}\n{program.StandardErrorSoFar}");
                }

                await Task.Delay(50);
            }

            // Give the candidate time until it only waits for its workload.
            await Task.Delay(200);
            runs.Add(await AccountAsync(container, exe) ?? throw new InvalidOperationException($"{exe} is gone"));
            await program.KillAsync();
            try
            {
                await program.Completion;
            }
            catch (SandboxException)
            {
                // Expected: it was killed.
            }
        }

        return runs.OrderBy(run => run.Resident).ElementAt(Runs / 2);
    }

    private static async Task<Memory?> AccountAsync(Container container, string exe)
    {
        var rollup = await container.RunLinuxAsync("sh", "-c", Script, "-", exe);
        return rollup.Length == 0
            ? null
            : new Memory(Value("Rss"), Value("Private_Clean") + Value("Private_Dirty"), Value("Private_Dirty"));

        long Value(string name) =>
            long.Parse(
                Regex.Match(rollup, $@"^{name}: +(\d+) kB", RegexOptions.Multiline).Groups[1].Value,
                CultureInfo.InvariantCulture
            );
    }
}
