using System.Text.RegularExpressions;

namespace Bootstrap.Abi;

/// <summary>
/// The layouts of records, as clang's -fdump-record-layouts prints them: "offset member type" for each member.
/// </summary>
internal static partial class RecordLayouts
{
    /// <summary>Record by name: its members with offset, and its size, as comparable lines.</summary>
    public static Dictionary<string, List<string>> Parse(string dump)
    {
        var records = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        List<string>? current = null;
        var isInDump = false;
        foreach (var line in dump.Split('\n'))
        {
            if (line.StartsWith("*** Dumping", StringComparison.Ordinal))
            {
                current = null;
                isInDump = true;
            }
            else if (Size().Match(line) is { Success: true } size && current is not null)
            {
                current.Add($"size {size.Groups[1].Value}, alignment {size.Groups[2].Value}");
                isInDump = false;
            }
            else if (isInDump && Row().Match(line) is { Success: true } row)
            {
                var text = Normalize(row.Groups["text"].Value);
                if (current is null)
                {
                    current = records[text] = [];
                }
                else
                {
                    current.Add($"{row.Groups["offset"].Value} {text}");
                }
            }
        }

        return records;
    }

    /// <summary>
    /// Normalises the spelling of a type: MI_CONST becomes const, a struct its typedef. Function types lose their
    /// parameters' names and const, which are not part of the binary interface.
    /// </summary>
    private static string Normalize(string text)
    {
        text = text.Replace(" __attribute__((stdcall))", "", StringComparison.Ordinal)
            .Replace(" __attribute__((cdecl))", "", StringComparison.Ordinal);
        text = Unnamed().Replace(text, "(unnamed)");
        text = Keyword().Replace(text, "");
        return Spaces().Replace(text, " ").Trim();
    }

    [GeneratedRegex(@"^\s*(?<offset>\d+) \|\s+(?<text>.*)$")]
    private static partial Regex Row();

    [GeneratedRegex(@"\[sizeof=(\d+), align=(\d+)")]
    private static partial Regex Size();

    [GeneratedRegex(@"\b(struct|union|enum|const)\s+_?|\s*\bconst\b")]
    private static partial Regex Keyword();

    [GeneratedRegex(@"\(unnamed[^)]*\)")]
    private static partial Regex Unnamed();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
