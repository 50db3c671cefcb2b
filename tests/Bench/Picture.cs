using System.Globalization;
using System.Net;
using System.Text;

namespace Bench;

/// <summary>
/// The time from start to end as bars, in an SVG for light and dark pages: bootstrap before and after, and other ways
/// to start a workload.
/// </summary>
internal static class Picture
{
    private const int Row = 30;
    private const int Left = 300;
    private const int Width = 860;

    /// <summary>
    /// A maintainer's measurement of Windows PowerShell 5.1, ms, without a script
    /// (https://github.com/PowerShell/PowerShell/issues/4239). It does not run under Wine.
    /// </summary>
    private const double PowerShell = 600;

    public static string Draw(StartAndEnd nat)
    {
        var floor = nat["**C floor**"].Whole.Low;
        var first = First.WholeOfIpHelper * nat["**C floor**, routes there"].Whole.Low;
        (string Name, double Milliseconds, string Colour)[] rows =
        [
            ("C floor: a job and CreateProcess", floor, "#999"),
            ("bootstrap, awsvpc mode", nat["bootstrap --mode awsvpc"].Whole.Low, "#3b82f6"),
            ("bootstrap, nat mode, IP Helper", nat["bootstrap iphelper, routes there"].Whole.Low, "#3b82f6"),
            ("bootstrap, nat mode, CIM", nat["bootstrap cim, routes to add"].Whole.Low, "#3b82f6"),
            ("the first exe, IP Helper (from its ratio)", first, "#93c5fd"),
            ("cmd /c", nat["cmd /c"].Whole.Low, "#999"),
            ("the same program on CoreCLR", nat["the same on CoreCLR"].Whole.Low, "#999"),
            ("Windows PowerShell, on Windows (public figure)", PowerShell, "none"),
        ];
        var scale = (Width - Left - 70) / rows.Max(row => row.Milliseconds);
        var svg = new StringBuilder(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{(rows.Length * Row) + 88}" font-family="sans-serif" font-size="13" fill="#777">
                <text x="10" y="24" font-size="15">From start to end with a workload that does nothing, ms, under Wine (10th percentile)</text>

                """
            )
        );
        for (var index = 0; index < rows.Length; index++)
        {
            var (name, milliseconds, colour) = rows[index];
            var top = 42 + (index * Row);
            svg.AppendLine(
                CultureInfo.InvariantCulture,
                $"""
                <text x="{Left - 8}" y="{top + 16}" text-anchor="end">{WebUtility.HtmlEncode(name)}</text>
                <rect x="{Left}" y="{top + 3}" width="{milliseconds * scale:0.0}" height="18" fill="{colour}" stroke="#999"/>
                <text x="{Left + (milliseconds * scale) + 6:0.0}" y="{top + 16}">{milliseconds:0}</text>
                """
            );
        }

        return svg.AppendLine(
            CultureInfo.InvariantCulture,
            $"""
            <text x="10" y="{42 + (rows.Length * Row) + 16}">Windows PowerShell 5.1 starts in about 600 ms on Windows 10 without a script, says one of its maintainers:</text>
            <text x="10" y="{42 + (rows.Length * Row) + 34}">github.com/PowerShell/PowerShell/issues/4239. It was not measured here, and the two are not the same machine.</text>
            </svg>
            """
        ).ToString();
    }
}
