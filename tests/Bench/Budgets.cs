using System.Globalization;
using System.Text.Json;
using Sandbox;

namespace Bench;

/// <summary>
/// What must not be exceeded: budgets.json, beside this file. A regression shows here, whatever the machine does.
/// </summary>
internal sealed class Budgets
{
    private static readonly JsonSerializerOptions Json = new() { ReadCommentHandling = JsonCommentHandling.Skip };

    private readonly Dictionary<string, double> _limits = JsonSerializer.Deserialize<Dictionary<string, double>>(
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "Bench", "budgets.json")), Json)!;

    private readonly List<(string Name, double Value, double Limit)> _rows = [];

    /// <summary>One line for each that is exceeded.</summary>
    public IEnumerable<string> Exceeded =>
        _rows
            .Where(row => row.Value > row.Limit)
            .Select(row =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"bench: {row.Name} is {row.Value:#,0.##}, its budget {row.Limit:#,0.##}"
                )
            );

    public string Table =>
        string.Join(
            '\n', _rows
                .Select(row =>
                    string.Create(
                        CultureInfo.InvariantCulture, $"| {row.Name} | {row.Value:#,0.##} | {row.Limit:#,0.##} |"
                    )
                )
                .Prepend("| | now | budget |\n| --- | ---: | ---: |")
        );

    public void Add(string name, double value) =>
        _rows.Add(
            (
                name, value, _limits.TryGetValue(name, out var limit)
                    ? limit
                    : throw new InvalidOperationException($"budgets.json has no '{name}'")
            )
        );

    /// <summary>A budget that nothing is measured for would never fail.</summary>
    public void RequireAllMeasured()
    {
        if (_limits.Keys.Except(_rows.Select(row => row.Name)).ToList() is [var name, ..])
        {
            throw new InvalidOperationException($"budgets.json has '{name}', which is not measured");
        }
    }
}
