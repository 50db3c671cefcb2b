using System.Text.RegularExpressions;

namespace Bootstrap.Abi;

/// <summary>Compares the stand-in's mi_abi.h with mi.h: records by member, and every enumerator and flag.</summary>
internal static partial class StandIn
{
    /// <summary>The canonical type of MI_Unsupported.</summary>
    private const string Unsupported = " MI_Result (*)(void) ";

    /// <summary>Adds differences to <paramref name="differences"/>; returns how much was compared.</summary>
    public static ((int Records, int Members) Layouts, int Values) Compare(
        Sdk sdk, string header, List<string> differences
    )
    {
        var names = Record()
            .Matches(header)
            .Select(match => match.Groups["name"].Value)
            .Where(name => header.Contains($"{name} {{", StringComparison.Ordinal))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        var uses = string.Concat(names.Select(name => $"int size_of_{name} = sizeof({name});\n"));
        var theirs = Dump(sdk, $"#include <windows.h>\n#undef GetClassName\n#include <mi.h>\n{uses}", differences);
        var ours = Dump(sdk, $"{header}\n{uses}", differences);
        var members = 0;
        foreach (var name in names)
        {
            if (!ours.TryGetValue(name, out var own) || !theirs.TryGetValue(name, out var real))
            {
                differences.Add($"{name} is not in mi.h, or has another name there");
                continue;
            }

            members += own.Count(line => !line.StartsWith("size", StringComparison.Ordinal));
            if (header.Contains($"union {name} {{", StringComparison.Ordinal))
            {
                // The stand-in does not name every member of a union; all of them begin at 0.
                differences.AddRange(own.Except(real).Select(line => $"mi_abi.h, {name}: '{line}' is not in mi.h"));
                continue;
            }

            foreach (var (mine, other) in own.Zip(real).Where(pair => !AreSame(pair.First, pair.Second)))
            {
                differences.Add($"mi_abi.h, {name}: '{mine}', in mi.h '{other}'");
            }

            if (own.Count != real.Count)
            {
                differences.Add($"mi_abi.h, {name}: {own.Count} lines, in mi.h {real.Count}");
            }
        }

        var values = Value()
            .Matches(header)
            .Select(match => (Name: match.Groups["name"].Value, Value: match.Groups["value"].Value.Trim()))
            .ToList();
        var text = string.Concat(
            values.Select(value =>
                $"_Static_assert((unsigned)({value.Name}) == (unsigned)({value.Value}), \"{value.Name} of mi_abi.h\");\n"
            )
        );
        differences.AddRange(
            Sdk.Errors(sdk.Compile($"#include <windows.h>\n#undef GetClassName\n#include <mi.h>\n{text}", ".c"))
        );

        return ((names.Count, members), values.Count);
    }

    /// <summary>A member that the stand-in does not support has the right place and name, and any type.</summary>
    private static bool AreSame(string own, string real) =>
        own == real
        || (
            own.Split(Unsupported) is [var offset, var name]
            && real.StartsWith($"{offset} ", StringComparison.Ordinal)
            && real.EndsWith($" {name}", StringComparison.Ordinal)
        );

    private static Dictionary<string, List<string>> Dump(Sdk sdk, string source, List<string> differences)
    {
        var compiled = sdk.Compile(source, ".c", "-Xclang", "-fdump-record-layouts-canonical");
        differences.AddRange(Sdk.Errors(compiled));
        return RecordLayouts.Parse(compiled.Output);
    }

    [GeneratedRegex(@"^(typedef )?(struct|union) (?<name>MI_\w+) \{", RegexOptions.Multiline)]
    private static partial Regex Record();

    [GeneratedRegex(
        @"^    (?<name>MI_[A-Z0-9_]+) = (?<value>\d+),|^#define (?<name>MI_FLAG_\w+) (?<value>.+)$",
        RegexOptions.Multiline
    )]
    private static partial Regex Value();
}
