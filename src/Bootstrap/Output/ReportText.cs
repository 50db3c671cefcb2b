using System.Text;
using System.Text.Json;
using Bootstrap.Diagnosis;
using Bootstrap.Text;

namespace Bootstrap.Output;

/// <summary>A report as text and as JSON, as <c>bootstrap check</c> prints it.</summary>
internal static class ReportText
{
    /// <summary>The version of the JSON format. It changes only with an incompatible change.</summary>
    private const int JsonVersion = 1;

    private const int StatusColumns = 6;

    // ECMA-48, select graphic rendition.
    private const string Red = "\e[31m";
    private const string Yellow = "\e[33m";
    private const string Green = "\e[32m";
    private const string Grey = "\e[90m";
    private const string Plain = "\e[0m";

    /// <summary>The report as text. The result is the last line, which a terminal shows.</summary>
    public static string ToText(Report report, bool coloured)
    {
        var text = new StringBuilder();
        var longestName = 0;
        foreach (var check in report.Checks)
        {
            longestName = Math.Max(longestName, check.Name.Length);
        }

        var indent = StatusColumns + longestName + 2;
        foreach (var check in report.Checks)
        {
            text.Append(Paint(Name(check.Status).PadRight(StatusColumns), check.Status, coloured));
            text.Append(check.Name.PadRight(indent - StatusColumns));
            TextColumns.Wrap(text, check.Detail, indent);
            if (HintWithCulprit(check) is { } hint)
            {
                text.Append(' ', indent);
                TextColumns.Wrap(text, hint, indent);
            }
        }

        if (report.Path.Count > 0)
        {
            text.Append('\n');
            Draw(text, report);
        }

        text.Append('\n');
        var result = report switch
        {
            { IsHealthy: true } => "healthy",
            { FirstCause: { Culprit: { } culprit } cause } =>
                $"not healthy; fix first: {NameOf(culprit)} ({cause.Name})",
            _ => "not healthy",
        };
        text.Append(Paint(result, report.IsHealthy ? CheckStatus.Pass : CheckStatus.Fail, coloured)).Append('\n');
        return text.ToString();
    }

    /// <summary>The report as JSON: docs/reference.md describes the format.</summary>
    public static string ToJson(Report report)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonText.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteNumber("version", JsonVersion);
            json.WriteBoolean("healthy", report.IsHealthy);
            json.WriteStartArray("checks");
            foreach (var check in report.Checks)
            {
                json.WriteStartObject();
                json.WriteString("name", check.Name);
                json.WriteString("status", Name(check.Status));
                json.WriteString("detail", check.Detail);
                json.WriteString("hint", check.Hint);
                json.WriteString("culprit", check.Culprit is { } culprit ? Key(culprit) : null);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n";
    }

    /// <summary>
    /// Draws the path to the endpoint, with the break below it. Segments after the break are dotted: their state is not
    /// known.
    /// <code>
    /// container ---> gateway 172.30.0.1 -X-> host 169.254.170.2 ...> ECS agent
    ///                                    |
    ///                                    no connection within 2.5 s
    /// </code>
    /// </summary>
    private static void Draw(StringBuilder text, Report report)
    {
        var line = new StringBuilder("  ");
        var (column, what) = (0, (string?)null);
        foreach (var segment in report.Path)
        {
            line.Append(segment.From);
            if (segment.Break is not null)
            {
                (column, what) = (line.Length + 2, segment.Break);
            }

            line.Append(segment.IsOpen switch { true => " ---> ", false => " -X-> ", null => " ...> " });
        }

        text.Append(line).Append(report.Destination).Append('\n');
        if (what is not null)
        {
            var indent = Math.Max(2, Math.Min(column, TextColumns.Width - what.Length));
            text.Append(' ', column).Append("|\n").Append(' ', indent);
            TextColumns.Wrap(text, what, indent);
        }
    }

    private static string? HintWithCulprit(Check check)
    {
        if (check is not { Hint: { } hint, Culprit: { } culprit })
        {
            return check.Hint;
        }

        var name = NameOf(culprit);
        return hint.StartsWith(name, StringComparison.OrdinalIgnoreCase)
            ? hint
            : $"{char.ToUpperInvariant(name[0])}{name[1..]}: {hint}";
    }

    private static string Paint(string text, CheckStatus status, bool coloured) => !coloured ? text : status switch
    {
        CheckStatus.Pass => Green,
        CheckStatus.Warn => Yellow,
        CheckStatus.Fail => Red,
        _ => Grey,
    } + text + Plain;

    private static string Name(CheckStatus status) => status switch
    {
        CheckStatus.Pass => "pass",
        CheckStatus.Warn => "warn",
        CheckStatus.Fail => "fail",
        CheckStatus.Skip => "skip",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    private static string Key(Culprit culprit) => culprit switch
    {
        Culprit.Image => "image",
        Culprit.TaskDefinition => "task-definition",
        Culprit.Host => "host",
        _ => throw new ArgumentOutOfRangeException(nameof(culprit), culprit, null),
    };

    private static string NameOf(Culprit culprit) => Key(culprit).Replace('-', ' ');
}
