using System.Globalization;
using System.Net;
using System.Text;

namespace Bench;

/// <summary>Horizontal bars with the spread as a line, as SVG that reads on light and dark pages.</summary>
internal static class BarChart
{
    private const int Row = 26;
    private const int Left = 270;
    private const int Width = 860;

    public static string Draw(string title, IReadOnlyList<Measured> rows)
    {
        var end = rows.Max(row => row.Whole.High);
        var scale = (Width - Left - 70) / end;
        var svg = new StringBuilder(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{(rows.Count * Row)
                    + 60}" font-family="sans-serif" font-size="13" fill="#777">
                <text x="10" y="24" font-size="15">{WebUtility.HtmlEncode(title)}</text>

            """));
        for (var index = 0; index < rows.Count; index++)
        {
            var (candidate, whole) = (rows[index].Candidate, rows[index].Whole);
            var top = 42 + (index * Row);
            var colour = candidate.Name.StartsWith("bootstrap", StringComparison.Ordinal) ? "#3b82f6" : "#999";
            svg.AppendLine(
                CultureInfo.InvariantCulture,
                $"""
                <text x="{Left - 8}" y="{top + 14}" text-anchor="end">{WebUtility.HtmlEncode(
                    candidate.Name.Replace("**", "", StringComparison.Ordinal)
                )}</text>
                <rect x="{Left}" y="{top + 2}" width="{whole.Median * scale:0.0}" height="16" fill="{colour}"/>
                <path d="M{Left + (whole.Low * scale):0.0} {top + 10}H{Left
                    + (whole.High * scale):0.0}" stroke="#e11d48" stroke-width="2"/>
                <text x="{Left + (whole.High * scale) + 6:0.0}" y="{top + 14}">{whole.Median:0}</text>
                """);
        }

        return svg.Append("</svg>\n").ToString();
    }
}
