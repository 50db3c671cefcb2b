using System.Collections;
using Bootstrap.Logging;
using Serilog;

namespace Bootstrap.CommandLine;

/// <summary>
/// Finds misspelt names of bootstrap's environment variables. Without a warning they would be ignored silently.
/// </summary>
internal static class MisspeltVariable
{
    /// <summary>The prefix of bootstrap's variables.</summary>
    public const string Prefix = "BOOTSTRAP_";

    /// <summary>Warns of each misspelt name.</summary>
    public static void Warn(IEnumerable names, ILogger log)
    {
        foreach (string name in names)
        {
            if (Meant(name) is { } meant)
            {
                log.Say(Messages.VariableMisspelt, name, meant);
            }
        }
    }

    /// <summary>
    /// The variable of bootstrap that a misspelt name resembles, or null. Other programs use the same prefix
    /// (BOOTSTRAP_SERVERS of Kafka), so a name without such a resemblance is ignored.
    /// </summary>
    public static string? Meant(string name)
    {
        // Windows ignores case in variable names.
        if (!name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var given = name[Prefix.Length..].ToUpperInvariant();
        string? nearest = null;
        var least = int.MaxValue;
        foreach (var variable in Options.Variables)
        {
            var known = variable[Prefix.Length..];
            var distance = Distance(given, known);
            if (distance == 0)
            {
                return null;
            }

            if (distance < least && distance <= known.Length / 3)
            {
                (nearest, least) = (variable, distance);
            }
        }

        return nearest;
    }

    /// <summary>
    /// The Levenshtein distance, but all characters missing at the ends count once: TIMEOUT is near STOP_TIMEOUT.
    /// </summary>
    private static int Distance(string given, string known)
    {
        if (given.Length > 3 && given.Length < known.Length && known.Contains(given, StringComparison.Ordinal))
        {
            return 1;
        }

        // One row of the distance table: costs[i] is the cost to turn the read part of "given" into the first i
        // characters of "known".
        var costs = new int[known.Length + 1];
        for (var column = 0; column <= known.Length; column++)
        {
            costs[column] = column;
        }

        for (var row = 1; row <= given.Length; row++)
        {
            var diagonal = costs[0];
            costs[0] = row;
            for (var column = 1; column <= known.Length; column++)
            {
                var substituted = diagonal + (given[row - 1] == known[column - 1] ? 0 : 1);
                diagonal = costs[column];
                costs[column] = Math.Min(substituted, Math.Min(costs[column], costs[column - 1]) + 1);
            }
        }

        return costs[^1];
    }
}
