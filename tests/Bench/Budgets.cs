using System.Globalization;
using System.Text.Json;
using Sandbox;

namespace Bench;

/// <summary>
/// The upper limits of budgets.json, beside this file. They hold on a busy machine, too, so exceeding one is a
/// regression.
/// </summary>
internal sealed class Budgets
{
    private static readonly JsonSerializerOptions Json = new() { ReadCommentHandling = JsonCommentHandling.Skip };

    private readonly Dictionary<string, double> _limits = JsonSerializer.Deserialize<Dictionary<string, double>>(
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "Bench", "budgets.json")), Json)!;

    private readonly List<(string Name, double Value, double Limit)> _rows = [];

    /// <summary>One line for each exceeded budget.</summary>
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

    /// <summary>Fails if a budget was not measured, because it could never be exceeded.</summary>
    public void RequireAllMeasured()
    {
        if (_limits.Keys.Except(_rows.Select(row => row.Name)).ToList() is [var name, ..])
        {
            throw new InvalidOperationException($"budgets.json has '{name}', which is not measured");
        }
    }
}
