using System.Globalization;

namespace Bootstrap.CommandLine;

/// <summary>Parses durations: a whole number and <c>ms</c>, <c>s</c> or <c>m</c>.</summary>
internal static class Duration
{
    public const string Allowed = "a duration: a whole number with the unit ms, s or m, at most 24 hours, such as 30s";

    /// <summary>For <see cref="ParseOrOff"/>.</summary>
    public const string AllowedOrOff = $"off or {Allowed}";

    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>Parses a duration.</summary>
    public static Parsed<TimeSpan?>? Parse(string text)
    {
        var (digits, milliseconds) = text switch
        {
            [.. var number, 'm', 's'] => (number, 1L),
            [.. var number, 's'] => (number, 1_000L),
            [.. var number, 'm'] => (number, 60_000L),
            _ => (string.Empty, 0L),
        };

        // Nine digits are enough for 24 hours and cannot overflow.
        if (digits.Length > 9 || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return null;
        }

        var duration = TimeSpan.FromMilliseconds(count * milliseconds);
        return duration <= Longest ? new Parsed<TimeSpan?>(duration) : null;
    }

    /// <summary>Parses a duration, or <c>off</c> as null.</summary>
    public static Parsed<TimeSpan?>? ParseOrOff(string text) =>
        text.Equals("off", StringComparison.OrdinalIgnoreCase) ? new Parsed<TimeSpan?>(null) : Parse(text);
}
