using System.Collections;
using Bootstrap.Logging;
using Serilog;

namespace Bootstrap.CommandLine;

/// <summary>
/// Recognises a variable that looks like ours and is not: a misspelt twin would otherwise do nothing in silence.
/// </summary>
internal static class MisspeltVariable
{
    /// <summary>What all our variables begin with.</summary>
    public const string Prefix = "BOOTSTRAP_";

    /// <summary>Warns of each name that is nearly one of ours.</summary>
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
    /// The one of our variables that is meant by a name that is nearly its own, or null. Other programs' variables
    /// begin so as well (Kafka's BOOTSTRAP_SERVERS): a name that resembles none of ours is none of our business.
    /// </summary>
    public static string? Meant(string name)
    {
        // Windows knows no case in names.
        if (!name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var given = name[Prefix.Length..].ToUpperInvariant();
        string? nearest = null;
        var least = int.MaxValue;
        foreach (var option in Options.All)
        {
            if (option is ISetting { Variable: { } variable })
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
        }

        return nearest;
    }

    /// <summary>
    /// The Levenshtein distance, but what is missing at the ends counts once: TIMEOUT is near STOP_TIMEOUT.
    /// </summary>
    private static int Distance(string given, string known)
    {
        if (given.Length > 3 && given.Length < known.Length && known.Contains(given, StringComparison.Ordinal))
        {
            return 1;
        }

        // One row of the table at a time: costs[i] turns what is read of the one into the first i characters of the
        // other.
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
