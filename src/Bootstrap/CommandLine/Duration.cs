using System.Globalization;

namespace Bootstrap.CommandLine;

/// <summary>Parses durations: a whole number and <c>ms</c>, <c>s</c> or <c>m</c>.</summary>
internal static class Duration
{
    public const string Allowed = "a whole number and ms, s or m, at most 24 hours, such as 500ms, 30s or 2m";

    /// <summary>For <see cref="TryParseOrOff"/>.</summary>
    public const string AllowedOrOff = $"off or {Allowed}";

    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var unit = text.EndsWith("ms", StringComparison.Ordinal) ? "ms" : text.Length > 0 ? text[^1..] : string.Empty;
        var milliseconds = unit switch
        {
            "ms" => 1L,
            "s" => 1_000L,
            "m" => 60_000L,
            _ => 0L,
        };

        // Nine digits are enough for 24 hours and cannot overflow.
        var digits = text[..^unit.Length];
        if (milliseconds == 0
            || digits.Length > 9
            || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        duration = TimeSpan.FromMilliseconds(number * milliseconds);
        return duration <= Longest;
    }

    /// <summary>Reads a duration that need not be given.</summary>
    public static bool TryParseOptional(string text, out TimeSpan? duration)
    {
        var isAllowed = TryParse(text, out var parsed);
        duration = parsed;
        return isAllowed;
    }

    /// <summary>Reads a duration, or <c>off</c> as null, where that is the default.</summary>
    public static bool TryParseOrOff(string text, out TimeSpan? duration)
    {
        duration = null;
        if (text.Equals("off", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var isAllowed = TryParse(text, out var parsed);
        duration = parsed;
        return isAllowed;
    }
}
